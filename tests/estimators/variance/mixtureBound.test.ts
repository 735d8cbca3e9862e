import { describe, expect, it } from "vitest";
import type { Law } from "../../../designs/Design.ts";
import { randomizedGraphCluster } from "../../../designs/randomizedGraphCluster.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { hajek } from "../../../estimators/hajek.ts";
import { horvitzThompson } from "../../../estimators/horvitzThompson.ts";
import { dependencyBound } from "../../../estimators/variance/dependencyBound.ts";
import type { VarianceSetting } from "../../../estimators/variance/PreparedVariance.ts";
import { sum } from "../../../src/core/numbers/sum.ts";
import { rng } from "../../../src/core/rng.ts";
import { allTreated } from "../../../src/exposure/allTreated.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { designOf, everyPart } from "../../probability/sampledWorld.ts";
import { tiny, tinyNetworks } from "../../support/tinyWorlds.ts";

const ring = (n: number): Network =>
  tiny(
    n,
    Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
  );

/** The contrast of everybody treated around an agent against nobody, with the listed clusterings as a sample. */
function settingOf(network: Network, listed: Law): VarianceSetting {
  const probabilities = exposureProbabilities(network, designOf(everyPart(listed)), allTreated());
  const population = network.ids
    .map((_, i) => i)
    .filter((i) => probabilities.of(i, "all") > 0 && probabilities.of(i, "none") > 0);
  const level = (name: string): number => probabilities.conditions.indexOf(name);
  return { probabilities, levels: [level("all"), level("none")], population };
}

describe("the dependency bound over clusterings", () => {
  it("is never negative, and over all assignments at least the variance of the estimate on average", () => {
    const stream = rng("outcomes");
    for (const network of Object.values(tinyNetworks)) {
      for (const settings of [{}, { coins: "paired" }, { method: "1-hop-max", probability: 0.3 }] as const) {
        const listed = randomizedGraphCluster(settings).law(network);
        const setting = settingOf(network, listed);
        const { probabilities, levels, population } = setting;
        if (population.length === 0) continue;
        const bound = dependencyBound(setting);
        for (let repeat = 0; repeat < 5; repeat++) {
          const outcomes = levels.map(() =>
            Float64Array.from({ length: network.n }, () => stream.uniform() * 4 - 1),
          );
          const moments = [0, 1, 2].map(() => [] as number[]);
          for (const [z, p] of listed.support!()) {
            const condition = allTreated().of(network, z);
            const value = Float64Array.from(condition, (c, i) => outcomes[c === levels[0] ? 0 : 1]![i]!);
            const estimated = sum(
              population.map((i) => {
                if (!levels.includes(condition[i]!)) return 0;
                const x = value[i]! / probabilities.marginals[i * 3 + condition[i]!]!;
                return (condition[i] === levels[0] ? x : -x) / population.length;
              }),
            );
            const found = bound({ condition, value });
            expect(found).toBeGreaterThanOrEqual(0);
            [estimated, estimated ** 2, found].forEach((x, k) => {
              moments[k]!.push(p * x);
            });
          }
          const [mean, square, bounded] = moments.map((terms) => sum(terms));
          expect(bounded!).toBeGreaterThanOrEqual(square! - mean! ** 2 - 1e-12);
        }
      }
    }
  });
});

describe("large networks under clusters drawn anew", () => {
  const n = 6000;
  const network = ring(n);
  const design = randomizedGraphCluster({ method: "1-hop-max", clusterings: 40 });
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, allTreated(), { law });
  const stream = rng("noise");
  const noise = Float64Array.from({ length: n }, () => stream.uniform());
  const rowsFor = (world: number): ReturnType<typeof estimate> => {
    const arms = [...law.draw(rng(world))];
    return estimate({
      plan: { arms: law.arms, agents: network.ids, assignments: [arms] },
      probabilities,
      outcomes: arms.map((z, i) => 10 + z + noise[i]!),
      contrasts: { global: ["all", "none"] },
      estimators: [horvitzThompson({ interval: "wald" }), hajek({ interval: "wald" })],
    });
  };

  it("get a variance without joint probabilities, which says so and is far from that of agents who all depend on each other", () => {
    for (const row of rowsFor(1)) {
      if (!("estimate" in row)) throw new Error("expected an estimate");
      expect(row.varianceMethod).toBe("dependency-bound");
      expect(row.notes).toContain(
        "joint probabilities are simulated, and there are too many pairs of agents to count how often each was seen together: the variance is a bound without joint probabilities",
      );
      expect(row.se).toBeGreaterThan(0);
      expect(row.mcse).toBeGreaterThan(0);
    }
    // Hájek's residuals have a standard deviation of 0.29, and chances of about 0.4: √(Σ x²/n) is near 0.65 for dependent agents.
    const [, centred] = rowsFor(1);
    expect("se" in centred! && centred.se).toBeLessThan(0.1);
  });

  it("have intervals that hold", () => {
    for (let world = 0; world < 10; world++)
      for (const row of rowsFor(world))
        if ("ci" in row) {
          expect(row.ci![0]).toBeLessThan(1);
          expect(row.ci![1]).toBeGreaterThan(1);
        }
  });
});
