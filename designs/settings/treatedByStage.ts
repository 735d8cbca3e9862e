import { SpillwayError } from "../../src/core/SpillwayError.ts";

/** How many of so many are treated by each stage, as numbers or as shares. */
interface TreatedByStage {
  readonly treated?: readonly number[] | undefined;
  readonly shares?: readonly number[] | undefined;
}

/**
 * The numbers of agents, or clusters, that are treated by each stage, exactly as asked.
 *
 * @param size number of agents or clusters
 * @param noun what they are, for messages
 * @throws SpillwayError when there are fewer, or a share gives no whole number of them; with numbers that can be had.
 */
export function treatedByStage(
  { treated, shares = [] }: TreatedByStage,
  size: number,
  noun: "agent" | "cluster",
): readonly number[] {
  const all = size === 1 ? `1 ${noun}` : `${size} ${noun}s`;
  const stages = treated?.length ?? shares.length;
  if (stages > size)
    throw new SpillwayError(
      `rollout: every stage must add at least one ${noun}, but there are ${stages} stages for ${all}: name fewer stages`,
    );
  if (treated) {
    if (treated.at(-1)! > size)
      throw new SpillwayError(
        `rollout: treated must end with at most ${size} (there are ${all}), got ${treated.at(-1)}`,
      );
    return treated;
  }
  const exact = shares.map((share) => share * size);
  const whole = exact.map(Math.round);
  // Shares come as decimals such as 0.1, so their products miss whole numbers by rounding.
  const fits = exact.every((x, t) => Math.abs(x - whole[t]!) <= 1e-9 * size);
  if (fits && whole[0]! > 0 && whole.every((now, t) => t === 0 || now > whole[t - 1]!)) return whole;
  throw new SpillwayError(
    `rollout: shares must give whole numbers of ${noun}s, but of ${all} they are ${exact
      .map((x) => Number(x.toFixed(4)))
      .join(", ")}: give treated, such as [${increasing(whole, size).join(", ")}]`,
  );
}

/** Whole numbers from 1 to `size` that increase, near to the given ones. */
function increasing(whole: readonly number[], size: number): number[] {
  const near = [...whole];
  for (let t = 0; t < near.length; t++) near[t] = Math.max(near[t]!, (near[t - 1] ?? 0) + 1);
  for (let t = near.length - 1; t >= 0; t--) near[t] = Math.min(near[t]!, size - (near.length - 1 - t));
  return near;
}
