import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Estimate } from "../../estimators/Estimator.ts";
import { estimateFiles } from "../../src/experiment/estimates/estimateFiles.ts";
import { readText } from "../../src/log/files/readText.ts";
import { formatUnits } from "../../src/log/units/formatUnits.ts";
import { panelToUnits } from "../../src/log/units/panelToUnits.ts";

// The estimates of another package on the same files (see examples/krupina/data/README.md). Its numbers have 12 digits.
const data = new URL("../../examples/krupina/data/", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "krupina-"));
const files = {
  network: `${data}network_edges.csv.gz`,
  directed: true,
  influence: "target-to-source" as const,
  agents: `${data}profiles.csv.gz`,
};
const peers = readFileSync(`${data}peer_estimates.csv`, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .map(([seed, period, dim, ht]) => ({ seed: Number(seed), round: Number(period), dim: dim!, ht: ht! }));

/** The units of a seed as a file: of all rounds, or of those asked for. */
async function unitsOf(seed: number, rounds?: readonly number[]): Promise<string> {
  const units = panelToUnits({
    arms: await readText(`${data}seed${seed}/assignment_experiment.csv.gz`),
    outcomes: await readText(`${data}seed${seed}/outcome_experiment.csv.gz`),
    armNames: ["control", "treated"],
  });
  const file = join(folder, `units-${seed}-${rounds?.join("-") ?? "all"}.csv`);
  writeFileSync(
    file,
    formatUnits(units.filter(({ round }) => rounds === undefined || rounds.includes(round!))),
  );
  return file;
}

const within = (found: number, wanted: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));

describe.each([0, 1, 2, 3, 4])("the Krupina experiment, seed %i", (seed) => {
  it("difference in means and Horvitz–Thompson on own treatment equal the peer's in every period", async () => {
    let compared = 0;
    // The chance of treatment by the end of each stage: a person once treated stays treated.
    for (const [chance, rounds] of [
      [0.1, [1, 2]],
      [0.2, [3, 4]],
      [0.5, [5, 6]],
    ] as const) {
      const blocks = await estimateFiles({
        ...files,
        // The last stage reads the whole file, the others what they compare.
        units: await unitsOf(seed, chance === 0.5 ? undefined : rounds),
        design: JSON.stringify({ kind: "bernoulli", probability: chance }),
        exposure: "own-arm",
        contrasts: ["own=treated:control"],
        estimators: ["difference-in-means", "horvitz-thompson"],
        round: "all",
        // The peer took one half in every period, though half of the people are treated in the last alone.
        unlikelyArms: "warn",
      });
      const periods = chance === 0.5 ? [0, 1, 2, 3, 4, 5, 6] : rounds;
      // Behind the periods comes the row of all of them together.
      expect(blocks.map((block) => block.period)).toEqual([...periods.map((t) => `t${t}`), undefined]);
      expect(blocks.map((block) => block.pooled !== undefined)).toEqual([...periods.map(() => false), true]);
      for (const round of rounds) {
        const block = blocks.find(({ period }) => period === `t${round}`)!;
        const [dim, ht] = block.rows as readonly Estimate[];
        const peer = peers.find((row) => row.seed === seed && row.round === round)!;
        within(dim!.estimate, Number(peer.dim));
        within(ht!.estimate, Number(peer.ht));
        expect(dim!.population).toBe(3366);
        compared++;
      }
    }
    expect(compared).toBe(6);
  });
});

it("at t0, when nobody is treated, there is nothing to compare, as for the peer", async () => {
  const blocks = await estimateFiles({
    ...files,
    units: await unitsOf(0),
    design: '{"kind":"bernoulli","probability":0.1}',
    exposure: "own-arm",
    contrasts: ["own=treated:control"],
    estimators: ["difference-in-means"],
    round: "t0",
    unlikelyArms: "warn",
  });
  expect(blocks[0]!.rows[0]).toMatchObject({ because: "no agent is in condition treated" });
  expect(peers.find((row) => row.seed === 0 && row.round === 0)).toMatchObject({ dim: "", ht: "" });
});

it("Hájek effects by neighbour exposure at the last stage come with intervals and say whom they are about", async () => {
  const blocks = await estimateFiles({
    ...files,
    units: await unitsOf(0),
    design: '{"kind":"bernoulli","probability":0.5}',
    exposure: "any-treated",
    contrasts: ["direct=direct:none", "spillover=indirect:none", "total=both:none"],
    estimators: ["hajek"],
    round: "t6",
  });
  const rows = blocks[0]!.rows as readonly Estimate[];
  expect(rows.map((row) => row.contrast)).toEqual(["direct", "spillover", "total"]);
  for (const row of rows) {
    // The least probability of having no treated acquaintance is 2.7e-48.
    expect(row.ci).toBeUndefined();
    expect(row.se).toBeUndefined();
    expect(row.withheld).toMatch(/hardly ever in it \(probabilities from 2\.7e-48.*--floor 0\.01/);
    expect(Math.min(...row.n)).toBeGreaterThan(100);
  }
  // 345 people listen to nobody, so they can be untouched or directly treated, but never reached by a neighbour.
  expect(rows.map((row) => [row.population, row.excluded.length])).toEqual([
    [3366, 0],
    [3021, 345],
    [3021, 345],
  ]);
});
