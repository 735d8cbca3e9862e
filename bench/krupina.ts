// How long probabilities, contrasts and their Aronow–Samii variances take on a real network of 3,366 people and 54,831
// directed edges, by design and exposure. Run with: npx tsx bench/krupina.ts
import type { Design } from "../designs/Design.ts";
import { bernoulli, complete, draw, graphCluster } from "../designs/index.ts";
import { estimate, hajek } from "../estimators/index.ts";
import { anyTreatedNeighbor } from "../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../src/exposure/Exposure.ts";
import { shareTreated } from "../src/exposure/shareTreated.ts";
import { exposureProbabilities } from "../src/probability/exposureProbabilities.ts";
import { readNetwork } from "../src/study-file/readNetwork.ts";

const data = new URL("../examples/krupina/data/", import.meta.url).pathname;
const network = await readNetwork(`${data}network_edges.csv.gz`, {
  directed: true,
  influence: "target-to-source",
  agents: `${data}profiles.csv.gz`,
});
const neighbors = {
  direct: ["direct", "none"],
  spillover: ["indirect", "none"],
  total: ["both", "none"],
} as const;
const share = { total: ["treated", "control"] } as const;
const cases: readonly (readonly [string, Design, Exposure, typeof neighbors | typeof share])[] = [
  ["bernoulli, any-treated, 3 contrasts", bernoulli(), anyTreatedNeighbor(), neighbors],
  ["graph-cluster, any-treated, 3 contrasts", graphCluster(), anyTreatedNeighbor(), neighbors],
  ["complete, any-treated, 3 contrasts", complete({ treated: 1683 }), anyTreatedNeighbor(), neighbors],
  ["bernoulli, share-treated, 1 contrast", bernoulli(), shareTreated(), share],
  ["graph-cluster, share-treated, 1 contrast", graphCluster(), shareTreated(), share],
];

const since = (start: bigint): string => `${(Number(process.hrtime.bigint() - start) / 1e9).toFixed(2)} s`;
console.log("design, exposure                           marginals    variances    dependent pairs, at most");
for (const [name, design, exposure, contrasts] of cases) {
  const plan = draw(design, network, { seed: 1 });
  const outcomes = plan.assignments[0]!.map((arm, i) => arm + (i % 5));
  const start = process.hrtime.bigint();
  const probabilities = exposureProbabilities(network, design, exposure);
  const marginals = since(start);
  const then = process.hrtime.bigint();
  const rows = estimate({ plan, probabilities, outcomes, contrasts, estimators: [hajek()] });
  if (rows.some((row) => "because" in row)) throw new Error("an estimate is missing");
  console.log(
    `${name.padEnd(42)} ${marginals.padStart(9)}    ${since(then).padStart(9)}    ${probabilities.pairs.nearBound}`,
  );
}
