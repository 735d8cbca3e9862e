// The size and the power of the test of emergence, beside those of surrogates of one run:
//   npx tsx examples/emergence/emergenceTable.ts [groups] [--write]
// 2,000 groups of 10 agents for each family take about four minutes. --write puts the table into docs/measures/emergence.md.
import { readFileSync, writeFileSync } from "node:fs";
import { type Rng, rng } from "spillway";
import { emergence } from "spillway/measures";
import { drawGuessers, type Family, playGuessers } from "./playGuessers.ts";

const FAMILIES: readonly (readonly [Family, string])[] = [
  ["independent", "independent integrators"],
  ["persona-offset", "persona offsets"],
  ["unequal-rates", "unequal learning rates (0.1 to 5)"],
  ["complementary", "complementary partners"],
];

const CONTROLS = 20;
const SURROGATES = 19;

/** Shares of groups in which each test finds emergence at 0.05. */
export interface EmergenceRow {
  readonly family: string;
  readonly groups: number;
  readonly controls: number;
  readonly timeShift: number;
  readonly rowShuffle: number;
}

/** Each agent's series shifted by its own number of rounds, round the end. */
function timeShift(run: readonly (readonly number[])[], stream: Rng): number[][] {
  return run.map((one) => {
    const by = 1 + stream.integer(one.length - 1);
    return one.map((_, t) => one[(t + by) % one.length]!);
  });
}

/** In every round who said what is shuffled. */
function rowShuffle(run: readonly (readonly number[])[], stream: Rng): number[][] {
  const shuffled = run.map((one) => [...one]);
  for (const t of run[0]!.keys())
    for (let i = run.length - 1; i > 0; i--) {
      const j = stream.integer(i + 1);
      [shuffled[i]![t], shuffled[j]![t]] = [shuffled[j]![t]!, shuffled[i]![t]!];
    }
  return shuffled;
}

/** Plays groups of a family, and tests each. */
export function emergenceRow(family: Family, name: string, groups: number): EmergenceRow {
  const found = { controls: 0, timeShift: 0, rowShuffle: 0 };
  for (let g = 0; g < groups; g++) {
    const stream = rng("emergence").fork(family).fork(g);
    const guessers = drawGuessers(family, stream.fork("agents"));
    const group = playGuessers(guessers, true, stream.fork("group"));
    const controls = Array.from({ length: CONTROLS }, (_, k) =>
      playGuessers(guessers, false, stream.fork("controls").fork(k)),
    );
    if (emergence(group, { controls }).p! <= 0.05) found.controls++;
    for (const [test, surrogate] of [
      ["timeShift", timeShift],
      ["rowShuffle", rowShuffle],
    ] as const) {
      const made = Array.from({ length: SURROGATES }, (_, k) => surrogate(group, stream.fork(test).fork(k)));
      if (emergence(group, { controls: made, states: "levels" }).p! <= 0.05) found[test]++;
    }
  }
  const share = (count: number): number => count / groups;
  return {
    family: name,
    groups,
    controls: share(found.controls),
    timeShift: share(found.timeShift),
    rowShuffle: share(found.rowShuffle),
  };
}

function table(rows: readonly EmergenceRow[]): string {
  return [
    "| agents | groups | control worlds | time shift | row shuffle |",
    "|---|---|---|---|---|",
    ...rows.map(
      ({ family, groups, controls, timeShift, rowShuffle }) =>
        `| ${family} | ${groups.toLocaleString("en-US")} | ${controls.toFixed(3)} | ${timeShift.toFixed(3)} | ${rowShuffle.toFixed(3)} |`,
    ),
  ].join("\n");
}

if (process.argv[1]?.endsWith("emergenceTable.ts")) {
  const groups = Number(process.argv.find((one) => /^\d+$/.test(one)) ?? 2000);
  const made = table(FAMILIES.map(([family, name]) => emergenceRow(family, name, groups)));
  console.log(made);
  if (process.argv.includes("--write")) {
    const path = "docs/measures/emergence.md";
    const page = readFileSync(path, "utf8");
    const marks =
      /(<!-- written by examples\/emergence\/emergenceTable\.ts -->\n\n)[\s\S]*?(\n\n<!-- end -->)/;
    writeFileSync(
      path,
      page.replace(marks, (_, before, after) => `${before}${made}${after}`),
    );
  }
}
