import { formatNumber, formatPercent, formatSignificant } from "../formatNumber.ts";
import { claimClause } from "./claimClause.ts";
import { capital, clause, listed, named } from "./clause.ts";

/** One thing that was asked, and what came out. */
export interface Found {
  readonly name: string;
  readonly estimator?: string;
  readonly estimate?: number;
  readonly ci?: readonly [low: number, high: number];
  readonly confidence?: number;
  /** Why there is no interval, or no estimate. */
  readonly withheld?: string;
  readonly because?: string;
  readonly claim?: string;
  /** Of a test: then there is no estimate. */
  readonly p?: number;
  readonly truth?: number;
  /** Decimals of its numbers. Default: three significant digits. */
  readonly decimals?: number;
}

/** Answers that are told in full; the rest stand below. */
const TOLD = 3;
const REASONS = 2;

interface AnswerWords {
  /** Why there is nothing to tell when nothing was asked. */
  readonly nothing: string;
  /** Clauses that end the sentence. */
  readonly more?: readonly string[];
  /** Whether an answer that is alone is named, because the question did not. Default false. */
  readonly nameAll?: boolean;
}

/**
 * What was found, in one sentence: each number with its interval, or why there is none, and the kind of claim. Where nothing has an answer: that there is no estimate, and
 * why. Answers come first, then what has none.
 */
export function answerOf(
  found: readonly Found[],
  { nothing, more = [], nameAll = false }: AnswerWords,
): string {
  const answered = found.filter(({ estimate, p }) => estimate !== undefined || p !== undefined);
  const open = found.filter(({ estimate, p }) => estimate === undefined && p === undefined);
  if (answered.length === 0) {
    const reasons = [
      ...new Set(open.map(({ because }) => clause(because ?? "the estimator did not say why"))),
    ];
    const rest = reasons.length > REASONS ? "; other reasons stand below" : "";
    const why = found.length === 0 ? clause(nothing) : `${reasons.slice(0, REASONS).join("; ")}${rest}`;
    return `There is no estimate, because ${why}.`;
  }
  const told = answered.slice(0, TOLD);
  const alone = found.length === 1 && !nameAll;
  const estimators = [...new Set(told.flatMap(({ estimator }) => (estimator ? [named(estimator)] : [])))];
  const common = estimators.length === 1 && told.every(({ estimator }) => estimator);
  const parts = told.map((one) => {
    const by = !common && one.estimator ? ` by ${named(one.estimator)}` : "";
    return `${numberFound(one)}${alone ? "" : ` for ${named(one.name)}`}${by}`;
  });
  const left = answered.length - told.length;
  return `${[
    `${capital(listed(parts))}${common ? `, estimated by ${estimators[0]}` : ""}${left > 0 ? `, and ${left} more below` : ""}`,
    ...(open.length === 0
      ? []
      : [
          `no estimate for ${listed(open.map(({ name }) => named(name)))}, because ${clause(open[0]!.because ?? "the estimator did not say why")}`,
        ]),
    ...more,
    claimClause(answered.map(({ claim }) => claim)),
  ].join("; ")}.`;
}

function numberFound({ estimate, ci, confidence, withheld, claim, p, truth, decimals }: Found): string {
  if (estimate === undefined) return `p = ${formatSignificant(p ?? 1)}`;
  const number = (value: number): string =>
    decimals === undefined ? formatSignificant(value) : formatNumber(value, decimals);
  // What rests on no assignment is a difference that was seen, not a change that was made.
  const verb = claim === "association" ? "a difference of" : "by";
  const known = truth === undefined ? "" : `truth ${number(truth)}`;
  if (ci === undefined) {
    const why = withheld === undefined ? "" : `, because ${clause(withheld)}`;
    return `${verb} ${number(estimate)} (${known === "" ? "" : `${known}; `}no interval${why})`;
  }
  const level = confidence === undefined ? "" : `${formatPercent(confidence)} `;
  const zero = ci[0] <= 0 && ci[1] >= 0 ? ", which includes 0" : "";
  return `${verb} ${number(estimate)} (${level}interval ${number(ci[0])} to ${number(ci[1])}${zero}${known === "" ? "" : `, ${known}`})`;
}
