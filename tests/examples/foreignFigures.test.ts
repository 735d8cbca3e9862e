import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { gameFigures, teamFigures } from "../../examples/foreign-logs/figures.ts";
import { agentsDisagree, avalonGames, govsimSheep, table } from "../../examples/foreign-logs/foreignLogs.ts";

const data = "../shared/data";
const into = mkdtempSync(join(tmpdir(), "spillway-figures-"));
afterAll(() => rmSync(into, { recursive: true }));
const skipped = " (skipped: ../shared/data is not there)";

/** Every number of a file of expected numbers, by its path; sentences are not numbers. */
function leaves(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
}
const expectedOf = (name: string): unknown =>
  JSON.parse(readFileSync(`${data}/${name}/expected.json`, "utf8"));

/** What of the expected numbers is not found, or found otherwise than to the digits that are printed: six, of seconds three. */
function misses(name: string, found: unknown): string[] {
  const had = new Map(leaves(found));
  const wanted = leaves(expectedOf(name));
  expect(wanted.length).toBeGreaterThan(80);
  return wanted.flatMap(([path, value]) => {
    const own = had.get(path);
    return own !== undefined && Math.abs(own - value) <= (path.includes("_seconds/") ? 1e-3 : 0.5000001e-6)
      ? []
      : [`${path}: ${own}, wanted ${value}`];
  });
}

test.skipIf(!existsSync(`${data}/agents-disagree`))(
  `teams of models: every figure, with rank correlations, and win rates from single verdicts${skipped}`,
  async () => {
    const folder = `${data}/agents-disagree`;
    const figures = teamFigures(folder) as Record<string, Record<string, number>>;
    const { systems, rows } = await agentsDisagree(folder);
    const cells = systems.map(({ system, means, sds, tasks }) => {
      const name = system.replace("scale_", "");
      return [
        name,
        {
          ...{ runs: tasks, mean_win_rate: means[0], sd: sds[0] },
          ...{ independent_mean_stored: means[1], independent_mean_2_judges: means[2] },
          independent_mean_3_judges_majority_tie_half: figures.three_judge_means![name],
        },
      ];
    });
    const own = rows.filter(({ score }) => score === "win_rate");
    const contrasts = own.map(({ contrast, g, difference, se, unpairedSe, correlation: r, signs }) => [
      contrast,
      {
        ...{ g, difference, paired_se: se, unpaired_se: unpairedSe, r },
        ...{ tasks_up: signs![0], tasks_equal: signs![1], tasks_down: signs![2] },
      },
    ]);
    const round = (x: number, digits: number): number => Number(x.toFixed(digits));
    const five = figures.spearman_over_5_cells!;
    const published = {
      ...Object.fromEntries(own.map(({ contrast, g }) => [`g_${contrast}`, round(g!, 2)])),
      spearman_readme: round(five.stored_ties_count_as_lost!, 6),
      spearman_paper: round(five.two_judges_ties_half!, 6),
      two_judge_means: [
        ...["diverse_strong_judge_based", "homo_opus_judge_based", "diverse_mixed_judge_based"],
        ...["diverse_strong_simple_vote", "diverse_strong_synthesis"],
      ].map((name) => round(figures.two_judge_means![name]!, 3)),
    };
    const found = {
      ...figures,
      ...{ cells: Object.fromEntries(cells), contrasts: Object.fromEntries(contrasts), published },
    };
    expect(misses("agents-disagree", found)).toEqual([]);
    expect(figures.rates_that_verdicts_do_not_give).toBe(0);
  },
);

test.skipIf(!existsSync(`${data}/avalon`))(`games of hidden roles: every figure${skipped}`, () => {
  expect(misses("avalon", gameFigures(avalonGames(`${data}/avalon`, into), into))).toEqual([]);
});

test.skipIf(!existsSync(`${data}/govsim-sheep`))(
  `five shepherds: every figure, and which of the printed p-values are not exact${skipped}`,
  async () => {
    const wanted = expectedOf("govsim-sheep") as Record<string, Record<string, number>>;
    const pairs = Object.keys(wanted.tests!).map((name) => name.split(" v ") as [string, string]);
    const { runs, blocks, counts } = await govsimSheep(`${data}/govsim-sheep`, pairs);
    const rounds: Record<string, number[]> = {};
    for (const one of table(`${data}/govsim-sheep/runs.csv`))
      rounds[one.arm!] = [...(rounds[one.arm!] ?? []), Number(one.rounds)];
    const of = (list: typeof runs, contrast: string, score: string) =>
      list.rows.find((row) => row.contrast === contrast && row.score === score)!;
    const tests = Object.fromEntries(
      pairs.map(([first, second]) => {
        const name = `${first} v ${second}`;
        const { ranks, count } = of(runs, name, "rounds");
        return [
          name,
          {
            ...{
              p_exact_two_sided: ranks!.p,
              arrangements_as_extreme: ranks!.asExtreme,
              arrangements: count,
            },
            ...{ U_first_over_second: ranks!.u, rank_biserial: ranks!.rankBiserial },
            fisher_survival: of(runs, name, "survived").fisher,
            sign_flip_by_seed: of(blocks, name, "rounds").p,
          },
        ];
      }),
    );
    const numbers = Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, Number(value)]));
    const found = {
      ...numbers,
      rounds_by_seed_42_123_456_789_1024: rounds,
      mean_rounds: Object.fromEntries(runs.systems.map(({ system, means }) => [system, means[0]])),
      survived: Object.fromEntries(runs.systems.map(({ system, means }) => [system, 5 * means[1]!])),
      wanted_differs_from_collected: numbers,
      tests,
    };
    const others = misses("govsim-sheep", found);
    // What was printed is no figure of ours: all of it is compared below.
    expect(others.filter((line) => !line.startsWith("/published/"))).toEqual([]);
    const differ = Object.entries(wanted.published!).filter(([name, printed]) => {
      const plain = name.replace(/^(rank_biserial|fisher) /, "");
      const test = tests[plain]!;
      const own = name.startsWith("rank")
        ? test.rank_biserial
        : name.startsWith("fisher")
          ? test.fisher_survival
          : test.p_exact_two_sided;
      return Math.abs(own! - printed) > 0.0005;
    });
    expect(differ.map(([name]) => name)).toEqual([
      "soft_plus_universalization v baseline",
      "soft_advisory v universalization_only",
      "raw_math v baseline",
      "soft_advisory v raw_math",
      "universalization_only v raw_math",
    ]);
  },
);
