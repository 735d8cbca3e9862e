// Leiden here and in R's igraph, two iterations each, on the same networks in the same run: modularity, communities, seconds,
// whether every community is connected, and whether a seed gives the same partition again. igraph (Debian r-cran-igraph) is
// left out where Rscript does not have it. Run with: npx tsx bench/leiden.ts [cases…], such as `cliques`, `blocks`, `hubs`, `villages`, `million`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rng } from "../src/core/rng.ts";
import { leiden } from "../src/network/clusters/leiden.ts";
import { louvain } from "../src/network/clusters/louvain.ts";
import { modularity } from "../src/network/clusters/partition.ts";
import { components } from "../src/network/components.ts";
import { eachEdge } from "../src/network/eachEdge.ts";
import { numberedNetwork } from "../src/network/generators/numberedNetwork.ts";
import { preferentialAttachment } from "../src/network/generators/preferentialAttachment.ts";
import { stochasticBlock } from "../src/network/generators/stochasticBlock.ts";
import type { Network } from "../src/network/Network.ts";

const RUNS = 3;
const ITERATIONS = 2;

/** Cliques of six in a ring, neighbouring ones joined by one edge. */
function ringOfCliques(cliques: number): Network {
  const sink = numberedNetwork("leiden", 6 * cliques, 16 * cliques);
  for (let c = 0; c < cliques; c++) {
    for (let a = 0; a < 6; a++) for (let b = a + 1; b < 6; b++) sink.add(6 * c + a, 6 * c + b);
    const next = 6 * ((c + 1) % cliques) + 1;
    sink.add(Math.min(6 * c, next), Math.max(6 * c, next));
  }
  return sink.network();
}

const cases: Readonly<Record<string, readonly [name: string, make: () => Network]>> = {
  cliques: ["ring of 1,000 cliques of 6", () => ringOfCliques(1000)],
  blocks: [
    "stochastic block, 100 blocks of 200",
    () =>
      stochasticBlock({ sizes: new Array<number>(100).fill(200), within: 0.1, between: 0.0005 }).draw(rng(1)),
  ],
  hubs: [
    "preferential attachment, 100,000 agents",
    () => preferentialAttachment({ n: 100_000, m: 5 }).draw(rng(1)),
  ],
  villages: [
    "stochastic block, 5,000 blocks of 200",
    () =>
      stochasticBlock({ sizes: new Array<number>(5000).fill(200), within: 0.04, between: 0.000002 }).draw(
        rng(1),
      ),
  ],
  million: [
    "preferential attachment, 1,000,000 agents",
    () => preferentialAttachment({ n: 1_000_000, m: 5 }).draw(rng(1)),
  ],
};

function writeEdges(file: string, network: Network): void {
  const ends = new Int32Array(1 + 2 * network.edges);
  ends[0] = network.n;
  let k = 1;
  eachEdge(network, (i, j) => {
    ends[k++] = i;
    ends[k++] = j;
  });
  writeFileSync(file, ends);
}

/** Communities that were found, and the seconds it took: on the clock, and of the processor, which others do not disturb as much. */
interface Found {
  readonly label: Uint32Array | Int32Array;
  readonly wall: number;
  readonly processor: number;
}

function ours(find: typeof leiden | typeof louvain, network: Network, seed: number): Found {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  const label = find(network, { rng: rng(seed), iterations: ITERATIONS });
  const { user, system } = process.cpuUsage(before);
  return { label, wall: Number(process.hrtime.bigint() - start) / 1e9, processor: (user + system) / 1e6 };
}

let version: string | undefined;
function igraph(edges: string, seed: number): Found | undefined {
  const script = fileURLToPath(new URL("leiden.R", import.meta.url));
  const communities = `${edges}.communities`;
  const { stdout, status } = spawnSync("Rscript", [script, edges, String(seed), communities], {
    encoding: "utf8",
  });
  if (status !== 0) return undefined;
  const [given, wall, processor] = stdout.split(" ");
  version = given;
  const label = new Int32Array(new Uint8Array(readFileSync(communities)).buffer);
  return { label, wall: Number(wall), processor: Number(processor) };
}

/** Prints one line, and returns the modularity. */
function show(name: string, network: Network, { label, wall, processor }: Found): number {
  const communities = new Set(label).size;
  const pieces = components(network, (i, j) => label[i] === label[j]).count;
  const quality = modularity(network, label);
  const connected = pieces === communities ? "all connected" : `${pieces - communities} pieces too many`;
  console.log(
    `  ${name.padEnd(8)} ${quality.toFixed(6)}  ${String(communities).padStart(6)} communities, ${connected}  ${wall.toFixed(2)} s (${processor.toFixed(2)} s of the processor)`,
  );
  return quality;
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function compare(name: string, network: Network, edges: string): void {
  console.log(`\n${name}: ${network.n} agents, ${network.edges} edges`);
  const quality = { ours: [] as number[], theirs: [] as number[] };
  const time = { ours: [] as Found[], theirs: [] as Found[] };
  // In turns, so that what else the machine does hits both alike.
  for (let seed = 1; seed <= RUNS; seed++) {
    const theirs = igraph(edges, seed);
    if (theirs) {
      quality.theirs.push(show("igraph", network, theirs));
      time.theirs.push(theirs);
    }
    const found = ours(leiden, network, seed);
    quality.ours.push(show("leiden", network, found));
    time.ours.push(found);
    if (seed < RUNS) continue;
    const again = ours(leiden, network, seed).label;
    console.log(`  same seed, same partition: ${found.label.every((c, i) => c === again[i])}`);
  }
  show("louvain", network, ours(louvain, network, 1));
  if (time.theirs.length === 0) return;
  const share = 100 * (mean(quality.ours) / mean(quality.theirs) - 1);
  const ratio = (key: "wall" | "processor"): string =>
    (middle(time.theirs.map((one) => one[key])) / middle(time.ours.map((one) => one[key]))).toFixed(2);
  console.log(
    `  mean modularity ${share >= 0 ? "+" : ""}${share.toFixed(3)} % of igraph's; ${ratio("wall")} times as fast by the clock, ${ratio("processor")} by the processor (medians)`,
  );
}

const asked = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "leiden-"));
try {
  for (const [key, [name, make]] of Object.entries(cases)) {
    if (asked.length > 0 && !asked.includes(key)) continue;
    const network = make();
    const edges = join(folder, key);
    writeEdges(edges, network);
    compare(name, network, edges);
  }
  console.log(
    version
      ? `\nigraph ${version}`
      : "\nno igraph: Rscript or r-cran-igraph is missing, so there is nothing to compare with",
  );
} finally {
  rmSync(folder, { recursive: true });
}
