import { expect, test } from "vitest";
import { bernoulli, cluster, complete, fixed, twoStage } from "../../../designs/index.ts";
import { answer } from "../../../estimators/answer.ts";
import { attributableEffect } from "../../../estimators/index.ts";
import { rng } from "../../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../../src/exposure/anyTreatedNeighbor.ts";
import type { Network } from "../../../src/network/Network.ts";
import { exposureProbabilities } from "../../../src/probability/exposureProbabilities.ts";
import { tinyNetworks } from "../../support/tinyWorlds.ts";

/** Monotone outcomes of any reach: an agent's outcome grows with a weighted sum of everybody's arms. */
function schedule(network: Network, seed: string, most: number): (arms: Uint8Array) => Float64Array {
  const stream = rng(seed);
  const weight = Float64Array.from({ length: network.n ** 2 }, () =>
    stream.uniform() < 0.4 ? stream.uniform() : 0,
  );
  const base = Float64Array.from({ length: network.n }, () => stream.uniform() * 1.2);
  return (arms) =>
    Float64Array.from(base, (one, i) => {
      let sum = one;
      for (let j = 0; j < network.n; j++)
        if (arms[j] === 1) sum += weight[i * network.n + j]! * (i === j ? 3 : 1);
      return Math.min(most, Math.floor(sum));
    });
}

test("over all assignments the bound is at most what is due to treatment, with the confidence that it says, under monotone interference", () => {
  const faults: string[] = [];
  let [cells, telling] = [0, 0];
  for (const [place, network] of Object.entries(tinyNetworks)) {
    const { n } = network;
    const halves = Array.from({ length: n }, (_, i) => Math.floor(i / 2));
    const designs = {
      coins: bernoulli({ probability: 0.5 }),
      "unequal coins": bernoulli({ probability: Array.from({ length: n }, (_, i) => 0.2 + (0.6 * i) / n) }),
      "half of all": complete({ treated: n >> 1 }),
      clusters: cluster({ clusters: halves, probability: 0.4 }),
      "counted clusters": cluster({ clusters: halves, treated: 1 }),
      "two-stage": twoStage({
        groups: halves,
        within: "bernoulli",
        saturations: [0.2, 0.8].map((share) => ({ share, chance: 0.5 })),
      }),
      fixed: fixed({
        assignments: [0, 1, 2, 3].map((k) =>
          Array.from({ length: n }, (_, i) => ((i * 7 + k * 3) % 4 < 2 ? 1 : 0)),
        ),
      }),
    };
    for (const [name, design] of Object.entries(designs)) {
      const probabilities = exposureProbabilities(network, design, anyTreatedNeighbor());
      const { law, exposure } = probabilities;
      for (const most of [1, 3])
        for (const confidence of [0.95, 0.6])
          for (const compare of [undefined, ["both", "none"]] as const) {
            const estimator = attributableEffect({
              ...(most === 1 ? {} : { range: [0, most] as const }),
              ...(compare ? { compare } : {}),
            });
            const outcomes = schedule(network, `${place} ${name} ${most}`, most);
            const without = outcomes(new Uint8Array(n)).reduce((a, b) => a + b, 0);
            let [covered, answered] = [0, 0];
            for (const [arms, chance] of law.support!()) {
              const outcome = outcomes(arms);
              const world = {
                ...{ probabilities, arms, outcome, confidence, condition: exposure.of(network, arms) },
                observed: new Uint8Array(n).fill(1),
              };
              const row = answer(
                estimator,
                { probabilities, worlds: [world], confidence },
                { kind: "global", name: "a" },
              );
              if (!("ci" in row) || row.ci === undefined) {
                covered += chance;
                continue;
              }
              answered++;
              if (row.ci[0] > 0) telling++;
              const due = (outcome.reduce((a, b) => a + b, 0) - without) / n;
              if (row.ci[0] <= due + 1e-9) covered += chance;
            }
            if (answered === 0) continue;
            cells++;
            if (covered < confidence - 1e-9)
              faults.push(`${name} on ${place}, ${most}, ${confidence}, ${compare}: ${covered}`);
          }
    }
  }
  expect(faults).toEqual([]);
  expect(cells).toBeGreaterThan(100);
  expect(telling).toBeGreaterThan(100);
});
