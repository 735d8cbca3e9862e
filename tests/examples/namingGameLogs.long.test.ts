import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { namingGame } from "../../examples/naming-game-logs/namingGame.ts";
import { compare, expected } from "../support/namingGameNumbers.ts";

const shared = "../shared/data/naming-game";

describe.skipIf(!existsSync(shared))("all published runs (skipped: ../shared/data is not there)", () => {
  test.each(Object.keys(expected.import_checks))("%s", async (name) => {
    const { imported, settings } = await namingGame(`${shared}/${name}`);
    const faults = compare(imported, expected.import_checks[name], "imported");
    let looked = 0;
    for (const [setting, { convergence, minority }] of Object.entries(settings)) {
      const wanted = expected.convergence_other[setting];
      if (wanted) faults.push(...compare(convergence, wanted, setting));
      const share = expected.committed_minority[setting];
      if (share) {
        const { runs, runs_used, mean_share, per_run } = share;
        faults.push(...compare(minority, { runs, runs_used, mean_share, per_run }, setting));
      }
      if (wanted || share) looked++;
    }
    expect(faults).toEqual([]);
    if (/other|committed/.test(name)) expect(looked).toBe(Object.keys(settings).length);
  });
});
