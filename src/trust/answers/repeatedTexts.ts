// Union bound over sets of rows; entropy of English text: Shannon (1951), "Prediction and entropy of printed English", Bell System Technical Journal 30, table 1.
import type { Value } from "./answerFields.ts";

/** A text that stands in more rows than independent writers give. */
interface RepeatedText {
  readonly text: string;
  /** Rows in which it stands. */
  readonly rows: readonly number[];
  /** Bound on the chance of a text of its length in so many rows. */
  readonly p: number;
}

/** A hash says nothing of the length of its text: it counts as one of so many characters unless the log has the length beside it. */
const HASHED_CHARACTERS = 64;

/**
 * Texts that occur more often than independent answers do. The null: each row is written by itself, and no text of L characters has a
 * probability above 2^−L (one bit a character; printed English has 0.6 to 1.3); short texts (below 64) may also be as common as pairs of equal
 * texts are among all other rows of the field. Then m of n rows agree in a text with at most C(n, m) q^(m − 1); each m gets half of
 * the error that m − 1 has, so that the chance of any false alarm in the field is at most `alpha`.
 *
 * Cost: linear in the rows.
 * @param values of all rows. @param lengths of the texts, where `values` are hashes and the log tells it.
 */
export function repeatedTexts(
  values: readonly Value[],
  alpha: number,
  { hashes = false, lengths }: { readonly hashes?: boolean; readonly lengths?: readonly Value[] } = {},
): RepeatedText[] {
  const rowsOf = new Map<string, number[]>();
  let n = 0;
  values.forEach((value, row) => {
    if (value === undefined || typeof value === "boolean") return;
    const text = hashes ? String(value) : String(value).trim();
    if (text === "") return;
    n++;
    const rows = rowsOf.get(text);
    if (rows) rows.push(row);
    else rowsOf.set(text, [row]);
  });
  let equalPairs = 0;
  for (const { length: m } of rowsOf.values()) equalPairs += (m * (m - 1)) / 2;
  const found: RepeatedText[] = [];
  for (const [text, rows] of rowsOf) {
    const m = rows.length;
    if (m < 2) continue;
    const told = lengths === undefined ? undefined : Number(lengths[rows[0]!]);
    const length = hashes
      ? told !== undefined && Number.isFinite(told) && told > 0
        ? told
        : HASHED_CHARACTERS
      : text.replaceAll(/\s+/g, " ").length;
    let logQ = -length * Math.LN2;
    if (length < 64) {
      const others = ((n - m) * (n - m - 1)) / 2;
      // Seven more than were seen: an upper limit that a count of 0 keeps 999 times of 1,000.
      const common = others < 1 ? 1 : Math.min(1, (equalPairs - (m * (m - 1)) / 2 + 7) / others);
      logQ = Math.max(logQ, Math.log(common));
    }
    const logP = logChoose(n, m) + (m - 1) * (logQ + Math.LN2);
    if (logP <= Math.log(alpha)) found.push({ text, rows, p: Math.exp(logP) });
  }
  return found.sort((a, b) => b.rows.length - a.rows.length || (a.text < b.text ? -1 : 1));
}

/** Logarithm of C(n, m), by a product: m is small, or the sum is cheap beside the reading. */
function logChoose(n: number, m: number): number {
  let total = 0;
  const few = Math.min(m, n - m);
  for (let k = 1; k <= few; k++) total += Math.log((n - few + k) / k);
  return total;
}
