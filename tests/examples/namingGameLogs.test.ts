import { readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { convergence } from "../../examples/naming-game-logs/namingGame.ts";
import { meetingsOf } from "../../src/trust/partners/meetingsOf.ts";
import { partnerEffect, partnerRecords } from "../../src/trust/partners/partnerEffect.ts";
import { compare, expected, type Numbers } from "../support/namingGameNumbers.ts";

const own = "examples/naming-game-logs/data/convergence_QM_N24_H5.csv.gz";
const all = meetingsOf(own);

test("the extract comes with its licence and is small", () => {
  expect(statSync(own).size).toBeLessThan(300_000);
  expect(readFileSync("examples/naming-game-logs/data/LICENSE.txt", "utf8")).toContain("MIT License");
});

describe.each(Object.keys(expected.convergence_main))("%s", (model) => {
  test("converges as published", async () => {
    const meetings = (await all).filter(({ more }) => more.model === model);
    expect(compare(convergence(meetings), expected.convergence_main[model], "")).toEqual([]);
  });

  test("the partner's word has the effect that another program computed, and the log shows 1.1 to 3.7 times as much", async () => {
    const meetings = (await all).filter(({ more }) => more.model === model);
    const records = partnerRecords(meetings, { target: "M" });
    const wanted = expected.peer_effect_main[model]!;
    const found = partnerEffect(records);
    const [w1Y, w1, w0Y, w0] = found.sums;
    const bounded = partnerEffect(records, { inclusive: true, redraws: 0 });
    const within = (word: string): Numbers => {
      const { n, naive, effect } = partnerEffect(
        records.filter(({ own }) => own === word),
        { redraws: 0 },
      );
      return { n, naive_difference: naive, hajek: effect };
    };
    const numbers = {
      runs: new Set(meetings.map(({ run }) => run)).size,
      runs_with_kept_records: found.runs,
      ticks: meetings.length,
      records_all: records.length,
      n: found.n,
      n_partner_M: found.exposed,
      n_partner_Q: found.n - found.exposed,
      sum_Y_partner_M: found.outcomes[0],
      sum_Y_partner_Q: found.outcomes[1],
      naive_difference: found.naive,
      hajek_mean_partner_M: found.means[0],
      hajek_mean_partner_Q: found.means[1],
      hajek: found.effect,
      se_cluster_linearised: found.errors!.linearised,
      se_jackknife_runs: found.errors!.jackknife,
      own_word_Q: within("Q"),
      own_word_M: within("M"),
      variant_bounds_included: { n: bounded.n, naive_difference: bounded.naive, hajek: bounded.effect },
    };
    const { sum_w1Y, sum_w1, sum_w0Y, sum_w0, se_bootstrap_runs, ...exact } = wanted;
    expect(Object.keys(exact).sort()).toEqual(Object.keys(numbers).sort());
    expect(compare(numbers, exact, "")).toEqual([]);
    const sums = [
      [w1Y, sum_w1Y],
      [w1, sum_w1],
      [w0Y, sum_w0Y],
      [w0, sum_w0],
    ] as const;
    for (const [got, want] of sums) expect(Math.abs(got / Number(want) - 1)).toBeLessThan(1e-9);
    expect(Math.abs(found.errors!.bootstrap! / Number(se_bootstrap_runs) - 1)).toBeLessThan(0.1);
    const ratio = found.naive / found.effect;
    expect([1.1, 1.2, 1.4, 3.7]).toContain(Number(ratio.toFixed(1)));
  });
});
