import type { AnswerRow } from "../Estimator.ts";

/** Squares of numbers beyond these limits lose their digits, or do not exist. */
const [SMALLEST, LARGEST] = [1e-290, 1e290];

/** Why there is no standard error of numbers whose squares do not exist. */
export const BEYOND_NUMBERS =
  "the standard error is beyond the numbers that a computer can hold with their digits: multiply or divide the outcomes by a constant";

/**
 * The one gate through which every row leaves, for tables, JSON, CSV, reports and the library alike: what is not a finite number, and an error whose square has no
 * digits left, is withheld with the reason. Rows that pass are returned as they are.
 */
export function soundRow<Row extends AnswerRow>(row: Row): Row {
  const checked = row as unknown as Checked;
  if ("because" in row) return row;
  if ("p" in row)
    return Number.isFinite(checked.p) && Number.isFinite(checked.statistic)
      ? withoutUnsound(row, checked)
      : without(row, "the test statistic");
  if (!Number.isFinite(checked.estimate)) return without(row, "the estimate");
  const { variance, se, ci, degrees } = checked;
  const known = [se, ci?.[0], ci?.[1]].filter((value) => value !== undefined);
  const lost =
    known.some((value) => !Number.isFinite(value)) ||
    (degrees !== undefined && Number.isNaN(degrees)) ||
    (variance !== undefined && (!(variance <= LARGEST) || (variance !== 0 && variance < SMALLEST)));
  const points = ci !== undefined && ci[0] === ci[1];
  const optional = withoutUnsound(row, checked);
  if (!lost && !points) return optional;
  const { variance: _, se: __, ci: ___, interval: ____, degrees: _____, ...rest } = optional as Row & Checked;
  return {
    ...rest,
    withheld: lost
      ? BEYOND_NUMBERS
      : "the interval has no length, which would claim certainty: what was seen says nothing about the error of the estimate",
  } as unknown as Row;
}

interface Checked {
  readonly estimate: number;
  readonly p: number;
  readonly statistic?: number;
  readonly variance?: number;
  readonly se?: number;
  readonly ci?: readonly [number, number];
  readonly degrees?: number;
  readonly interval?: string;
  readonly mcse?: number;
  readonly topShare?: number;
  readonly effective?: readonly [number, number];
  readonly simultaneous?: readonly [number, number];
  readonly adjusted?: number;
}

/** Numbers beside the estimate are left out where they are none. */
function withoutUnsound<Row extends AnswerRow>(row: Row, checked: Checked): Row {
  const { mcse, topShare, effective, simultaneous, adjusted, statistic, ci } = checked;
  const unsound = [
    ...(mcse !== undefined && !Number.isFinite(mcse) ? ["mcse"] : []),
    ...(topShare !== undefined && !Number.isFinite(topShare) ? ["topShare"] : []),
    ...(simultaneous?.some((end) => !Number.isFinite(end)) ? ["simultaneous"] : []),
    ...(adjusted !== undefined && !Number.isFinite(adjusted) ? ["adjusted"] : []),
    ...(effective?.some((size) => !Number.isFinite(size)) ? ["effective"] : []),
    // Of a test; the interval of an estimate has been looked at with its error.
    ...(statistic !== undefined && ci?.some((end) => !Number.isFinite(end)) ? ["ci", "confidence"] : []),
  ];
  if (unsound.length === 0) return row;
  return Object.fromEntries(
    Object.entries(row).filter(([field]) => !unsound.includes(field)),
  ) as unknown as Row;
}

/** What every answer has, whether or not there is one. */
const HEAD = [
  ...["kind", "contrast", "estimator", "claim", "estimand", "first", "second", "n", "expected", "population"],
  ...["excluded", "naive", "notes", "warnings"],
];

function without<Row extends AnswerRow>(row: Row, what: string): Row {
  const head = Object.fromEntries(Object.entries(row).filter(([field]) => HEAD.includes(field)));
  return {
    ...head,
    because: `${what} is no finite number: outcomes are too large or too small to be added up as they are, so multiply or divide them by a constant`,
  } as unknown as Row;
}
