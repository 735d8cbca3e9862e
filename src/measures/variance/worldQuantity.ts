import { SpillwayError } from "../../core/SpillwayError.ts";

/** Quantities of a whole world. */
export const WORLD_QUANTITIES = [
  "mean",
  "share",
  "polarization",
  "entropy",
  "equality",
  "consensus-time",
  "survival",
] as const;

/** The name of one. */
export type WorldQuantity = (typeof WORLD_QUANTITIES)[number];

/** What one agent did in one round. */
export interface WorldValue {
  readonly round: number;
  readonly value: number | string;
}

/**
 * A number for a whole world, from what its agents did, without those of whom nothing is known; undefined where there is none.
 *
 * - `mean`: of the last round. `share`: of agents whose value in the last round is `of`.
 * - `polarization`: variance of the last round about its mean, over agents. `entropy`: of the values of the last round, in bits, plug-in.
 * - `equality`: 1 − Gini's coefficient of the last round; values must not be below 0, and all 0 has none.
 * - `consensus-time`: the first round from which all known values are the same up to the end; one after the last round where there is none.
 * - `survival`: the number of rounds before the first whose mean is 0 or below; all rounds where there is none.
 *
 * @throws SpillwayError for texts where a number is wanted, values below 0 for equality, and `share` without a value.
 */
export function worldQuantity(
  kind: WorldQuantity,
  values: readonly WorldValue[],
  of?: string,
): number | undefined {
  if (kind === "share" && of === undefined)
    throw new SpillwayError("share: wanted the value whose share is asked, as in share:1");
  if (values.length === 0) return undefined;
  const rounds = [...new Set(values.map(({ round }) => round))].sort((a, b) => a - b);
  const at = (round: number): (number | string)[] =>
    values.filter((one) => one.round === round).map(({ value }) => value);
  const final = at(rounds.at(-1)!);
  switch (kind) {
    case "mean":
      return mean(numbers(kind, final));
    case "share":
      return final.filter((value) => String(value) === of).length / final.length;
    case "polarization": {
      const all = numbers(kind, final);
      const centre = mean(all);
      return mean(all.map((value) => (value - centre) ** 2));
    }
    case "entropy": {
      const counts = new Map<number | string, number>();
      for (const value of final) counts.set(value, (counts.get(value) ?? 0) + 1);
      return Math.max(
        0,
        -[...counts.values()].reduce(
          (all, count) => all + (count / final.length) * Math.log2(count / final.length),
          0,
        ),
      );
    }
    case "equality":
      return equality(numbers(kind, final));
    case "consensus-time": {
      let time = rounds.at(-1)! + 1;
      for (let k = rounds.length - 1; k >= 0; k--) {
        if (at(rounds[k]!).some((value) => value !== final[0])) break;
        time = rounds[k]!;
      }
      return time;
    }
    case "survival": {
      const fallen = rounds.findIndex((round) => mean(numbers(kind, at(round))) <= 0);
      return fallen === -1 ? rounds.length : fallen;
    }
  }
}

function equality(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted[0]! < 0) throw new SpillwayError(`equality: wanted values of 0 or above, got ${sorted[0]}`);
  const total = sorted.reduce((a, b) => a + b, 0);
  if (total === 0) return undefined;
  const n = sorted.length;
  // Gini's coefficient from ranks: Σ(2i − n − 1)x_i/(n Σx).
  return 1 - sorted.reduce((all, value, i) => all + (2 * i + 1 - n) * value, 0) / (n * total);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function numbers(kind: WorldQuantity, values: readonly (number | string)[]): number[] {
  return values.map((value) => {
    if (typeof value === "number") return value;
    throw new SpillwayError(
      `${kind}: wanted numbers, got the text "${value.slice(0, 60)}": share and entropy take texts`,
    );
  });
}
