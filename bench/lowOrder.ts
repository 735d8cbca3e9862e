// SNIPE on the small worlds of Ugander and Yin (2023): relative bias and relative standard deviation of the global effect over drawn assignments, beside what the design predicts.
// Their data are read from a folder that is no part of the repository; effects of own treatment and of the share of neighbours treated are half of the global effect each.
// Run with: npx tsx bench/lowOrder.ts [SW96] [order] [probability] [assignments] [folder]
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bernoulli } from "../designs/index.ts";
import { answer } from "../estimators/answer.ts";
import { snipeError } from "../estimators/global/snipeError.ts";
import { snipe } from "../estimators/snipe.ts";
import { rng } from "../src/core/rng.ts";
import { ownArm } from "../src/exposure/ownArm.ts";
import { fromEdges } from "../src/network/fromEdges.ts";
import { degree } from "../src/network/Network.ts";
import { exposureProbabilities } from "../src/probability/exposureProbabilities.ts";

const [name = "SW96", order = "1", probability = "0.5", draws = "200", folder = "../shared/data/rgcr"] =
  process.argv.slice(2);

const lines = (file: string): number[][] =>
  gunzipSync(readFileSync(`${folder}/${file}.txt.gz`))
    .toString()
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.trim().split(/\s+/).map(Number));

const network = fromEdges(lines(name).map(([a, b]) => [String(a), String(b)] as const));
const { n } = network;
const noise = lines(`${name}-response`);
const mean = (2 * network.edges) / n;
const control = Float64Array.from({ length: n }, (_, i) => {
  const [h, e] = noise[Number(network.ids[i])]!;
  return ((1 + 0.5 * h! + 0.1 * e!) * degree(network, i)) / mean;
});
const scale = 1 / (control.reduce((sum, y) => sum + y, 0) / n);
const design = bernoulli({ probability: Number(probability) });
const law = design.law(network);
const probabilities = exposureProbabilities(network, design, ownArm(), { law });
const observed = new Uint8Array(n).fill(1);
const estimator = snipe({ order: Number(order) });
const found: number[] = [];
let covered = 0;
for (let k = 0; k < Number(draws); k++) {
  const arms = law.draw(rng(`low order ${k}`));
  const outcome = control.map((y, i) => {
    const near = network.sources.subarray(network.offsets[i]!, network.offsets[i + 1]!);
    const share = near.length === 0 ? arms[i]! : near.reduce((sum, j) => sum + arms[j]!, 0) / near.length;
    return y * (1 + scale * (0.5 * arms[i]! + 0.5 * share));
  });
  const world = { probabilities, arms, condition: arms, observed, outcome, confidence: 0.95 };
  const row = answer(
    estimator,
    { probabilities, worlds: [world], confidence: 0.95 },
    { kind: "global", name: "gate" },
  );
  if (!("estimate" in row)) throw new Error(JSON.stringify(row));
  found.push(row.estimate);
  if (row.ci && row.ci[0] <= 1 && row.ci[1] >= 1) covered++;
}
const predicted = snipeError(network, law, Number(order));
const outcomeMean = control.reduce((sum, y) => sum + y, 0) / n;
const outcomeSpread = Math.sqrt(control.reduce((sum, y) => sum + (y - outcomeMean) ** 2, 0) / (n - 1));
const average = found.reduce((a, b) => a + b, 0) / found.length;
const deviation = Math.sqrt(found.reduce((sum, x) => sum + (x - average) ** 2, 0) / (found.length - 1));
console.log(
  [
    `${name}, n = ${n}, order ${order}, p = ${probability}, ${draws} assignments`,
    `relative bias ${(average - 1).toFixed(4)} (its standard error ${(deviation / Math.sqrt(found.length)).toFixed(4)}), relative standard deviation ${deviation.toFixed(4)}`,
    `intervals contain the effect in ${covered} of ${draws}; predicted for outcomes under control: ${Math.hypot(predicted.level * outcomeMean, predicted.spread * outcomeSpread).toFixed(4)}`,
  ].join("\n"),
);
