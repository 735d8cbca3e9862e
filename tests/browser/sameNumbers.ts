import { bernoulli, cluster, complete, draw, graphCluster } from "../../designs/index.ts";
import { differenceInMeans, estimate, hajek, horvitzThompson } from "../../estimators/index.ts";
import { normalDraw } from "../../src/core/numbers/normalDraw.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { formulaExposure } from "../../src/exposure/formulaExposure.ts";
import { shareTreated } from "../../src/exposure/shareTreated.ts";
import { parseNetwork } from "../../src/network/files/parseNetwork.ts";
import { networkModels } from "../../src/network/generators/networkModels.ts";
import { networkHash } from "../../src/network/networkHash.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";

const settings: Readonly<Record<string, unknown>> = {
  "ring-lattice": { n: 40, k: 4 },
  "karate-club": {},
  "small-world": { n: 60, k: 4, rewire: 0.2 },
  "preferential-attachment": { n: 60, m: 2 },
  "erdos-renyi": { n: 60, p: 0.07 },
  "stochastic-block": { sizes: [20, 20, 20], within: 0.3, between: 0.02 },
  "random-geometric": { n: 60, radius: 0.2 },
};

/** Numbers that must be the same to the last bit in every engine: networks, plans, probabilities and estimates. */
export function sameNumbers(): string {
  const designs = [
    bernoulli({ probability: 0.3 }),
    complete({ treated: 9 }),
    graphCluster(),
    graphCluster({ method: "3-net" }),
  ];
  const exposures = [
    anyTreatedNeighbor(),
    shareTreated(),
    formulaExposure({ conditions: { crowd: "share > 0.4", own: "own" } }),
  ];
  const lines: unknown[] = [Array.from({ length: 1000 }, (_, i) => normalDraw(rng(7).fork(i)))];
  for (const model of networkModels) {
    const network = model.from(settings[model.kind]).draw(rng(11));
    lines.push([model.kind, networkHash(network)]);
    for (const design of designs) {
      const plan = draw(design, network, { seed: "everywhere", worlds: 2 });
      lines.push([design.name, plan.hash, plan.assignments]);
      for (const exposure of exposures) {
        const probabilities = exposureProbabilities(network, design, exposure);
        const [first, second] = exposure.conditions as [string, string];
        const outcomes = { worlds: plan.assignments.map((arms) => arms.map((arm, i) => arm + (i % 7) / 3)) };
        const estimators = [hajek(), horvitzThompson(), differenceInMeans()];
        const rows = estimate({
          plan,
          probabilities,
          outcomes,
          contrasts: { effect: [first, second] },
          estimators,
        });
        lines.push([exposure.name, Array.from(probabilities.marginals), rows]);
      }
    }
  }
  const read = parseNetwork("source,target,weight\nb,a,2\na,c,0.5\n", { format: "csv" });
  lines.push([networkHash(read), draw(cluster({ clusters: [1, 1, 2] }), read, { seed: 1 }).hash]);
  return JSON.stringify(lines);
}
