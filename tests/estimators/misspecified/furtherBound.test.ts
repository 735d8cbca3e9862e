import { expect, test } from "vitest";
import { bernoulli, cluster, complete, twoStage } from "../../../designs/index.ts";
import { hajek, horvitzThompson } from "../../../estimators/index.ts";
import { furtherBound } from "../../../estimators/misspecified/furtherBound.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../../src/exposure/Exposure.ts";
import { ownArm } from "../../../src/exposure/ownArm.ts";
import { ball } from "../../../src/network/ball.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tinyNetworks } from "../../support/tinyWorlds.ts";

const stream = rng("one hop further");
const numbers = new Map<string, number>();
function arbitrary(text: string): number {
  const known = numbers.get(text) ?? stream.fork(text).integer(20);
  numbers.set(text, known);
  return known;
}

test("over all assignments the bound is no underestimate where outcomes depend on arms one step farther than the mapping looks", () => {
  const faults: string[] = [];
  let cells = 0;
  for (const [place, network] of Object.entries(tinyNetworks)) {
    const { n } = network;
    const halves = Array.from({ length: n }, (_, i) => Math.floor(i / 2));
    const designs = {
      coins: bernoulli({ probability: 0.3 }),
      "unequal coins": bernoulli({ probability: Array.from({ length: n }, (_, i) => 0.2 + (0.6 * i) / n) }),
      clusters: cluster({ clusters: halves, probability: 0.4 }),
      complete: complete({ treated: 2 }),
      "two-stage": twoStage({
        groups: halves,
        within: "bernoulli",
        saturations: [0.2, 0.8].map((share) => ({ share, chance: 0.5 })),
      }),
    };
    const mappings: [Exposure, readonly [number, number], number][] = [
      [ownArm(), [1, 0], 1],
      [anyTreatedNeighbor(), [1, 0], 2],
      [anyTreatedNeighbor(), [2, 0], 2],
    ];
    for (const [name, design] of Object.entries(designs))
      for (const [exposure, levels, reach] of mappings) {
        const probabilities = exposureProbabilities(network, design, exposure);
        const { marginals, conditions, law } = probabilities;
        const population = Array.from({ length: n }, (_, i) => i).filter((i) =>
          levels.every((level) => marginals[i * conditions.length + level]! > 0),
        );
        if (population.length === 0) continue;
        const { formula } = furtherBound({ probabilities, levels, population });
        let [mean, square, expected] = [0, 0, 0];
        for (const [arms, chance] of law.support!()) {
          const condition = probabilities.exposure.of(network, arms);
          const value = Float64Array.from({ length: n }, (_, i) =>
            arbitrary(`${place} ${i}: ${arms[i]} ${Array.from(ball(network, i, reach), (j) => arms[j])}`),
          );
          let estimate = 0;
          for (const i of population) {
            const sign = condition[i] === levels[0] ? 1 : condition[i] === levels[1] ? -1 : 0;
            if (sign !== 0)
              estimate +=
                (sign * value[i]!) / marginals[i * conditions.length + condition[i]!]! / population.length;
          }
          mean += chance * estimate;
          square += chance * estimate ** 2;
          expected += chance * formula({ condition, value });
        }
        cells++;
        const variance = square - mean ** 2;
        if (expected < variance - 1e-9) faults.push(`${name} on ${place}: ${expected} below ${variance}`);
      }
  }
  expect(faults).toEqual([]);
  expect(cells).toBeGreaterThan(50);
});

test("estimators take it by name, make the interval of it, and say how far it reaches", () => {
  const network = tinyNetworks["triangle with a tail"]!;
  const probabilities = exposureProbabilities(network, bernoulli(), ownArm());
  const outcome = Float64Array.of(1, 5, 2, 4, 3, 9);
  const condition = Uint8Array.of(0, 1, 0, 1, 0, 1);
  const data = { probabilities, condition, outcome, observed: new Uint8Array(6).fill(1), confidence: 0.95 };
  for (const estimator of [
    hajek({ variance: "one-hop-further" }),
    horvitzThompson({ variance: "one-hop-further" }),
  ]) {
    const row = estimator.estimate(data, { name: "own", first: "treated", second: "control" });
    expect(row).toMatchObject({ varianceMethod: "one-hop-further" });
    expect(row.notes.join()).toContain("up to 1 step away, one more than the exposure mapping looks");
  }
});
