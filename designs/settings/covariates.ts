import { z } from "zod";
import { sum } from "../../src/core/numbers/sum.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { degree, type Network } from "../../src/network/Network.ts";

/**
 * What is known of the agents before anything is assigned, by name: numbers in the order of the network's ids, a mapping
 * from id to number, or the word `degree` for the number of in-neighbours.
 */
export type Covariates = Readonly<
  Record<string, "degree" | readonly number[] | Readonly<Record<string, number>>>
>;

const number = z.number({ error: "must be a finite number" });

/** The setting that holds covariates. */
export const covariateField = (): z.ZodType<Covariates, Covariates> =>
  z
    .record(
      z.string(),
      z.union([z.literal("degree"), z.array(number).readonly(), z.record(z.string(), number).readonly()], {
        error: "must be a list of numbers, one per agent, a mapping from agent to number, or the word degree",
      }),
    )
    .refine((given) => Object.keys(given).length > 0, { error: "must name at least one covariate" })
    .readonly();

/** The numbers of one covariate, in the order of the agents. */
export interface Covariate {
  readonly name: string;
  readonly values: Float64Array;
}

/**
 * The covariates of a network's agents, sorted by name, so that the order in a file changes nothing. Cost: O(n) each.
 *
 * @throws SpillwayError when an agent has no number.
 */
export function covariateColumns(who: string, covariates: Covariates, network: Network): Covariate[] {
  const { n, ids } = network;
  return Object.entries(covariates)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, given]) => {
      if (given === "degree")
        return { name, values: Float64Array.from({ length: n }, (_, i) => degree(network, i)) };
      const list = Array.isArray(given) ? (given as readonly number[]) : undefined;
      if (list && list.length !== n)
        throw new SpillwayError(
          `${who}: covariate ${shown(name)} must have ${n} numbers, one per agent, got ${list.length}`,
        );
      const map = new Map(list ? [] : Object.entries(given as Readonly<Record<string, number>>));
      const values = Float64Array.from(ids, (id, i) => {
        const value = list ? list[i] : map.get(id);
        if (value === undefined)
          throw new SpillwayError(
            `${who}: every agent needs a number of covariate ${shown(name)}, but ${shown(id)} has none`,
          );
        return value;
      });
      return { name, values };
    });
}

/**
 * The covariates minus their means and turned into uncorrelated ones of variance 1 (with n − 1), in which the straight
 * distance between two agents is their Mahalanobis distance. Modified Gram–Schmidt; cost O(n k²).
 *
 * @throws SpillwayError when a covariate is the same for everybody, or a combination of those before it.
 */
export function whitened(who: string, covariates: readonly Covariate[]): Float64Array[] {
  const found: Float64Array[] = [];
  for (const { name, values } of covariates) {
    const mean = sum(values) / values.length;
    const rest = values.map((x) => x - mean);
    const length = norm(rest);
    // Twice: once leaves rounding errors of nearly collinear covariates in.
    for (const other of [...found, ...found]) {
      const share = dot(rest, other) / dot(other, other);
      other.forEach((x, i) => {
        rest[i]! -= share * x;
      });
    }
    const left = norm(rest);
    // What is left must be more than the rounding of the numbers themselves.
    if (!(left > 1e-8 * length && length > 1e-12 * norm(values)))
      throw new SpillwayError(
        `${who}: covariate ${shown(name)} is the same for everybody or a combination of the covariates before it: leave it out`,
      );
    const scale = Math.sqrt(values.length - 1) / left;
    found.push(rest.map((x) => x * scale));
  }
  return found;
}

function dot(a: Float64Array, b: Float64Array): number {
  return sum(a.map((x, i) => x * b[i]!));
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
