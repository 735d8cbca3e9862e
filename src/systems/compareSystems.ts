import { adjustP } from "../../estimators/hypotheses/adjustP.ts";
import { present } from "../core/present.ts";
import { rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { pairedDifference } from "./pairedDifference.ts";
import type { ScoreTable } from "./ScoreTable.ts";
import type { DifferenceWithParts, SystemDifference } from "./SystemDifference.ts";
import { meanOf, type ScoreCell, scoreCells } from "./scoreCells.ts";
import { simultaneousWidths } from "./simultaneousWidths.ts";
import { unpairedDifference } from "./unpairedDifference.ts";

export interface CompareSystemsOptions {
  /** Which systems, first minus second. Default: all others against the baseline, or all pairs. */
  readonly contrasts?: readonly { readonly name: string; readonly first: string; readonly second: string }[];
  /** The system that all others are compared with. */
  readonly baseline?: string;
  /** Whether runs of the same task and repetition are pairs. Default true; false: whole runs are compared, as of separate experiments. */
  readonly paired?: boolean;
  /** What counts as independent: tasks, or repetitions over all tasks (agents that remember from task to task). Default task. */
  readonly unit?: "task" | "repetition";
  /** Whether which run got which system was drawn at random. Default false: nothing was. */
  readonly drawn?: boolean;
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Seed of drawn signs and splits, where there are too many to count. Default 1. */
  readonly seed?: string | number;
}

/** Systems, compared by their scores. */
export interface SystemComparison {
  readonly systems: readonly {
    readonly system: string;
    readonly tasks: number;
    readonly runs: number;
    readonly rows: number;
    /** Mean of each score over tasks; undefined where none is known. */
    readonly means: readonly (number | undefined)[];
    /** Standard deviation of each score between tasks; undefined where fewer than two are known. */
    readonly sds: readonly (number | undefined)[];
  }[];
  readonly scores: readonly string[];
  readonly confidence: number;
  readonly rows: readonly SystemDifference[];
  readonly notes: readonly string[];
}

/** Pairs of systems that are compared where nobody says which, at most. */
const MOST_PAIRS = 45;

/**
 * Compares systems (models, teams, prompts) over tasks and repetitions: for each pair of systems and each score the mean difference over tasks, its error with tasks as units, the
 * exact p-value of all signs, an interval that holds for all rows at once, and p by Holm's method over all rows. Agents of a team hear one another, so what they got on a task is one run.
 *
 * Cost: linear in the rows, and for each comparison at most 2^17 sums or 9,999 draws.
 *
 * @throws SpillwayError for fewer than two systems, a system that is not there, and a table without scores.
 */
export function compareSystems(table: ScoreTable, options: CompareSystemsOptions = {}): SystemComparison {
  wantArgument("compareSystems", "a table of scores", table, { fields: ["scores", "rows"] });
  wantArgument("compareSystems", "options", options);
  const { paired = true, unit = "task", drawn = false, confidence = 0.95, seed = 1 } = options;
  if (!(confidence > 0 && confidence < 1))
    throw new SpillwayError(`compare: confidence must be between 0 and 1, got ${shown(confidence)}`);
  const { scores } = table;
  if (!Array.isArray(scores) || !Array.isArray(table.rows))
    throw new SpillwayError("compareSystems: wanted scores and rows as lists");
  if (scores.length === 0 || table.rows.length === 0)
    throw new SpillwayError(
      `compare: wanted rows with at least one score, got ${table.rows.length} rows of ${scores.length} scores`,
    );
  if (unit === "repetition" && paired && table.rows.some(({ repetition }) => repetition === undefined))
    throw new SpillwayError(
      "compare: repetitions cannot be the units, because some rows have none: name their column with --repetition",
    );
  const cells = scoreCells(table);
  const root = rng(seed).fork("compare");
  const parts = pairsWanted([...cells.keys()], options).flatMap(({ name, first, second }) =>
    scores.map((score, k): DifferenceWithParts => {
      const request = {
        ...{ head: { contrast: name, first, second, score }, score: k, drawn, confidence },
        first: cells.get(first)!,
        second: cells.get(second)!,
        random: root.fork(name).fork(score),
      };
      return paired ? pairedDifference({ ...request, unit }) : unpairedDifference(request);
    }),
  );
  const tested = parts.flatMap(({ row }, k) => (row.p === undefined ? [] : [k]));
  const adjusted = new Map(
    adjustP(
      tested.map((k) => parts[k]!.row.p!),
      "holm",
    ).map((p, j) => [tested[j]!, p]),
  );
  const widths = simultaneousWidths(parts, confidence, root.fork("simultaneous"));
  const rows = parts.map(({ row }, k): SystemDifference => {
    const half = widths[k];
    return {
      ...row,
      ...present({ adjusted: adjusted.get(k) }),
      ...(half === undefined || row.difference === undefined
        ? {}
        : { simultaneous: [row.difference - half, row.difference + half] as const }),
    };
  });
  return {
    systems: [...cells].map(([system, own]) => ({
      system,
      tasks: new Set([...own.values()].map(({ task }) => task)).size,
      runs: own.size,
      rows: [...own.values()].reduce((total, cell) => total + cell.rows, 0),
      ...overTasks(own, scores.length),
    })),
    scores,
    confidence,
    rows,
    notes: notesOf(table, cells),
  };
}

/** Mean and spread between tasks of each score. */
function overTasks(
  cells: ReadonlyMap<string, ScoreCell>,
  scores: number,
): Pick<SystemComparison["systems"][number], "means" | "sds"> {
  const lists = Array.from({ length: scores }, (_, k) => {
    const tasks = new Map<string, number[]>();
    for (const { task, values } of cells.values())
      if (values[k] !== undefined) tasks.set(task, [...(tasks.get(task) ?? []), values[k]]);
    return [...tasks.values()].map((own) => meanOf(own)!);
  });
  const means = lists.map((list) => meanOf(list));
  const sds = lists.map((list, k) =>
    list.length < 2
      ? undefined
      : Math.sqrt(list.reduce((total, one) => total + (one - means[k]!) ** 2, 0) / (list.length - 1)),
  );
  return { means, sds };
}

function pairsWanted(
  systems: readonly string[],
  { contrasts, baseline }: CompareSystemsOptions,
): NonNullable<CompareSystemsOptions["contrasts"]> {
  if (systems.length < 2)
    throw new SpillwayError(
      `compare: wanted at least two systems, and all rows are of ${shown(systems[0])}: name the field that tells them apart with --system`,
    );
  const known = (system: string, where: string): void => {
    if (!systems.includes(system))
      throw new SpillwayError(
        `compare: ${where} there is no system ${shown(system)}${suggest(system, systems)}`,
      );
  };
  if (contrasts !== undefined && contrasts.length > 0) {
    const names = new Set<string>();
    for (const { name, first, second } of contrasts) {
      known(first, `of contrast ${shown(name)}`);
      known(second, `of contrast ${shown(name)}`);
      if (first === second)
        throw new SpillwayError(`compare: contrast ${shown(name)} is of ${shown(first)} with itself`);
      if (names.has(name)) throw new SpillwayError(`compare: contrast ${shown(name)} is named twice`);
      names.add(name);
    }
    return contrasts;
  }
  const named = (first: string, second: string) => ({ name: `${first} − ${second}`, first, second });
  if (baseline !== undefined) {
    known(baseline, "as baseline");
    return systems.filter((one) => one !== baseline).map((one) => named(one, baseline));
  }
  const pairs = systems.flatMap((second, k) => systems.slice(k + 1).map((first) => named(first, second)));
  if (pairs.length > MOST_PAIRS)
    throw new SpillwayError(
      `compare: ${systems.length} systems are ${pairs.length} pairs, more than ${MOST_PAIRS}: name a --baseline, or some with --contrast name=first:second`,
    );
  return pairs;
}

function notesOf({ rows }: ScoreTable, cells: ReadonlyMap<string, ReadonlyMap<string, ScoreCell>>): string[] {
  let several = 0;
  let inThem = 0;
  for (const own of cells.values())
    for (const cell of own.values())
      if (cell.rows > 1) {
        several++;
        inThem += cell.rows;
      }
  if (several === 0) return [];
  const teams = rows.some(({ team }) => team !== undefined);
  return [
    `${inThem} rows share task, repetition and system with others: they are ${several} runs, whose scores are averaged${teams ? " by team" : ""}, because agents that hear one another are one observation`,
  ];
}
