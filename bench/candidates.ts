// Three candidate networks at once: npx tsx bench/candidates.ts [agents] [degree]. Seconds of the processor, and the most memory.

import type { Design } from "spillway";
import {
  anyTreatedNeighbor,
  bernoulli,
  complete,
  estimate,
  fromEdges,
  graphCluster,
  hajek,
  horvitzThompson,
  rng,
  smallWorld,
} from "spillway";
import {
  allTreated,
  countTreated,
  type Exposure,
  exposureOnAll,
  exposureProbabilities,
} from "spillway/exposures";

const [n, k] = [Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 6)];
const survey = smallWorld({ n, k, rewire: 0.05 }).draw(rng(1));

/** The same network with one tie in twenty drawn anew. */
function disturbed(seed: string): typeof survey {
  const stream = rng(seed);
  const edges: [string, string][] = [];
  for (let i = 0; i < n; i++)
    for (let e = survey.offsets[i]!; e < survey.offsets[i + 1]!; e++) {
      const j = survey.sources[e]!;
      if (j > i) continue;
      const other = stream.uniform() < 0.05 ? Math.floor(n * stream.uniform()) : j;
      if (other !== i) edges.push([survey.ids[i]!, survey.ids[other]!]);
    }
  return fromEdges(edges, { agents: survey.ids });
}

const networks = { survey, calls: disturbed("calls"), rooms: disturbed("rooms") };
const designs: Readonly<Record<string, Design>> = {
  "coins for agents": bernoulli({ probability: 0.2 }),
  "coins for clusters": graphCluster({ probability: 0.5, method: "label-propagation", maxSize: 20 }),
  "a fixed number of agents": complete({ treated: Math.floor(n / 5) }),
  "a fixed number of clusters": graphCluster({
    treated: Math.floor(n / 40),
    method: "label-propagation",
    maxSize: 20,
  }),
};
const exposures: readonly (readonly [Exposure, readonly [string, string]])[] = [
  [anyTreatedNeighbor(), ["indirect", "none"]],
  [countTreated(), ["control-1", "control-0"]],
  [allTreated(), ["all", "none"]],
];
for (const [name, design] of Object.entries(designs)) {
  const law = design.law(survey);
  const arms = law.draw(rng("assignment"));
  for (const [base, contrast] of exposures) {
    const before = process.cpuUsage().user;
    const probabilities = exposureProbabilities(survey, design, exposureOnAll(base, networks), { law });
    const stream = rng("outcomes");
    const rows = estimate({
      plan: { arms: law.arms, agents: survey.ids, assignments: [[...arms]] },
      probabilities,
      outcomes: survey.ids.map((_, i) => arms[i]! + stream.uniform()),
      contrasts: { asked: contrast },
      estimators: [horvitzThompson(), hajek()],
    });
    const seconds = (process.cpuUsage().user - before) / 1e6;
    const [row] = rows;
    const words =
      row && "estimate" in row
        ? `${row.estimate.toPrecision(3)}, se ${row.se?.toPrecision(3) ?? row.withheld}`
        : row?.because;
    console.log(
      `${name}, ${base.name}: ${probabilities.method}, ${words} (${row?.population} of ${n} agents): ${seconds.toFixed(1)} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    );
  }
}
