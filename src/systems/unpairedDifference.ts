import { studentTQuantile } from "../core/numbers/studentT.ts";
import { sum } from "../core/numbers/sum.ts";
import type { Rng } from "../core/rng.ts";
import { fisherTest } from "../run/checks/fisherTest.ts";
import { effectSize } from "./effectSize.ts";
import { runSplits } from "./runSplits.ts";
import type { DifferenceWithParts, SystemDifference } from "./SystemDifference.ts";
import { meanOf, type ScoreCell } from "./scoreCells.ts";
import { tiedUnits } from "./tiedUnits.ts";

interface UnpairedRequest {
  readonly head: Pick<SystemDifference, "contrast" | "first" | "second" | "score">;
  readonly score: number;
  readonly first: ReadonlyMap<string, ScoreCell>;
  readonly second: ReadonlyMap<string, ScoreCell>;
  /** Whether which run got which system was drawn. */
  readonly drawn: boolean;
  readonly confidence: number;
  readonly random: Rng;
}

/**
 * The difference of the means of two systems whose runs have nothing in common: whole runs are the units, those of a cluster or team one. Errors: Welch's t.
 * p-value: all splits of the runs into two groups of these sizes, of the means and of midranks; Fisher's exact test where scores are 0 and 1.
 */
export function unpairedDifference({
  head,
  score,
  first,
  second,
  drawn,
  confidence,
  random,
}: UnpairedRequest): DifferenceWithParts {
  const groups = [unitsOf(first, score), unitsOf(second, score)] as const;
  const [a, b] = groups.map(({ values }) => values) as [number[], number[]];
  const missing = groups.map((one) => one.missing);
  const lost = missing[0]! + missing[1]! > 0;
  const claim = lost ? "association" : drawn ? "randomized" : "modelled";
  const base = {
    ...head,
    unit: "run",
    units: [a.length, b.length] as const,
    tasks: new Set([...first.values(), ...second.values()].map(({ task }) => task)).size,
    runs: [first.size, second.size] as const,
    claim,
    estimand: `mean ${head.score} of ${head.first} minus ${head.second}, whole runs as units`,
    rests: {
      randomized: "randomized: which run got which system was drawn, and p is of that draw alone",
      association: "association: scores are missing, and which they are may depend on the system",
      modelled:
        "modelled: nothing was drawn, so p is no randomization p-value: it supposes that without a difference any run could as well have been of the other system",
    }[claim],
    warnings: lost
      ? [
          `scores are missing: ${missing[0]} of ${head.first}, ${missing[1]} of ${head.second}; nothing was put in their place`,
        ]
      : [],
  } as const;
  const notes = groups.flatMap(({ runs, values }, k) =>
    runs > values.length
      ? [
          `${runs} runs of ${k === 0 ? head.first : head.second} are ${values.length} units, because clusters or teams tie some together`,
        ]
      : [],
  );
  if (a.length === 0 || b.length === 0)
    return {
      row: {
        ...base,
        because: `${a.length === 0 ? head.first : head.second} has no known ${head.score}`,
        notes,
      },
      residuals: new Map(),
    };
  const means = [sum(a) / a.length, sum(b) / b.length] as const;
  const difference = means[0] - means[1];
  const parts = ([a, b] as const).map((own, k) =>
    own.length < 2
      ? Number.NaN
      : sum(own.map((one) => (one - means[k as 0 | 1]) ** 2)) / (own.length - 1) / own.length,
  ) as [number, number];
  const variance = parts[0] + parts[1];
  const known = variance > 0;
  const df = known ? variance ** 2 / (parts[0] ** 2 / (a.length - 1) + parts[1] ** 2 / (b.length - 1)) : 0;
  const half = known ? Math.sqrt(variance) * studentTQuantile(0.5 + confidence / 2, df) : 0;
  const found = runSplits(a, b, random);
  const { g } = effectSize(a, b, false);
  const coded = [...a, ...b].every((one) => one === 0 || one === 1);
  const row: SystemDifference = {
    ...base,
    difference,
    means,
    ...(known
      ? { se: Math.sqrt(variance), df, ci: [difference - half, difference + half] as const }
      : {
          withheld: Number.isNaN(variance)
            ? "a standard error needs two runs of each system"
            : "no run differs from the others of its system: how much they vary cannot be told",
        }),
    p: found.p,
    listed: found.listed,
    count: found.splits,
    least: found.least,
    ...(g === undefined ? {} : { g }),
    ranks: { u: found.u, rankBiserial: found.rankBiserial, p: found.rankP, asExtreme: found.asExtreme },
    ...(coded
      ? {
          fisher: fisherTest({ units: a.length, answers: sum(a) }, { units: b.length, answers: sum(b) }),
        }
      : {}),
    notes: [
      ...notes,
      found.listed
        ? `${a.length} and ${b.length} runs have ${found.splits.toLocaleString("en")} splits: no p below ${Number(found.least.toPrecision(3))} is possible`
        : `p from ${found.splits.toLocaleString("en")} drawn splits of the runs`,
    ],
  };
  return { row, residuals: new Map() };
}

/** Means of the units of one system: runs, or those that clusters and teams tie together. */
function unitsOf(
  cells: ReadonlyMap<string, ScoreCell>,
  score: number,
): { readonly values: number[]; readonly runs: number; readonly missing: number } {
  const known = [...cells].filter(([, { values }]) => values[score] !== undefined);
  const unit = tiedUnits(known.map(([key, { ties }]) => ({ start: key, ties })));
  const units = new Map<string, number[]>();
  known.forEach(([, { values }], k) => {
    units.set(unit[k]!, [...(units.get(unit[k]!) ?? []), values[score]!]);
  });
  return {
    values: [...units.values()].map((own) => meanOf(own)!),
    runs: known.length,
    missing: [...cells.values()].reduce((total, { missing }) => total + missing[score]!, 0),
  };
}
