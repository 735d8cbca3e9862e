import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { runStudy } from "../../src/experiment/runStudy.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { everyCase } from "../support/enumeration/inTurn.ts";
import { inputKinds } from "./inputs.ts";
import { verdictOn } from "./verdict.ts";

// SPILLWAY_FUZZ=30000 makes as many inputs as were made once for the record; few show that it still holds.
const INPUTS = Number(process.env.SPILLWAY_FUZZ ?? (everyCase ? 1500 : 500));
const SEED = process.env.SPILLWAY_FUZZ_SEED ?? "fuzz";

const folder = mkdtempSync(join(tmpdir(), "spillway-fuzz-"));
let plan = "{}";
let unhandled: unknown;
const hear = (cause: unknown): void => {
  unhandled ??= cause;
};
beforeAll(async () => {
  process.on("unhandledRejection", hear);
  const study = `seed: 5
model: { network: { kind: ring-lattice, n: 6, k: 2 }, agents: { kind: linear-in-means } }
inquiry: { total: [treated, control] }
data: { assign: { kind: complete, treated: 3 }, expose: own-arm, rounds: 1, worlds: 2 }
answer: [hajek]
`;
  await runStudy(await parseStudy(study), { out: join(folder, "run") });
  plan = readFileSync(join(folder, "run/plan.json"), "utf8");
});
afterAll(() => {
  process.off("unhandledRejection", hear);
  rmSync(folder, { recursive: true, force: true });
});

describe("whatever comes from outside is understood or refused in words", () => {
  const kinds = Object.keys(inputKinds(folder, "", "{}"));
  test.each(kinds)(
    "%s",
    async (name) => {
      const all = inputKinds(join(folder, "files"), join(folder, "run"), plan);
      const kind = all[name]!;
      const shares = Object.values(all).reduce((sum, { share }) => sum + share, 0);
      const most = Math.max(5, Math.round((INPUTS * kind.share) / shares));
      const faults: string[] = [];
      const came = { result: 0, error: 0, fault: 0 };
      for (let k = 0; k < most; k++) {
        const random = rng(SEED).fork(name).fork(k);
        const input = kind.make(random);
        const { came: what, words } = await verdictOn(() => kind.read(input, random), kind.refusal);
        came[what]++;
        if (what === "fault" && faults.length < 10)
          faults.push(`${name} ${k}: ${words.slice(0, 700)}\n  of ${JSON.stringify(input).slice(0, 700)}`);
      }
      if (process.env.SPILLWAY_FUZZ) process.stdout.write(`${name}: ${JSON.stringify(came)}\n`);
      expect(faults).toEqual([]);
      expect(unhandled).toBeUndefined();
      // A fuzzer whose inputs are all alike tests little.
      if (most >= 100) expect(Math.min(came.result, came.error)).toBeGreaterThan(most / 50);
    },
    3_600_000,
  );
});
