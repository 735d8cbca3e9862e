// Reproduction of Ugander and Yin (2023): the variance of the Horvitz–Thompson estimator of the global effect on their small
// worlds, when the design mixes K random clusterings, and when it draws a clustering anew each time ("limit"). Their data are
// read from a folder that is no part of the repository. One process for each method.
// Run with: npx tsx bench/rgcr.ts [SW32] [3-net,1-hop-max] [most clusterings] [random|earliest] [folder]
// or: npx tsx bench/rgcr.ts SW96 3-net limit random ../shared/data/rgcr [clusterings for chances] [for moments]
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { clusteringsOf } from "../designs/methods/clusteringsOf.ts";
import { rng } from "../src/core/rng.ts";
import type { Clustering, ClusteringMethod } from "../src/network/clusters/clusteringInOrder.ts";
import { fromEdges } from "../src/network/fromEdges.ts";
import { degree, type Network } from "../src/network/Network.ts";
import { incidenceSets } from "../src/probability/laws/incidenceSets.ts";
import { allOrNoneMoments } from "./moments/allOrNoneMoments.ts";
import { mixtureVariance, type SumMoment } from "./moments/mixtureVariance.ts";

const [
  name = "SW32",
  methods = "3-net,1-hop-max",
  most = "10000",
  ties = "random",
  folder = "../shared/data/rgcr",
  chancesFrom = "20000",
  momentsFrom = "3000",
] = process.argv.slice(2);
const P = 0.5;
/** P to the 0th, 1st, … power: nobody has more neighbours. */
const POWERS = Float64Array.from({ length: 1000 }, (_, s) => P ** s);

/** Variances that the authors print: medians over batches, with random ties. */
const PUBLISHED: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  "SW32 3-net": { 1: 573.66, 10: 56.198, 100: 14.572, 1000: 4.585, 10000: 4.255 },
  "SW32 1-hop-max": { 1: 920597, 10: 29920, 100: 11.171, 1000: 3.1, 10000: 2.975 },
};

/** Variances that the authors print for the most clusterings: 100,000, or 128 for each agent. */
const LIMITS: Readonly<Record<string, number>> = {
  "SW16 3-net": 30.5932,
  "SW32 3-net": 4.23,
  "SW32 1-hop-max": 2.962,
};

/** How many batches of K clusterings. */
const BATCHES: Readonly<Record<number, number>> = { 1: 300, 10: 60, 100: 12, 1000: 1, 10000: 1 };

function lines(file: string): number[][] {
  const text = gunzipSync(readFileSync(`${folder}/${file}.txt.gz`)).toString();
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.trim().split(/\s+/).map(Number));
}

/** Outcomes of everybody under full treatment and under full control. */
function outcomesOn(network: Network): readonly [Float64Array, Float64Array] {
  const { n } = network;
  const mean = (2 * network.edges) / n;
  const noise = lines(`${name}-response`);
  const control = Float64Array.from({ length: n }, (_, i) => {
    const [h, e] = noise[Number(network.ids[i])]!;
    return ((1 + 0.5 * h! + 0.1 * e!) * degree(network, i)) / mean;
  });
  const average = control.reduce((total, y) => total + y, 0) / n;
  return [control.map((y) => y * (1 + 1 / average)), control];
}

interface World {
  readonly network: Network;
  readonly outcomes: readonly [Float64Array, Float64Array];
  /** The m-th clustering. */
  readonly clustering: (m: number) => Clustering;
}

/** Chance of each agent to be in either condition, under the uniform mixture of clusterings first … first + count − 1. */
function chancesUnder({ network, clustering }: World, first: number, count: number): Float64Array {
  const around = incidenceSets(network);
  const chance = new Float64Array(network.n);
  for (let m = first; m < first + count; m++) {
    const { offsets } = around(clustering(m).cluster);
    for (let i = 0; i < network.n; i++) chance[i]! += POWERS[offsets[i + 1]! - offsets[i]!]! / count;
  }
  return chance;
}

interface Moments extends SumMoment {
  /** Standard error of the variance over the clusterings that it averages. */
  readonly error: number;
}

