// Long because one pass over the pairs decides units, errors and everything that has to be said beside them.

import { few } from "../core/few.ts";
import { signFlips } from "../core/numbers/signFlips.ts";
import { studentTQuantile } from "../core/numbers/studentT.ts";
import { sum } from "../core/numbers/sum.ts";
import type { Rng } from "../core/rng.ts";
import { effectSize } from "./effectSize.ts";
import type { DifferenceWithParts, SystemDifference } from "./SystemDifference.ts";
import { meanOf, type ScoreCell } from "./scoreCells.ts";
import { tiedUnits } from "./tiedUnits.ts";

interface PairedRequest {
  readonly head: Pick<SystemDifference, "contrast" | "first" | "second" | "score">;
  /** Number of the score among the values of a run. */
  readonly score: number;
  readonly first: ReadonlyMap<string, ScoreCell>;
  readonly second: ReadonlyMap<string, ScoreCell>;
  /** What is independent: tasks, or repetitions over all tasks. Clusters and teams tie units together. */
  readonly unit: "task" | "repetition";
  /** Whether which of the two runs of a pair got which system was drawn. */
  readonly drawn: boolean;
  readonly confidence: number;
  readonly random: Rng;
}

interface Pair {
  readonly task: string;
  readonly start: string;
  readonly ties: readonly string[];
  readonly values: readonly [number, number];
}

/**
 * The mean difference of two systems over tasks, each task once however often it was repeated. Runs of the same task and repetition are pairs; where
 * the systems share no repetition, all runs of a task are averaged before. Errors: jackknife over units with Student's t (units − 1 degrees; fewer where
 * units are of unequal weight), p-value by all signs of the units' differences.
 */
export function pairedDifference(request: PairedRequest): DifferenceWithParts {
  const { head, score, unit, drawn, confidence, random } = request;
  const { pairs, byRepetition, notes, warnings, incomplete } = pairsOf(request);
  const tasks = [...new Set(pairs.map(({ task }) => task))];
  const name = unit === "task" ? "task" : "repetition";
  const runs = [request.first, request.second].map(
    (cells) => [...cells.values()].filter(({ values }) => values[score] !== undefined).length,
  ) as [number, number];
  const claim = drawn && !incomplete ? "randomized" : incomplete ? "association" : "modelled";
  const base = {
    ...head,
    unit: name,
    tasks: tasks.length,
    runs,
    claim,
    ...wordsOf(claim, head, name),
  } as const;
  if (pairs.length === 0)
    return {
      row: {
        ...base,
        units: 0,
        because: `${head.first} and ${head.second} have no task in common with a known ${head.score}: compare them as separate runs with --unpaired`,
        notes,
        warnings,
      },
      residuals: new Map(),
    };
  const perTask = new Map<string, number>();
  for (const { task } of pairs) perTask.set(task, (perTask.get(task) ?? 0) + 1);
  const weightOf = ({ task }: Pair): number => 1 / (tasks.length * perTask.get(task)!);
  const unitOf = tiedUnits(pairs);
  const totals = new Map<string, { weight: number; first: number; second: number }>();
  pairs.forEach((pair, k) => {
    const weight = weightOf(pair);
    const own = totals.get(unitOf[k]!) ?? { weight: 0, first: 0, second: 0 };
    totals.set(unitOf[k]!, own);
    own.weight += weight;
    own.first += weight * pair.values[0];
    own.second += weight * pair.values[1];
  });
  const units = [...totals.values()];
  const means = [sum(units.map(({ first }) => first)), sum(units.map(({ second }) => second))] as const;
  const difference = means[0] - means[1];
  const size = sum(units.map(({ first, second }) => Math.abs(first) + Math.abs(second)));
  const exact = (value: number): number => (Math.abs(value) <= 1e-14 * size ? 0 : value);
  const totalsOfUnits = units.map(({ first, second }) => exact(first - second));
  const residuals = new Map(
    [...totals].map(([key, { weight, first, second }]) => [key, exact(first - second - weight * difference)]),
  );
  const flips = signFlips(totalsOfUnits, random);
  const count = units.length;
  const joined = count < new Set(pairs.map(({ start }) => start)).size;
  const effective = 1 / sum(units.map(({ weight }) => weight ** 2));
  const variance =
    ((count - 1) / count) *
    sum([...totals].map(([key, { weight }]) => (residuals.get(key)! / (1 - weight)) ** 2));
  const df = count < 2 ? 0 : Math.min(count, effective) - 1;
  const known = count >= 2 && variance > 0 && df > 0.5;
  const half = known ? Math.sqrt(variance) * studentTQuantile(0.5 + confidence / 2, df) : 0;
  const withheld =
    count < 2
      ? `a standard error needs two independent units, and all pairs are of one ${name}${joined ? " or tied to it by a cluster or team" : ""}`
      : variance > 0
        ? `almost all of the weight is in one ${name}: its error cannot be told`
        : `all ${count} differences are the same number: how much they vary cannot be told`;
  const signs = [1, 0, -1].map((sign) => totalsOfUnits.filter((one) => Math.sign(one) === sign).length) as [
    number,
    number,
    number,
  ];
  const row: SystemDifference = {
    ...base,
    difference,
    means,
    ...(known
      ? { se: Math.sqrt(variance), df, ci: [difference - half, difference + half] as const }
      : { withheld }),
    p: flips.p,
    listed: flips.listed,
    count: flips.count,
    least: flips.least,
    units: count,
    signs,
    ...effectSize(
      units.map(({ first, weight }) => first / weight),
      units.map(({ second, weight }) => second / weight),
    ),
    notes: [
      ...notes,
      ...(joined
        ? [
            `${new Set(pairs.map(({ start }) => start)).size} ${name}s are ${count} units, because clusters or teams tie some together`,
          ]
        : []),
      ...(byRepetition && pairs.length > tasks.length
        ? [
            `${pairs.length} pairs of task and repetition; those of a task are averaged, so that each task counts once`,
          ]
        : []),
      ...(flips.listed
        ? []
        : [`p from ${flips.count.toLocaleString("en")} drawn signs: more than 34 units differ`]),
    ],
    warnings: [
      ...warnings,
      ...(flips.listed && flips.least > 0.05 && difference !== 0
        ? [
            `with ${count} unit${count === 1 ? "" : "s"}, of which ${signs[0] + signs[2]} differ, no p below ${Number(flips.least.toPrecision(3))} is possible: more ${name}s are needed, whatever the difference`,
          ]
        : []),
    ],
  };
  return { row, residuals: known ? residuals : new Map() };
}

