// How long exact probabilities, Horvitz–Thompson and Hájek estimates and their variances take on large networks, and how
// the time grows with the network. Run with: npx tsx bench/scale.ts [cases…], such as `curve`, `100k`, `1m`, `clusters`.
import type { Design } from "../designs/Design.ts";
import { bernoulli, cluster, draw } from "../designs/index.ts";
import { estimate, hajek, horvitzThompson } from "../estimators/index.ts";
import { rng } from "../src/core/rng.ts";
import { allTreated } from "../src/exposure/allTreated.ts";
import { anyTreatedNeighbor } from "../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../src/exposure/Exposure.ts";
import { shareTreated } from "../src/exposure/shareTreated.ts";
import { preferentialAttachment } from "../src/network/generators/preferentialAttachment.ts";
import { smallWorld } from "../src/network/generators/smallWorld.ts";
import type { Network } from "../src/network/Network.ts";
import { exposureProbabilities } from "../src/probability/exposureProbabilities.ts";

const neighbors = { direct: ["direct", "none"], spillover: ["indirect", "none"] } as const;
const everybody = { global: ["all", "none"] } as const;
const share = { global: ["treated", "control"] } as const;
type Contrasts = typeof neighbors | typeof everybody | typeof share;

const ring = (n: number): Network => smallWorld({ n, k: 10, rewire: 0.1 }).draw(rng(1));
const hubs = (n: number): Network => preferentialAttachment({ n, m: 5 }).draw(rng(1));

/** Runs of 50 agents along the ring: most neighbours of an agent are in its own cluster. */
const fifties = (n: number): Design =>
  cluster({ clusters: Array.from({ length: n }, (_, i) => Math.floor(i / 50)) });

let network: Network | undefined;
let built = "";
function run(
  name: string,
  make: (n: number) => Network,
  n: number,
  design: Design,
  exposure: Exposure,
  contrasts: Contrasts,
): void {
  if (built !== `${make.name}${n}`) network = make(n);
  built = `${make.name}${n}`;
  const world = network!;
  const plan = draw(design, world, { seed: 1 });
  const outcomes = plan.assignments[0]!.map((arm, i) => arm + (i % 5));
  const start = process.hrtime.bigint();
  const probabilities = exposureProbabilities(world, design, exposure);
  const then = process.hrtime.bigint();
  const rows = estimate({
    plan,
    probabilities,
    outcomes,
    contrasts,
    estimators: [hajek(), horvitzThompson()],
  });
  const end = process.hrtime.bigint();
  const seconds = (a: bigint, b: bigint): string => `${(Number(b - a) / 1e9).toFixed(2)} s`.padStart(9);
  const methods = [...new Set(rows.map((row) => ("varianceMethod" in row ? row.varianceMethod : "none")))];
  console.log(
    `${name.padEnd(42)} ${String(n).padStart(9)} ${seconds(start, then)} ${seconds(then, end)} ${seconds(start, end)}  ${(process.memoryUsage().rss / 2 ** 20).toFixed(0).padStart(6)} MiB  ${methods.join()}`,
  );
}

const wanted = new Set(process.argv.slice(2));
const asked = (name: string): boolean => wanted.size === 0 || wanted.has(name);
console.log(
  "network, design, exposure                     agents      exact estimates     whole      memory  variance",
);
if (asked("curve")) {
  for (const n of [1_000, 10_000, 100_000, 1_000_000])
    run("small world, bernoulli, any-treated", ring, n, bernoulli(), anyTreatedNeighbor(), neighbors);
}
if (asked("100k")) {
  run("small world, bernoulli, any-treated", ring, 100_000, bernoulli(), anyTreatedNeighbor(), neighbors);
  run("preferential, bernoulli, any-treated", hubs, 100_000, bernoulli(), anyTreatedNeighbor(), neighbors);
}
if (asked("1m"))
  run("small world, bernoulli, any-treated", ring, 1_000_000, bernoulli(), anyTreatedNeighbor(), neighbors);
if (asked("hubs"))
  run("preferential, bernoulli, any-treated", hubs, 1_000_000, bernoulli(), anyTreatedNeighbor(), neighbors);
if (asked("clusters")) {
  const n = 1_000_000;
  run("small world, 20,000 clusters, all-treated", ring, n, fifties(n), allTreated(), everybody);
  run(
    "small world, 20,000 clusters, share ≥ 0.75",
    ring,
    n,
    fifties(n),
    shareTreated({ treated: 0.75 }),
    share,
  );
}
