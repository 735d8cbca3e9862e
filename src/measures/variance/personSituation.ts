// Long because the components, their intervals and what refuses them are read off one analysis of variance.
import { few } from "../../core/few.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { type Factorial, type FactorialCells, factorialCells } from "./factorialCells.ts";
import { fixedForms } from "./fixedForms.ts";
import { meanSquares, pairedMeanSquares } from "./meanSquares.ts";
import { randomComponent } from "./randomComponent.ts";
import type { VarianceEstimate } from "./VarianceEstimate.ts";

/** What {@link personSituation} may be told. */
export interface PersonSituationOptions {
  /**
   * `fixed`, the default: these personas and situations and no others; variances among their true means. `random`: they are a sample of
   * many; components of variance of the many. The two answer different questions.
   */
  readonly levels?: "fixed" | "random";
  /** Of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** `cells`, the default: each combination counts the same. `worlds`: as its number of worlds. For fixed levels. */
  readonly weights?: "cells" | "worlds";
  /** Factors that should not matter: paraphrase, order of options, temperature, model. What they and their interactions account for is a row of its own. */
  readonly robustness?: readonly string[];
}

/** A variance with its interval, or why there is none. */
export interface VarianceRow extends Partial<VarianceEstimate> {
  /** `component`: of one set of factors; `shapley`: of one factor with its part of each interaction; `robustness`: of all that hangs on some factors; `total`. */
  readonly kind: "component" | "shapley" | "robustness" | "total";
  readonly of: readonly string[];
  /** Of the total, where that is above 0. */
  readonly share?: number;
  readonly because?: string;
}

/** How much of what agents do is due to each factor. */
export interface PersonSituation {
  readonly factors: FactorialCells["factors"];
  readonly levels: "fixed" | "random";
  readonly worlds: NonNullable<Factorial["worlds"]>;
  readonly confidence: number;
  readonly cells: number;
  /** Least and most worlds of a cell. */
  readonly replicates: readonly [number, number];
  readonly mean: number;
  /** Mean and number of worlds of each cell. */
  readonly means: readonly {
    readonly levels: readonly string[];
    readonly mean: number;
    readonly worlds: number;
  }[];
  readonly rows: readonly VarianceRow[];
  /** Variance of worlds within cells, and its degrees of freedom. */
  readonly error?: { readonly variance: number; readonly df: number };
  readonly notes: readonly string[];
}

const ALONE =
  "there is one world in each cell, so this interaction and chance are confounded: play at least two worlds of each combination";

/**
 * Splits the variance of what happens in worlds among factors such as persona and situation: main effects, interactions, and Shapley
 * shares, each less what chance alone adds, with intervals. Estimates are unbiased, so one may be negative; it is given as it is. The world is the
 * unit: agents of one world are averaged first.
 *
 * With fixed levels V_P = SS_P/(abr) − (a−1)MS_E/(abr), and so on; V_P + V_S + V_PS is the variance of the true means of the cells. With
 * random levels (MS_P − MS_PS)/(br), and so on. Cells without a value leave a variance over the cells that are there, in which a set of factors is worth
 * the variance of the means of its levels. Cost: cells² times sets of factors, for fixed levels.
 *
 * @throws SpillwayError for factors that do not vary, worlds that several cells share, and random levels with empty cells.
 */
