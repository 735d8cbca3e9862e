import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";

/** How p-values of several tests are adjusted for their number. */
export type Adjustment = "holm" | "bh" | "by";

/**
 * p-values adjusted for their number, in the given order. `holm` (Holm 1979) bounds the chance of any false rejection, whatever the dependence; `bh` (Benjamini and Hochberg 1995)
 * the expected share of false ones among rejections, for independent or positively dependent tests; `by` (Benjamini and Yekutieli 2001) the same for any dependence.
 *
 * @throws SpillwayError for a number that is no p-value.
 */
export function adjustP(p: readonly number[], method: Adjustment): number[] {
  wantArgument("adjustP", "a list of p-values", p, { fields: ["map"] });
  wantArgument("adjustP", "a list of p-values", p);
  const wrong = p.findIndex((one) => !(one >= 0 && one <= 1));
  if (wrong >= 0)
    throw new SpillwayError(
      `adjustP: a p-value must be a number from 0 to 1, got ${p[wrong]} at position ${wrong}`,
    );
  const m = p.length;
  const order = Array.from(p, (_, k) => k).sort((a, b) => p[a]! - p[b]!);
  const adjusted = new Array<number>(m).fill(1);
  if (method === "holm") {
    let most = 0;
    order.forEach((k, rank) => {
      most = Math.max(most, Math.min(1, (m - rank) * p[k]!));
      adjusted[k] = most;
    });
    return adjusted;
  }
  let factor = 1;
  if (method === "by") for (let j = 2; j <= m; j++) factor += 1 / j;
  let least = 1;
  for (let rank = m; rank >= 1; rank--) {
    const k = order[rank - 1]!;
    least = Math.min(least, (factor * m * p[k]!) / rank);
    adjusted[k] = least;
  }
  return adjusted;
}
