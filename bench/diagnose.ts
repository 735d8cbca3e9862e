// How long a diagnosis takes: a real network of 3,366 people (4 designs × 3 estimators), and a sweep on 500 agents. Run with:
// npx tsx bench/diagnose.ts [simulations] [workers] [cells]
import { bernoulli, complete, graphCluster } from "../designs/index.ts";
import { differenceInMeans, hajek, horvitzThompson } from "../estimators/index.ts";
import { exposureResponse } from "../src/agents/index.ts";
import { anyTreatedNeighbor } from "../src/exposure/anyTreatedNeighbor.ts";
import { diagnose } from "../src/study/diagnose.ts";
import { readNetwork } from "../src/study/readNetwork.ts";
import { study } from "../src/study/study.ts";
import { sweep } from "../src/study/sweep.ts";

const [simulations = 1000, workers = 2, cells = 100] = process.argv.slice(2).map(Number);
const data = new URL("../examples/krupina/data/", import.meta.url).pathname;
const network = await readNetwork(`${data}network_edges.csv.gz`, {
  directed: true,
  influence: "target-to-source",
  agents: `${data}profiles.csv.gz`,
});
const agents = exposureResponse({ outcomes: { none: 10, indirect: 12, direct: 13, both: 16 }, spread: 2 });
const measure = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(`${what}: ${wall.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processors`);
};

for (const [name, assign] of [
  ["coins 0.5", bernoulli()],
  ["coins 0.1", bernoulli({ probability: 0.1 })],
  ["half", complete({ treated: 1683 })],
  ["communities", graphCluster()],
] as const) {
  const given = study({
    seed: 7,
    model: { network, agents },
    inquiry: { spillover: ["indirect", "none"] },
    data: { assign, expose: anyTreatedNeighbor() },
    answer: [hajek(), horvitzThompson(), differenceInMeans()],
  });
  await measure(`3,366 people, ${name}, ${simulations} simulations`, () =>
    diagnose(given, { simulations, workers }),
  );
}
const swept = {
  seed: 1,
  model: {
    network: { kind: "small-world", n: 500, k: 6, rewire: 0.1 },
    agents: { kind: "exposure-response", outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, spread: 1 },
  },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: { kind: "complete", treated: 100 }, expose: "any-treated" },
  answer: ["hajek"],
};
const treated = Array.from({ length: cells }, (_, k) => 50 + k);
await measure(`500 agents, ${cells} cells × ${simulations} simulations`, () =>
  sweep(swept, { "data.assign.treated": treated }, { simulations, workers }),
);