export function personSituation(data: Factorial, options: PersonSituationOptions = {}): PersonSituation {
  wantArgument("personSituation", "observations", data, { fields: ["factors"] });
  wantArgument("personSituation", "options", options);
  const { levels = "fixed", confidence = 0.95, weights = "cells", robustness = [] } = options;
  if (!(confidence > 0 && confidence < 1))
    throw new SpillwayError(`personSituation: confidence must be between 0 and 1, got ${shown(confidence)}`);
  const unknown = robustness.find((name) => !data.factors.includes(name));
  if (unknown !== undefined)
    throw new SpillwayError(
      `personSituation: there is no factor ${shown(unknown)}${suggest(unknown, data.factors)}; the factors are ${few(data.factors)}`,
    );
  const found = factorialCells(data);
  const counts = found.cells.map(({ values }) => values.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (levels === "random" && found.empty.length > 0)
    throw new SpillwayError(
      `personSituation: random levels want a value in every cell, and ${found.empty.length} have none (${found.empty
        .slice(0, 3)
        .map((cell) => few(cell, 6))
        .join("; ")}): use fixed levels, or leave out the levels that lack cells`,
    );
  if (levels === "random" && weights === "worlds")
    throw new SpillwayError("personSituation: weights: worlds goes with fixed levels only");
  const paired = data.worlds === "paired" && most > 1;
  const design = { found, least, most, paired, confidence, byWorlds: weights === "worlds" };
  const { of, error } = levels === "fixed" ? fixedOf(design) : randomOf(design);
  const rows = rowsOf(found, of, robustness);
  const { cells } = found;
  const means = cells.map(({ at, values }) => ({
    levels: at.map((level, k) => found.factors[k]!.levels[level]!),
    mean: values.reduce((a, b) => a + b, 0) / values.length,
    worlds: values.length,
  }));
  return {
    factors: found.factors,
    levels,
    worlds: data.worlds ?? "separate",
    confidence,
    cells: cells.length,
    replicates: [least, most],
    mean: means.reduce((all, { mean }) => all + mean, 0) / means.length,
    means,
    rows,
    ...(error ? { error } : {}),
    notes: [...found.notes, ...notesOf(design, levels, rows, error?.variance)],
  };
}

interface Design {
  readonly found: FactorialCells;
  readonly least: number;
  readonly most: number;
  readonly paired: boolean;
  readonly confidence: number;
  readonly byWorlds: boolean;
}

interface Answers {
  /** A weighted sum of components, by sets of factors as bits; `whole`: it is a variance whatever the cells. */
  readonly of: (
    components: ReadonlyMap<number, number>,
    whole: boolean,
  ) => VarianceEstimate | { readonly because: string };
  readonly error?: { readonly variance: number; readonly df: number };
}

function fixedOf({ found, most, paired, confidence, byWorlds }: Design): Answers {
  const { cells, factors } = found;
  const worlds = cells.reduce((all, { values }) => all + values.length, 0);
  const weights = Float64Array.from(cells, ({ values }) =>
    byWorlds ? values.length / worlds : 1 / cells.length,
  );
  const complete =
    found.empty.length === 0 && (!byWorlds || cells.every((cell) => cell.values.length === most));
  const last = (1 << factors.length) - 1;
  const single = most === 1;
  if (single && !complete) return { of: () => ({ because: ALONE }) };
  const interaction = single ? meanSquares(found, undefined).squares.of.get(last)! : undefined;
  const assumed = interaction ? { variance: interaction.square, df: interaction.df } : undefined;
  const forms = fixedForms(found, weights, paired, confidence, assumed);
  return {
    of: (components, whole) =>
      single && components.has(last)
        ? { because: ALONE }
        : forms.estimate(setWeights(components), complete || whole),
    ...(single ? {} : { error: forms.error }),
  };
}

/** Components, each the variance that a set explains beyond the sets within it, as weights of those variances themselves. */
function setWeights(components: ReadonlyMap<number, number>): Map<number, number> {
  const weights = new Map<number, number>();
  for (const [set, weight] of components)
    for (let within = set; ; within = (within - 1) & set) {
      const sign = size(set & ~within) % 2 === 0 ? 1 : -1;
      weights.set(within, (weights.get(within) ?? 0) + sign * weight);
      if (within === 0) break;
    }
  return new Map([...weights].filter(([, weight]) => Math.abs(weight) > 1e-12));
}

function randomOf({ found, most, paired, confidence }: Design): Answers {
  const sizes = found.factors.map(({ levels }) => levels.length);
  const last = (1 << sizes.length) - 1;
  if (paired) {
    const squares = pairedMeanSquares(found);
    const all = [...sizes, most];
    const residual = squares.of.get((1 << all.length) - 1)!;
    return {
      of: (components) => randomComponent(squares, components, all, 1, confidence),
      error: { variance: residual.square, df: residual.df },
    };
  }
  const single = most === 1;
  const df = found.cells.reduce((all, { values }) => all + values.length - 1, 0);
  const error = single ? undefined : { variance: within(found) / df, df };
  const { squares, worlds } = meanSquares(found, error);
  return {
    of: (components) =>
      single && components.has(last)
        ? { because: ALONE }
        : randomComponent(squares, components, sizes, worlds, confidence),
    ...(error ? { error } : {}),
  };
}

/** Sum of squares of worlds about the mean of their cell. */
function within({ cells }: FactorialCells): number {
  return cells.reduce((all, { values }) => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return all + values.reduce((some, value) => some + (value - mean) ** 2, 0);
  }, 0);
}

