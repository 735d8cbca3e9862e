import { CLAIMS } from "../../../estimators/Claim.ts";
import { policyReading } from "../../../estimators/contrast/policyReading.ts";
import type { AnswerRow } from "../../../estimators/Estimator.ts";
import type { Truths } from "../../truth/Truth.ts";
import { colors } from "../output.ts";
import { textTable, wrapped } from "./textTable.ts";

/** Four significant digits, without an exponent where one can do without. */
export function short(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size)));
  return value.toFixed(Math.min(6, decimals));
}

/** An error to be expected: in standard deviations of outcomes, and what of their mean becomes error beside it. */
export function errorOf(se: number, level = 0): string {
  return level > 1e-9 * se ? `${short(se)} sd, ${short(level)} mean` : short(se);
}

/** A simulated value with its Monte Carlo error, or an exact one alone. */
export function withError({ value, mcse }: { readonly value: number; readonly mcse?: number }): string {
  // Replays that agree differ by rounding alone.
  return mcse === undefined || mcse <= 1e-9 * Math.abs(value)
    ? short(value)
    : `${short(value)} ± ${mcse.toPrecision(1)}`;
}

/**
 * Estimates as a table for a terminal, with what there is to say about them below it, each remark once.
 *
 * @param before a column that comes first, where rows are of several rounds.
 */
export function estimatesTable(
  rows: readonly AnswerRow[],
  truths?: Truths,
  before?: { readonly name: string; readonly of: (row: AnswerRow) => string },
): string {
  const known = new Map(truths?.contrasts.map((truth) => [truth.contrast, withError(truth)]));
  const confidence = rows.find((row) => "estimate" in row);
  const interval =
    confidence && "confidence" in confidence
      ? `${Number((100 * confidence.confidence).toPrecision(6))} % interval`
      : "interval";
  const header = [
    ...(before ? [before.name] : []),
    "contrast",
    "estimator",
    ...(truths ? ["truth"] : []),
    "estimate",
    "se",
    interval,
    "n",
    "weights",
    "population",
    "claim",
  ];
  const body = rows.map((row) => {
    const truth = known.get(row.contrast);
    const name = row.naive ? `${row.estimator} (naive)` : row.estimator;
    const head = [...(before ? [before.of(row)] : []), row.contrast, name, ...(truths ? [truth ?? ""] : [])];
    const weights =
      "represented" in row ? (row.represented ?? []).map((share) => share.toFixed(2)).join(" / ") : "";
    const tail = [countsOf(row), weights, String(row.population), row.claim];
    if ("because" in row) return [...head, "none", "", "", ...tail];
    if ("statistic" in row) return [...head, short(row.statistic), "", `p = ${short(row.p)}`, ...tail];
    const ci = row.ci ? `${short(row.ci[0])} to ${short(row.ci[1])}` : "withheld";
    return [...head, short(row.estimate), row.se === undefined ? "" : short(row.se), ci, ...tail];
  });
  const right = (truths ? [2, 3, 4, 6, 7, 8] : [2, 3, 5, 6, 7]).map((k) => k + (before ? 1 : 0));
  const remarks = [colors.dim(wrapped(COLUMNS)), ...remarksOn(rows)];
  return [textTable(header, body, right), "", ...remarks].join("\n");
}

/** How many agents were observed in each condition, or in each group that is compared. */
function countsOf(row: AnswerRow): string {
  if (!("kind" in row)) return row.n.join(" / ");
  return "groups" in row && row.groups ? Object.values(row.groups).join(" / ") : "";
}

const COLUMNS =
  "n: agents observed in the first / second condition; weights: share of the population that their weights 1/π add up to; population: agents that can be in both (positivity), about whom the contrast is";

/** What an interval is called in a sentence, by its name in files. */
const INTERVALS: Readonly<Record<string, string>> = {
  redrawn: "randomization-based (redrawn)",
  randomization: "inverted randomization test (randomization)",
  calibrated: "randomization-based, studentised (calibrated)",
};

/** Reasons and notes, each once, with the rows it is about. */
function remarksOn(rows: readonly AnswerRow[]): string[] {
  const about = new Map<string, AnswerRow[]>();
  const add = (text: string, row: AnswerRow): void => {
    about.set(text, [...(about.get(text) ?? []), row]);
  };
  for (const row of rows) {
    const { is, policy, link } = policyReading(row);
    add(row.estimand, row);
    add(row.claim === "association" ? CLAIMS[row.claim] : `${row.claim}: ${CLAIMS[row.claim]}`, row);
    add(`${is}: ${policy}; link: ${link}`, row);
    if ("statistic" in row)
      add(
        `compared with ${row.listed ? "all" : ""} ${row.assignments} assignments${row.mcse === undefined ? "" : `: Monte Carlo error of p ± ${row.mcse.toPrecision(2)}`}`.replace(
          "  ",
          " ",
        ),
        row,
      );
    if ("simultaneous" in row && row.simultaneous !== undefined)
      add(
        `together with the other contrasts: ${short(row.simultaneous[0])} to ${short(row.simultaneous[1])}`,
        row,
      );
    if ("adjusted" in row && row.adjusted !== undefined)
      add(`p adjusted for their number: ${short(row.adjusted)}`, row);
    if ("because" in row) add(`no estimate: ${row.because}`, row);
    else if ("withheld" in row && row.withheld !== undefined) add(`no interval: ${row.withheld}`, row);
    for (const warning of row.warnings) add(`warning: ${warning}`, row);
    for (const note of row.notes) add(note, row);
    if ("interval" in row && row.interval !== undefined && !row.interval.startsWith("wald"))
      add(
        `interval: ${INTERVALS[row.interval] ?? row.interval}${row.chosen?.interval === undefined ? "" : `, because ${row.chosen.interval}`}`,
        row,
      );
    if (!("statistic" in row) && "mcse" in row && row.mcse !== undefined)
      add(`probabilities are simulated: Monte Carlo error of the estimate ± ${row.mcse.toPrecision(2)}`, row);
  }
  return [...about].map(([text, where]) => {
    const all = where.length === rows.length && rows.length > 1;
    return colors.dim(wrapped(`${all ? "all rows" : namesOf(where, rows)}: ${text}`));
  });
}

/** The contrasts or the estimators that a remark is about; both where it is about some rows of each. */
function namesOf(where: readonly AnswerRow[], rows: readonly AnswerRow[]): string {
  const contrasts = [...new Set(where.map((row) => row.contrast))];
  const estimators = [...new Set(where.map((row) => row.estimator))];
  const wholly = (key: "contrast" | "estimator", names: readonly string[]): boolean =>
    rows.filter((row) => names.includes(row[key])).length === where.length;
  const clear = !rows.some(({ contrast }) => rows.some(({ estimator }) => estimator === contrast));
  if (clear && !wholly("contrast", contrasts) && wholly("estimator", estimators))
    return estimators.join(", ");
  const names = contrasts.flatMap((contrast) => {
    const some = where.filter((row) => row.contrast === contrast);
    const all = rows.filter((row) => row.contrast === contrast);
    return some.length === all.length ? [contrast] : some.map((row) => `${contrast}/${row.estimator}`);
  });
  return names.join(", ");
}
