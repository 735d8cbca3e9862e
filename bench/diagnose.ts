// How long diagnoses take, with one worker and with several: four designs with three estimators on a real network of 3,366 people, and a
// sweep on 500 agents. Threads start faster in the package as it is published: npx tsx bench/built.ts diagnose [simulations] [workers] [cells].
import type { Json } from "../src/core/canonicalJson.ts";
import type { Grid } from "../src/diagnose/gridCells.ts";
import { type SweepOptions, sweep } from "../src/diagnose/sweep.ts";
import { networkToJson } from "../src/network/files/networkToJson.ts";
import { parseStudy } from "../src/study-file/parseStudy.ts";
import { readNetwork } from "../src/study-file/readNetwork.ts";

const [simulations = 1000, workers = 2, cells = 100] = process.argv.slice(2).map(Number);

async function measure(what: string, data: Json, grid: Grid, options: SweepOptions = {}): Promise<void> {
  const took: number[] = [];
  for (const threads of [1, workers]) {
    const start = process.hrtime.bigint();
    const before = process.cpuUsage();
    const { cells: found } = await sweep(data, grid, { ...options, simulations, workers: threads });
    for (const cell of found) if ("cannot" in cell) throw new Error(cell.cannot);
    const { user, system } = process.cpuUsage(before);
    took.push(Number(process.hrtime.bigint() - start) / 1e9);
    console.log(
      `${what} × ${simulations} simulations, workers: ${threads}: ${took.at(-1)!.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processors`,
    );
  }
  console.log(`  ${(took[0]! / took[1]!).toFixed(2)} times as fast`);
}

const folder = new URL("../examples/krupina/data/", import.meta.url).pathname;
const network = await readNetwork(`${folder}network_edges.csv.gz`, {
  directed: true,
  influence: "target-to-source",
  agents: `${folder}profiles.csv.gz`,
});
const text = JSON.stringify(networkToJson(network));
const krupina = {
  seed: 7,
  model: {
    network: { file: "network.json" },
    agents: {
      kind: "exposure-response",
      outcomes: { none: 10, indirect: 12, direct: 13, both: 16 },
      spread: 2,
    },
  },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: "bernoulli", expose: "any-treated" },
  answer: ["hajek", "horvitz-thompson", "difference-in-means"],
};
const designs = [
  { kind: "bernoulli", probability: 0.5 },
  { kind: "bernoulli", probability: 0.1 },
  { kind: "complete", treated: 1683 },
  { kind: "graph-cluster" },
];
await measure(
  "3,366 people: 4 designs × 3 estimators",
  krupina,
  { "data.assign": designs },
  {
    studyOf: (data) => parseStudy(JSON.stringify(data), { file: "study", readFile: async () => text }),
  },
);

const small = {
  seed: 1,
  model: {
    network: { kind: "small-world", n: 500, k: 6, rewire: 0.1 },
    agents: { kind: "exposure-response", outcomes: { none: 0, indirect: 1, direct: 2, both: 3 }, spread: 1 },
  },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: { kind: "complete", treated: 100 }, expose: "any-treated" },
  answer: ["hajek"],
};
await measure(`500 agents: ${cells} cells`, small, {
  "data.assign.treated": Array.from({ length: cells }, (_, k) => 50 + k),
});
