// What the bets of the lessons claim, computed anew: a lesson whose right answer is wrong teaches it.
import { describe, expect, test } from "vitest";
import { assignByHand, HELP, KEENNESS } from "../../src/lab/app/computed/assignByHand.ts";
import { cascade } from "../../src/lab/app/computed/cascade.ts";
import { CLUSTER_SIZES, clusterSizes } from "../../src/lab/app/computed/clusterSizes.ts";
import { conditions } from "../../src/lab/app/computed/conditions.ts";
import { coverage } from "../../src/lab/app/computed/coverage.ts";
import { logs, MODEL_NAMES } from "../../src/lab/app/computed/logs.ts";
import { lottery } from "../../src/lab/app/computed/lottery.ts";
import { personAndSituation } from "../../src/lab/app/computed/personAndSituation.ts";
import { sampling } from "../../src/lab/app/computed/sampling.ts";
import { twoAgents } from "../../src/lab/app/computed/twoAgents.ts";
import { weights } from "../../src/lab/app/computed/weights.ts";

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const error = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, one) => sum + (one - middle) ** 2, 0)) / values.length;
};

describe("lessons say what is so", () => {
  test("0: the coin is right on average, whoever is keen", () => {
    const keenest = KEENNESS.map((keen, i) => [keen, i] as const)
      .sort((a, b) => b[0] - a[0])
      .slice(0, 6)
      .map(([, i]) => i);
    const { own, coins, coinMean } = assignByHand(keenest, "hand");
    expect(Math.abs(coinMean - HELP)).toBeLessThan(4 * error(coins));
    expect(own).toBeGreaterThan(HELP + 4);
    expect(assignByHand([], "hand").own).toBeUndefined();
  });

  test("1: Ann changes from 5 to 6 when only Ben is treated", () => {
    expect(twoAgents("nobody").outcomes).toEqual([5, 5]);
    expect(twoAgents("ben").outcomes).toEqual([6, 7]);
    expect(twoAgents("both").outcomes).toEqual([8, 8]);
  });

  test("2: with counts, the smallest condition has one agent or none; each mapping has all agents", () => {
    const found = (["own-arm", "any-treated", "all-treated", "count-treated"] as const).map((mapping) =>
      conditions(mapping, "conditions"),
    );
    for (const { counts, names, condition } of found) {
      expect(counts.reduce((a, b) => a + b)).toBe(20);
      expect([counts.length, condition.length]).toEqual([names.length, 20]);
    }
    expect(Math.min(...found[3]!.counts)).toBeLessThanOrEqual(1);
  });

  test("3: chances of none are (1 − p) to the power of one and the friends", () => {
    for (const p of [0.05, 0.15, 0.5]) {
      const { none, degrees } = weights(p, "weights");
      none.forEach((chance, i) => expect(chance).toBeCloseTo((1 - p) ** (1 + degrees[i]!), 12));
    }
  });

  test("4: naive estimates settle elsewhere, weighted ones near the truth", () => {
    const { naive, weighted, truth } = sampling(400, "sampling");
    expect(mean(naive) - truth).toBeGreaterThan(10 * error(naive));
    expect(Math.abs(mean(weighted) - truth)).toBeLessThan(0.1);
    expect(sampling(20, "sampling").naive).toEqual(naive.slice(0, 20));
  });

  test("5: bias falls with the size of clusters, and something in between has the least error", () => {
    const found = CLUSTER_SIZES.map((size) => clusterSizes(String(size), "clusters"));
    const errors = found.map(({ rmse }) => rmse);
    expect(Math.abs(found[0]!.bias)).toBeGreaterThan(Math.abs(found.at(-1)!.bias));
    const best = errors.indexOf(Math.min(...errors));
    expect(best).toBeGreaterThan(0);
    expect(best).toBeLessThan(errors.length - 1);
  });

  test("6: about ten of forty simple intervals hold, those of the design nearly all, and none are given where chances are tiny", () => {
    const { simple, design } = coverage(0.1, "coverage");
    const holding = simple.filter(({ holds }) => holds).length;
    expect([holding >= 5, holding <= 15]).toEqual([true, true]);
    expect(design.filter(({ holds }) => holds).length).toBeGreaterThanOrEqual(36);
    const common = coverage(0.5, "coverage");
    expect(common.design).toEqual([]);
    expect(common.because).toMatch(/effective sample size|hardly ever/);
  });

  test("7: scattered converts win over nobody, those side by side two a round", () => {
    const adopted = (placing: "scattered" | "together"): number[] =>
      cascade(placing, "cascade").rounds.map((round) => round.filter(Boolean).length);
    expect(new Set(adopted("scattered"))).toEqual(new Set([6]));
    expect(adopted("together")).toEqual(Array.from({ length: 12 }, (_, k) => 6 + 2 * k));
  });

  test("8: the log is 1.1 to 3.7 times the effect, by the published runs", () => {
    const ratios = MODEL_NAMES.map((name) => logs(name)).map(({ naive, effect }) =>
      Number((naive / effect).toFixed(1)),
    );
    expect([...ratios].sort((a, b) => a - b)).toEqual([1.1, 1.2, 1.4, 3.7]);
    expect(logs("llama-2-70b").effect).toBeCloseTo(0.0593759159115832, 12);
  });

  test("9: where lines cross, the interaction has more than the person", () => {
    const share = (interaction: number, of: string): number =>
      personAndSituation(interaction, "person").shares.find((one) => one.of === of)!.share!;
    expect(share(2, "person × situation")).toBeGreaterThan(share(2, "person"));
    expect(share(0, "person × situation")).toBeLessThan(0.05);
  });

  test("10: the plain comparison says too much, exact chances do not", () => {
    const { naive, weighted, truth, chances } = lottery(0.2, "lottery");
    expect(mean(naive) - truth).toBeGreaterThan(10 * error(naive));
    expect(Math.abs(mean(weighted) - truth)).toBeLessThan(0.1);
    // Four winners among the fifteen others, or among one friend: the hypergeometric chances by hand.
    const none = (friends: number): number =>
      Array.from({ length: friends }, (_, k) => (12 - k) / (16 - k)).reduce((a, b) => a * b, 1);
    for (const [friends, chance] of chances)
      expect(chance).toBeCloseTo(friends === 0 ? 0 : 1 - none(friends), 10);
  });
});
