import { chiSquareCdf } from "../../core/numbers/chiSquare.ts";
import { fisherTest } from "../../run/checks/fisherTest.ts";
import type { Value } from "./answerFields.ts";

/** Choices of rows that failed, or were tried again, against those of all others. */
interface AfterFailures {
  readonly failed: number;
  readonly p: number;
  /** Whether they look like a fair coin, or are nearly always one value. */
  readonly like: "coin" | "constant" | "other";
  readonly shares: readonly (readonly [choice: string, share: number])[];
}

const FIELD =
  /^(status|errors?|failed|failure|fallback|filled|attempts?|tries|retries|retry|parse_?(ok|error|failed)|valid|finish_?reason)$/i;
const WELL = /^(|ok|success|succeeded|complete[d]?|done|stop|end_turn|true|1|none|null|valid)$/i;

/**
 * Which rows failed or were repeated by a field such as `status`, `error`, `attempts` or `valid`; undefined where a field does not say it.
 *
 * @param name of the field. @param values of its rows.
 */
export function failedRows(name: string, values: readonly Value[], rows: number): boolean[] | undefined {
  const last = name.split(".").at(-1)!;
  if (!FIELD.test(last)) return undefined;
  if (/^(attempts?|tries|retries|retry)$/i.test(last)) {
    const numbers = Array.from({ length: rows }, (_, k) => Number(values[k] ?? Number.NaN));
    let least = Number.POSITIVE_INFINITY;
    for (const one of numbers) if (one < least) least = one;
    return Number.isFinite(least) ? numbers.map((one) => one > least) : undefined;
  }
  const bad = /^(errors?|failed|failure|fallback|filled|parse_?(error|failed))$/i.test(last);
  return Array.from({ length: rows }, (_, k) => {
    const text = String(values[k] ?? "").trim();
    return bad ? !/^(|false|0|none|null|no)$/i.test(text) : !WELL.test(text);
  });
}

/**
 * Whether choices after failures differ from all others: Fisher's exact test of each choice against the rest, by Bonferroni over choices. The null
 * is that a failure says nothing of the choice. A coin shows as equal shares, a filling as one value. Cost: linear.
 */
export function afterFailures(
  choices: readonly Value[],
  failed: readonly boolean[],
): AfterFailures | undefined {
  const after = new Map<string, number>();
  const else_ = new Map<string, number>();
  let count = 0;
  let others = 0;
  failed.forEach((bad, k) => {
    const value = choices[k];
    if (value === undefined || value === "") return;
    const counts = bad ? after : else_;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    if (bad) count++;
    else others++;
  });
  if (count === 0 || others === 0) return undefined;
  const values = [...new Set([...after.keys(), ...else_.keys()])].sort();
  const p = Math.min(
    1,
    values.length *
      Math.min(
        ...values.map((value) =>
          fisherTest(
            { units: count, answers: after.get(value) ?? 0 },
            { units: others, answers: else_.get(value) ?? 0 },
          ),
        ),
      ),
  );
  const even = values.reduce(
    (total, value) => total + ((after.get(value) ?? 0) - count / values.length) ** 2,
    0,
  );
  const coin = values.length > 1 && chiSquareCdf((even * values.length) / count, values.length - 1) < 0.95;
  const shares = values.map((value) => [value, (after.get(value) ?? 0) / count] as const);
  const constant = shares.some(([, share]) => share >= 0.95);
  return { failed: count, p, like: constant ? "constant" : coin ? "coin" : "other", shares };
}
