// How often intervals of variances among persons and situations contain the true value:
//   npx tsx examples/person-and-situation/coverageOfVariances.ts [draws] [--write]
// 2,000 draws of each row take about four minutes. --write puts the table into docs/person-and-situation.md.
import { readFileSync, writeFileSync } from "node:fs";
import { type Rng, rng } from "spillway";
import { type FactorialRecord, personSituation } from "spillway/measures";

interface Setting {
  readonly words: string;
  readonly levels: "fixed" | "random";
  readonly persons: number;
  readonly situations: number;
  /** Worlds of a cell, by its number. */
  readonly worlds: (cell: number) => number;
  /** Standard deviations of persons, situations, and both together. */
  readonly sd: readonly [number, number, number];
  /** Of a world in its cell, by the number of the cell; none for outcomes that are 0 or 1. */
  readonly noise?: (cell: number) => number;
  /** Standard deviation of what the worlds of one name have in common. */
  readonly paired?: number;
}

const usual = { persons: 4, situations: 5, worlds: () => 3, sd: [1, 0.7, 0.5], noise: () => 1 } as const;
const SETTINGS: readonly Setting[] = [
  { ...usual, levels: "fixed", words: "4 × 5, 3 worlds, all effects" },
  {
    ...usual,
    levels: "fixed",
    words: "3 × 3, 2 worlds, all effects",
    persons: 3,
    situations: 3,
    worlds: () => 2,
  },
  { ...usual, levels: "fixed", words: "4 × 5, 3 worlds, small effects", sd: [0.3, 0.2, 0.2] },
  { ...usual, levels: "fixed", words: "4 × 5, 3 worlds, none", sd: [0, 0, 0] },
  { ...usual, levels: "fixed", words: "4 × 5, 2 to 5 worlds", worlds: (cell) => 2 + (cell % 4) },
  {
    ...usual,
    levels: "fixed",
    words: "4 × 5, 4 worlds, errors 1 to 2",
    worlds: () => 4,
    noise: (cell) => 1 + (cell % 5) / 4,
  },
  { ...usual, levels: "fixed", words: "4 × 5, 3 paired worlds", paired: 1 },
  {
    levels: "fixed",
    words: "4 × 5, 10 worlds, outcomes 0 or 1",
    persons: 4,
    situations: 5,
    worlds: () => 10,
    sd: [0.15, 0.1, 0.1],
  },
  { ...usual, levels: "random", words: "5 × 6, 3 worlds, all effects", persons: 5, situations: 6 },
  {
    ...usual,
    levels: "random",
    words: "3 × 4, 2 worlds, all effects",
    persons: 3,
    situations: 4,
    worlds: () => 2,
  },
  { ...usual, levels: "random", words: "5 × 6, 3 worlds, none", persons: 5, situations: 6, sd: [0, 0, 0] },
  {
    ...usual,
    levels: "random",
    words: "5 × 6, 2 to 5 worlds",
    persons: 5,
    situations: 6,
    worlds: (cell) => 2 + (cell % 4),
  },
  { ...usual, levels: "random", words: "5 × 6, 3 paired worlds", persons: 5, situations: 6, paired: 1 },
];

/** Shares of intervals that contain the true value. */
export interface CoverageRow {
  readonly setting: string;
  readonly levels: string;
  /** Of persons, situations, persons × situations, and of persons' Shapley value. */
  readonly covered: readonly number[];
}

/** A normal number (Box and Muller 1958). */
const normal = (stream: Rng): number =>
  Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());

const square = (values: readonly number[]): number =>
  values.reduce((all, value) => all + value * value, 0) / values.length;

/** One setting, drawn so many times. Fixed levels keep their true means in all draws; random ones are drawn anew. */
export function coverageRow(setting: Setting, draws: number): CoverageRow {
  const { words, levels, persons, situations, worlds, sd, noise, paired } = setting;
  const stream = rng(1).fork(levels).fork(words);
  const several = (count: number, by: number): number[] =>
    Array.from({ length: count }, () => by * normal(stream));
  const effects = (): { p: number[]; s: number[]; ps: number[] } => ({
    p: several(persons, sd[0]),
    s: several(situations, sd[1]),
    ps: several(persons * situations, sd[2]),
  });
  const kept = effects();
  const held = [0, 0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const { p, s, ps } = levels === "fixed" ? kept : effects();
    const mean = (i: number, j: number): number => {
      const value = p[i]! + s[j]! + ps[i * situations + j]!;
      return noise ? value : Math.min(0.98, Math.max(0.02, 0.5 + value));
    };
    const common = several(20, paired ?? 0);
    const records: FactorialRecord[] = [];
    for (let i = 0; i < persons; i++)
      for (let j = 0; j < situations; j++) {
        const cell = i * situations + j;
        for (let w = 0; w < worlds(cell); w++) {
          const about = mean(i, j);
          const value = noise
            ? about + (common[w] ?? 0) + noise(cell) * normal(stream)
            : Number(stream.uniform() < about);
          records.push({ levels: [`${i}`, `${j}`], world: w, value });
        }
      }
    const found = personSituation(
      { factors: ["person", "situation"], records, worlds: paired ? "paired" : "within" },
      { levels },
    );
    const truth = levels === "fixed" ? trueVariances(persons, situations, mean) : sd.map((one) => one * one);
    const wanted = [...truth, truth[0]! + truth[2]! / 2];
    for (const [k, value] of wanted.entries()) {
      const [low, high] = found.rows[k]!.ci!;
      if (low <= value + 1e-12 && value <= high + 1e-12) held[k]!++;
    }
  }
  return { setting: words, levels, covered: held.map((count) => count / draws) };
}

/** Variances among the true means of cells. */
function trueVariances(
  persons: number,
  situations: number,
  mean: (i: number, j: number) => number,
): number[] {
  const [is, js] = [persons, situations].map((count) => Array.from({ length: count }, (_, k) => k)) as [
    number[],
    number[],
  ];
  const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [ofP, ofS] = [
    is.map((i) => average(js.map((j) => mean(i, j)))),
    js.map((j) => average(is.map((i) => mean(i, j)))),
  ];
  const all = average(ofP);
  return [
    square(ofP.map((one) => one - all)),
    square(ofS.map((one) => one - all)),
    square(is.flatMap((i) => js.map((j) => mean(i, j) - ofP[i]! - ofS[j]! + all))),
  ];
}

function table(rows: readonly CoverageRow[]): string {
  return [
    "| levels | study | persons | situations | persons × situations | Shapley value of persons |",
    "|---|---|---|---|---|---|",
    ...rows.map(
      ({ setting, levels, covered }) =>
        `| ${levels} | ${setting} | ${covered.map((share) => share.toFixed(3)).join(" | ")} |`,
    ),
  ].join("\n");
}

if (process.argv[1]?.endsWith("coverageOfVariances.ts")) {
  const draws = Number(process.argv.find((one) => /^\d+$/.test(one)) ?? 2000);
  const made = table(SETTINGS.map((setting) => coverageRow(setting, draws)));
  console.log(made);
  if (process.argv.includes("--write")) {
    const path = "docs/person-and-situation.md";
    const page = readFileSync(path, "utf8");
    const marks =
      /(<!-- written by examples\/person-and-situation\/coverageOfVariances\.ts -->\n\n)[\s\S]*?(\n\n<!-- end -->)/;
    writeFileSync(
      path,
      page.replace(marks, (_, before, after) => `${before}${made}${after}`),
    );
  }
}
