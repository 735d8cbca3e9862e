// Whose conditions are independent by the design, against every assignment; and degrees of freedom of network errors.
import { expect, test } from "vitest";
import { clustersApart } from "../../../estimators/regression/clustersApart.ts";
import { networkHac } from "../../../estimators/regression/networkHac.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import { customExposure } from "../../../src/exposure/customExposure.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { twoHop } from "../../../src/exposure/twoHop.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tiny, tinyDesigns, tinyNetworks } from "../../support/tinyWorlds.ts";

const halves = (i: number): number => Math.floor(i / 2);
const groupings: Readonly<Record<string, (i: number) => number>> = {
  alone: (i) => i,
  halves,
  thirds: (i) => i % 3,
  one: () => 0,
};

test("agents whose clusters are apart have independent conditions, over all assignments of every design of independent units", () => {
  const seen = { apart: 0, joined: 0, dependentWhereJoined: 0 };
  for (const network of Object.values(tinyNetworks))
    for (const [name, design] of Object.entries(tinyDesigns(network.n))) {
      // Under fixed counts all units depend on each other a little; which is not what is asked.
      if (!/^bernoulli|^cluster coins|graph-cluster leiden/.test(name)) continue;
      for (const exposure of [ownArm(), anyTreatedNeighbor(), twoHop()]) {
        const probabilities = exposureProbabilities(network, design, exposure);
        const cases = [...probabilities.law.support!()].map(([arms, p]) => ({
          p,
          condition: [...probabilities.exposure.of(network, arms)],
        }));
        const chance = (does: (condition: readonly number[]) => boolean): number =>
          cases.reduce((sum, { p, condition }) => sum + (does(condition) ? p : 0), 0);
        const agents = Array.from({ length: network.n }, (_, i) => i);
        const levels = probabilities.conditions.map((_, c) => c);
        const dependent = (i: number, j: number): boolean =>
          levels.some((a) =>
            levels.some(
              (b) =>
                Math.abs(
                  chance((c) => c[i] === a && c[j] === b) -
                    chance((c) => c[i] === a) * chance((c) => c[j] === b),
                ) > 1e-12,
            ),
          );
        for (const of of Object.values(groupings)) {
          const pairs = agents.flatMap((i) =>
            agents.filter((j) => j > i && of(i) !== of(j)).map((j) => [i, j]),
          );
          const any = pairs.some(([i, j]) => dependent(i!, j!));
          const found = clustersApart(probabilities, agents, of);
          if (found === "apart") {
            seen.apart++;
            expect(any, `${name}, ${exposure.name}`).toBe(false);
          } else {
            expect(found).toBe("joined");
            seen.joined++;
            if (any) seen.dependentWhereJoined++;
          }
        }
      }
    }
  expect(seen.apart).toBeGreaterThan(40);
  // Nearly all that are said to hang together do; agents who are certain of their arm are the others.
  expect(seen.dependentWhereJoined / seen.joined).toBeGreaterThan(0.8);
});

test("of exposures of one's own nothing is known", () => {
  const network = tiny(4, [[0, 1]]);
  const own = customExposure({ name: "mine", conditions: ["a", "b"], condition: (i, arms) => arms[i]! });
  const probabilities = exposureProbabilities(network, tinyDesigns(4)["bernoulli one half"]!, own);
  expect(clustersApart(probabilities, [0, 1, 2, 3], (i) => i)).toBe("unknown");
});

test("degrees of freedom of network errors are those at which a chi-squared has the spread of the variance", () => {
  const n = 40;
  const ring = tiny(
    n,
    Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
  );
  const equal = networkHac(ring, 2, "none");
  expect(equal.degrees(new Float64Array(n).fill(3))).toBeCloseTo(n / 5, 12);
  expect(networkHac(ring, 0, "none").degrees(new Float64Array(n).fill(1))).toBeCloseTo(n, 12);
  // By simulation, with unequal multipliers: 2 mean² / variance.
  const random = rng("degrees");
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const multipliers = Float64Array.from({ length: n }, () => 0.5 + random.uniform());
  const draws = Array.from({ length: 20_000 }, () => equal.variance(multipliers.map((m) => m * normal())));
  const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
  const variance = draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (draws.length - 1);
  const simulated = (2 * mean ** 2) / variance;
  expect(Math.abs(simulated / equal.degrees(multipliers) - 1)).toBeLessThan(0.08);
});