/** Moments of the estimator under the uniform mixture of some clusterings, with weights from these chances. */
function momentsUnder(world: World, chance: Float64Array, first: number, count: number): Moments {
  const { network, outcomes, clustering } = world;
  const around = incidenceSets(network);
  const population = Array.from({ length: network.n }, (_, i) => i);
  const single: SumMoment[] = [];
  function* parts(): Generator<{ weight: number; moments: (a: Float64Array, b: Float64Array) => SumMoment }> {
    for (let m = first; m < first + count; m++) {
      const { cluster, clusters } = clustering(m);
      const moments = (a: Float64Array, b: Float64Array): SumMoment => {
        single.push(allOrNoneMoments(around(cluster), clusters, P, [a, b]));
        return single.at(-1)!;
      };
      yield { weight: 1 / count, moments };
    }
  }
  // Both conditions have the same chances when coins are fair.
  const { mean, variance } = mixtureVariance({ population, outcomes, chances: [chance, chance] }, parts());
  const spread = single.reduce(
    (total, one) => total + (one.variance + (one.mean - mean) ** 2 - variance) ** 2,
    0,
  );
  return { mean, variance, error: Math.sqrt(spread) / count };
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.round((values.length - 1) / 2)]!;

/** Standard error of a median of independent values, by resampling them. */
function medianError(values: readonly number[]): number {
  const stream = rng("median");
  const medians = Array.from({ length: 400 }, () =>
    middle(values.map(() => values[stream.integer(values.length)]!)),
  );
  const mean = medians.reduce((a, b) => a + b, 0) / medians.length;
  return Math.sqrt(medians.reduce((a, b) => a + (b - mean) ** 2, 0) / medians.length);
}

function seconds(start: bigint): string {
  return (Number(process.hrtime.bigint() - start) / 1e9).toFixed(1);
}

function series(world: World, method: string): void {
  for (let count = 1; count <= Number(most); count *= 10) {
    const start = process.hrtime.bigint();
    const found = Array.from({ length: BATCHES[count] ?? 1 }, (_, batch) =>
      momentsUnder(world, chancesUnder(world, batch * count, count), batch * count, count),
    );
    const values = found.map(({ variance }) => variance);
    // Of few batches the spread says nothing; the error is then that over the clusterings, with their chances given.
    const error = found.length > 2 ? medianError(values) : found[0]!.error / Math.sqrt(found.length);
    const published = ties === "random" ? (PUBLISHED[`${name} ${method}`]?.[count] ?? "–") : "–";
    console.log(
      `${name} ${method} K = ${count}: ${middle(values).toPrecision(5)} ± ${error.toPrecision(2)} (median of ${found.length}), published ${published}; ${seconds(start)} s`,
    );
  }
}

function limit(world: World, method: string): void {
  const start = process.hrtime.bigint();
  const chance = chancesUnder(world, 0, Number(chancesFrom));
  const { variance, error, mean } = momentsUnder(world, chance, Number(chancesFrom), Number(momentsFrom));
  console.log(
    `${name} ${method} a clustering for each assignment: ${variance.toPrecision(5)} ± ${error.toPrecision(2)}, published ${LIMITS[`${name} ${method}`] ?? "–"}; mean ${mean.toPrecision(5)}; chances from ${chancesFrom} clusterings, moments from ${momentsFrom} others; ${seconds(start)} s`,
  );
}

function study(method: string): void {
  const network = fromEdges(lines(name).map(([a, b]) => [String(a), String(b)] as const));
  const settings = {
    method: method as ClusteringMethod,
    weights: "uniform",
    ties: ties as "random",
  } as const;
  const family = clusteringsOf(network, settings);
  const stream = rng(1).fork(method);
  const world = {
    network,
    outcomes: outcomesOn(network),
    clustering: (m: number): Clustering => family.draw(stream.fork(m)),
  };
  if (most === "limit") limit(world, method);
  else series(world, method);
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  console.log(`${name} ${method}: ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of a processor`);
}

const list = methods.split(",");
if (!existsSync(`${folder}/${name}.txt.gz`))
  console.log(
    `bench/rgcr: there is no ${folder}/${name}.txt.gz, so there is nothing to compare with: skipped`,
  );
else if (list.length === 1) study(methods);
else {
  const start = process.hrtime.bigint();
  await Promise.all(
    list.map((method) => {
      const rest = [name, method, most, ties, folder, chancesFrom, momentsFrom];
      const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...rest], {
        stdio: "inherit",
      });
      return new Promise((done) => child.once("exit", done));
    }),
  );
  console.log(`all: ${seconds(start)} s`);
}
