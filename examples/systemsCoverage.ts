// How often intervals of spillway compare hold the true difference, alone and all at once, and how often p-values reject what is true: three systems against
// a baseline. Writes the table of docs/compare-systems.md between its marks: npx tsx examples/systemsCoverage.ts
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { rng } from "../src/core/rng.ts";
import { compareSystems, type ScoreRow } from "../src/entries/studies.ts";

const WORLDS = 400;
const SYSTEMS = ["a", "b", "c", "d"];

type Stream = ReturnType<typeof rng>;
/** Scores of the four systems on one task of one cluster; the truth is 0 everywhere. */
type Scores = (random: Stream, hardness: number) => readonly number[];

const normal = (random: Stream): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

const kinds: readonly {
  readonly name: string;
  readonly scores: Scores;
  readonly clusters?: number;
  readonly team?: number;
}[] = [
  { name: "normal", scores: (random, hard) => SYSTEMS.map(() => hard + normal(random)) },
  {
    name: "right or wrong",
    scores: (random, hard) => SYSTEMS.map(() => (random.uniform() < 1 / (1 + Math.exp(-hard)) ? 1 : 0)),
  },
  { name: "skewed", scores: (random, hard) => SYSTEMS.map(() => Math.exp(hard / 2 + normal(random))) },
  {
    name: "normal, 3 agents a team",
    team: 3,
    scores: (random, hard) => SYSTEMS.map(() => hard + normal(random)),
  },
];

/** What one kind of scores gives. */
function cell(k: number, tasks: number): readonly number[] {
  const { scores, team = 1 } = kinds[k]!;
  let [single, together, rejected, corrected] = [0, 0, 0, 0];
  let rows = 0;
  let worlds = 0;
  for (let w = 0; w < WORLDS; w++) {
    const random = rng(1).fork(`${k}/${tasks}/${w}`);
    const table = Array.from({ length: tasks }, (_, t) => {
      const hard = 1.5 * normal(random);
      return scores(random, hard).flatMap((value, s): ScoreRow[] =>
        Array.from({ length: team }, () => ({
          system: SYSTEMS[s]!,
          task: `t${t}`,
          values: [team === 1 ? value : value + normal(random)],
        })),
      );
    }).flat();
    const found = compareSystems({ scores: ["score"], rows: table }, { baseline: "a", seed: w }).rows;
    for (const { ci, p } of found) {
      rows++;
      if (ci === undefined || (ci[0] <= 0 && 0 <= ci[1])) single++;
      if (p! <= 0.05) rejected++;
    }
    worlds++;
    if (
      found.every(
        ({ simultaneous }) => simultaneous === undefined || (simultaneous[0] <= 0 && 0 <= simultaneous[1]),
      )
    )
      together++;
    if (found.some(({ adjusted }) => adjusted! <= 0.05)) corrected++;
  }
  return [single / rows, together / worlds, rejected / rows, corrected / worlds];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const lines = kinds.flatMap(({ name }, k) =>
    [6, 12, 30].map(
      (tasks) =>
        `| ${name} | ${tasks} | ${cell(k, tasks)
          .map((share) => share.toFixed(3))
          .join(" | ")} |`,
    ),
  );
  const page = "docs/compare-systems.md";
  const mark = "<!-- written by examples/systemsCoverage.ts -->";
  const text = readFileSync(page, "utf8");
  const [before, , after] = text.split(mark);
  const head =
    "| scores | tasks | interval holds | all three hold at once | p ≤ 0.05 | any Holm p ≤ 0.05 |\n|---|---|---|---|---|---|";
  writeFileSync(page, [before, `\n\n${head}\n${lines.join("\n")}\n\n`, after].join(mark));
}