function wordsOf(
  claim: SystemDifference["claim"],
  { first, second, score }: PairedRequest["head"],
  unit: string,
): Pick<SystemDifference, "estimand" | "rests"> {
  const estimand = `mean ${score} of ${first} minus ${second}, over the tasks that both have, each task once`;
  const rests = {
    randomized: "randomized: which run of a pair got which system was drawn, and p is of that draw alone",
    association:
      "association: some runs have no partner or no score, or both systems met, and which they are may depend on the system",
    modelled: `modelled: both played the same ${unit}s and nothing was drawn, so p is no randomization p-value: it supposes that the two scores of a ${unit} could as well have come the other way round, and the interval that these ${unit}s are a sample of more like them`,
    "design-based": "",
  }[claim];
  return { estimand, rests };
}

/** The pairs of runs, and what is left out. */
function pairsOf({ head, score, first, second, unit }: PairedRequest): {
  readonly pairs: Pair[];
  readonly byRepetition: boolean;
  readonly incomplete: boolean;
  readonly notes: string[];
  readonly warnings: string[];
} {
  const shared = [...first.keys()].filter((key) => second.has(key));
  const byRepetition = shared.length > 0;
  const [a, b] = byRepetition ? [first, second] : [byTask(first), byTask(second)];
  const keys = byRepetition ? shared : [...a.keys()].filter((key) => b.has(key));
  const notes: string[] = [];
  const warnings: string[] = [];
  if (!byRepetition && keys.length > 0)
    notes.push(
      `${head.first} and ${head.second} share no repetition of a task: runs of a task are averaged before they are compared`,
    );
  const pairs = keys.flatMap((key): Pair[] => {
    const [one, other] = [a.get(key)!, b.get(key)!];
    const values = [one.values[score], other.values[score]];
    if (values[0] === undefined || values[1] === undefined) return [];
    return [
      {
        task: one.task,
        start: unit === "task" ? one.task : (one.repetition ?? one.task),
        ties: [...one.ties, ...other.ties],
        values: values as [number, number],
      },
    ];
  });
  const alone = (own: ReadonlyMap<string, ScoreCell>, than: ReadonlyMap<string, ScoreCell>): string[] => [
    ...new Set([...own].flatMap(([key, { task }]) => (than.has(key) ? [] : [task]))),
  ];
  const lonely = [alone(a, b), alone(b, a)] as const;
  [head.first, head.second].forEach((system, k) => {
    if (lonely[k as 0 | 1].length > 0)
      warnings.push(
        `${lonely[k as 0 | 1].length} task${lonely[k as 0 | 1].length === 1 ? " has" : "s have"} runs of ${system} without a partner, which are left out: ${few(lonely[k as 0 | 1], 5)}`,
      );
  });
  const met = keys.filter((key) =>
    a.get(key)!.ties.some((tie) => tie.startsWith("team ") && b.get(key)!.ties.includes(tie)),
  ).length;
  if (met > 0)
    warnings.push(
      `in ${met} of ${keys.length} pairs both systems are in one team or world, whose agents may have heard one another: the difference is not that of teams of ${head.first} alone and of ${head.second} alone, and spillway estimate takes who heard whom into account`,
    );
  const missing = [first, second].map((cells) =>
    [...cells.values()].reduce((total, cell) => total + cell.missing[score]!, 0),
  );
  if (missing[0]! + missing[1]! > 0)
    warnings.push(
      `scores are missing: ${missing[0]} of ${head.first}, ${missing[1]} of ${head.second}; nothing was put in their place, and if those are the hard ones the difference is wrong`,
    );
  return {
    pairs,
    byRepetition,
    incomplete: lonely[0].length + lonely[1].length + missing[0]! + missing[1]! + met > 0,
    notes,
    warnings,
  };
}

/** The runs of each task as one. */
function byTask(cells: ReadonlyMap<string, ScoreCell>): Map<string, ScoreCell> {
  const tasks = new Map<string, ScoreCell[]>();
  for (const cell of cells.values()) tasks.set(cell.task, [...(tasks.get(cell.task) ?? []), cell]);
  return new Map(
    [...tasks].map(([task, own]) => [
      task,
      {
        task,
        repetition: undefined,
        values: own[0]!.values.map((_, k) => meanOf(own.map(({ values }) => values[k]))),
        rows: sum(own.map(({ rows }) => rows)),
        missing: own[0]!.missing.map((_, k) => sum(own.map(({ missing }) => missing[k]!))),
        ties: [...new Set(own.flatMap(({ ties }) => ties))],
      },
    ]),
  );
}