/** Without an interval and a p where worlds do not differ: one without length would claim certainty. */
function seen(answer: ReturnType<Answers["of"]>): Partial<VarianceEstimate> | { readonly because: string } {
  if ("because" in answer || answer.ci[1] > answer.ci[0]) return answer;
  const { variance, df } = answer;
  return { variance, df };
}

function rowsOf(
  { factors }: FactorialCells,
  of: Answers["of"],
  robustness: readonly string[],
): VarianceRow[] {
  const names = (set: number): string[] => factors.filter((_, k) => set & (1 << k)).map(({ name }) => name);
  const sets = Array.from({ length: (1 << factors.length) - 1 }, (_, k) => k + 1).sort(
    (a, b) => size(a) - size(b) || a - b,
  );
  const total = of(new Map(sets.map((set) => [set, 1])), true);
  const whole = "variance" in total ? total.variance : undefined;
  const row = (
    kind: VarianceRow["kind"],
    named: readonly string[],
    answer: ReturnType<Answers["of"]>,
  ): VarianceRow => ({
    kind,
    of: named,
    ...seen(answer),
    ...("variance" in answer && whole !== undefined && whole > 0 ? { share: answer.variance / whole } : {}),
  });
  const shapley = factors.map(({ name }, k) => {
    const part = new Map(sets.filter((set) => set & (1 << k)).map((set) => [set, 1 / size(set)]));
    const answer = of(part, false);
    if ("because" in answer) return row("shapley", [name], answer);
    const { p: _, ...without } = answer;
    return row("shapley", [name], without);
  });
  const bits = factors.reduce((all, { name }, k) => all | (robustness.includes(name) ? 1 << k : 0), 0);
  const hanging = new Map(sets.filter((set) => set & bits).map((set) => [set, 1]));
  return [
    ...sets.map((set) => row("component", names(set), of(new Map([[set, 1]]), size(set) === 1))),
    ...shapley,
    ...(bits ? [row("robustness", names(bits), of(hanging, true))] : []),
    row(
      "total",
      factors.map(({ name }) => name),
      total,
    ),
  ];
}

function notesOf(
  { found, least, most, paired, byWorlds }: Design,
  levels: "fixed" | "random",
  rows: readonly VarianceRow[],
  error: number | undefined,
): string[] {
  const { empty, missing, cells } = found;
  const fixed = levels === "fixed";
  const negative = rows.filter(({ kind, variance }) => kind === "component" && variance! < 0);
  return [
    ...(missing > 0 ? [`${missing} records have no value and are left out, not imputed`] : []),
    ...(empty.length > 0
      ? [
          `${empty.length} of ${empty.length + cells.length} cells have no value (${empty
            .slice(0, 3)
            .map((cell) => few(cell, 6))
            .join(
              "; ",
            )}): variances are over the cells that are there, factors overlap, and intervals of interactions and Shapley values are approximate`,
        ]
      : []),
    ...(least !== most
      ? [
          fixed
            ? `cells have from ${least} to ${most} worlds: ${byWorlds ? "each weighs as its number of worlds" : "each counts the same, by its mean"}`
            : `cells have from ${least} to ${most} worlds: unweighted means, with the harmonic mean of the numbers`,
        ]
      : []),
    ...(fixed && least === 1 && most > 1
      ? ["cells with one world take the variance of the others, which is then assumed to be the same"]
      : []),
    ...(most === 1
      ? [
          fixed
            ? "one world in each cell: the last interaction stands for chance, so variances are too small where there is such an interaction, and it has none itself"
            : "one world in each cell: the last interaction and chance are one",
        ]
      : []),
    ...(paired ? ["worlds are paired: chance is what differs between worlds in the effect of a factor"] : []),
    ...(error === 0
      ? [
          `worlds of a cell are all the same, so there is no error to estimate${fixed ? ", and no interval" : ""}`,
        ]
      : []),
    ...(negative.length > 0
      ? [
          `${few(negative.map(({ of }) => of.join(" × ")))}: a negative estimate is as near to 0 as the data can say, and is not cut off, so that the mean over many studies is right${fixed ? "; the interval is of a variance and begins at 0 or above" : ""}`,
        ]
      : []),
  ];
}

function size(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count++;
  return count;
}
