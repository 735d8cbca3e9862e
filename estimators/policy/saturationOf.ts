import type { Law } from "../../designs/Design.ts";
import { sum } from "../../src/core/numbers/sum.ts";

/** Shares that differ by less are the same. */
const CLOSE = 1e-9;
/** A saturation of numbers of agents, whose share differs between groups, goes by its mean share, so near to the second digit. */
const NEAR = 0.005;

/**
 * Which saturation of a two-stage design a share means, by number: the one that treats this share of every group, up to the
 * rounding to whole agents, or on average over groups where it is given as numbers of agents; or in words why there is none.
 */
export function saturationOf(
  share: number,
  { sizes, treated }: Pick<NonNullable<Law["twoStage"]>, "sizes" | "treated">,
): number | string {
  const misses = treated.map((row) =>
    Math.max(...row.map((count, g) => Math.abs(count - share * sizes[g]!) - CLOSE * sizes[g]!)),
  );
  const exact = misses.flatMap((miss, s) => (miss <= 0 ? [s] : []));
  const rounded = misses.flatMap((miss, s) => (miss <= 0.5 ? [s] : []));
  const means = treated.map((row) => sum(row.map((count, g) => count / sizes[g]!)) / row.length);
  const averaged = means.flatMap((mean, s) => (Math.abs(mean - share) <= NEAR + CLOSE ? [s] : []));
  const found = [exact, rounded, averaged].find((some) => some.length > 0) ?? [];
  if (found.length === 1) return found[0]!;
  const shares = means.map((mean) => Number(mean.toPrecision(4)));
  return found.length === 0
    ? `the design has no saturation of ${share}: its saturations are ${shares.join(", ")}. A policy between them is answered by partial-interference where each agent is assigned independently`
    : `a share of ${share} fits ${found.length} saturations of the design, which round to the same numbers of agents (${shares.join(", ")})`;
}
