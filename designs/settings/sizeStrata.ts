import { sum } from "../../src/core/numbers/sum.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { FixedCounts } from "../Structure.ts";

/** How many of the clusters of each stratum are treated: a share, the same for all, or a number for each. */
interface SizeStrata {
  /** Number of strata, from 1 on. */
  readonly strata: number;
  /** Share of the clusters of each stratum, from 0 to 1. Default 0.5, unless `treated` is given. */
  readonly share?: number | undefined;
  readonly treated?: number | readonly number[] | undefined;
}

/**
 * Strata of clusters of like size: sorted by number of agents, the smallest first (of equal ones the first), the clusters are
 * cut into strata of equal number, up to one cluster. Cost: O(n + M log M) for M clusters.
 *
 * @param cluster cluster of each agent, 0 … clusters − 1
 * @throws SpillwayError when there are fewer clusters than strata, or a share is no whole number of clusters
 */
export function sizeStrata(
  who: string,
  cluster: Uint32Array,
  clusters: number,
  { strata, share, treated }: SizeStrata,
): Pick<FixedCounts, "stratum" | "strata" | "counts"> {
  if (strata > clusters)
    throw new SpillwayError(
      `${who}: sizeStrata must be at most the number of clusters, ${clusters}, got ${strata}`,
    );
  const size = new Uint32Array(clusters);
  for (const c of cluster) size[c]!++;
  const bySize = [...size.keys()].sort((a, b) => size[a]! - size[b]! || a - b);
  const stratum = new Uint32Array(clusters);
  const members = new Array<number>(strata).fill(0);
  bySize.forEach((c, rank) => {
    stratum[c] = Math.floor((rank * strata) / clusters);
    members[stratum[c]!]!++;
  });
  const chosen =
    treated === undefined ? byShare(who, share ?? 0.5, members) : byNumber(who, treated, members);
  const all = sum(chosen);
  if (all === 0 || all === clusters)
    throw new SpillwayError(`${who}: both arms need a cluster, but ${all} of ${clusters} would be treated`);
  return {
    stratum,
    strata,
    counts: Uint32Array.from(members.flatMap((m, s) => [m - chosen[s]!, chosen[s]!])),
  };
}

function byShare(who: string, share: number, members: readonly number[]): number[] {
  const exact = members.map((m) => share * m);
  const whole = exact.map(Math.round);
  // A share such as 0.1 is no exact number, so its products miss whole numbers by rounding.
  const fault = exact.findIndex((x, s) => Math.abs(x - whole[s]!) > 1e-9 * Math.max(1, members[s]!));
  if (fault >= 0)
    throw new SpillwayError(
      `${who}: probability must give a whole number of clusters in each stratum, but ${share} of the ${members[fault]} clusters of stratum ${fault + 1} is ${Number(exact[fault]!.toFixed(4))}: give treated, a number for each stratum, such as [${nearby(exact).join(", ")}]${other(share, sum(members))}`,
    );
  return whole;
}

/** Whole numbers near to the given ones whose sum is near to theirs too. */
function nearby(exact: readonly number[]): number[] {
  let total = 0;
  let given = 0;
  return exact.map((x) => {
    total += x;
    const count = Math.round(total) - given;
    given += count;
    return count;
  });
}

/** A number of strata that would do, in words, when there is one. */
function other(share: number, clusters: number): string {
  for (let strata = Math.floor(clusters / 2); strata >= 1; strata--) {
    const sizes = [Math.floor(clusters / strata), Math.ceil(clusters / strata)];
    if (sizes.every((m) => Math.abs(share * m - Math.round(share * m)) < 1e-9 * m))
      return `, or another sizeStrata, such as ${strata}`;
  }
  return "";
}

function byNumber(
  who: string,
  treated: number | readonly number[],
  members: readonly number[],
): readonly number[] {
  const wanted = `must be a list of ${members.length} numbers of clusters, one for each stratum (of ${members.join(", ")} clusters)`;
  if (typeof treated === "number")
    throw new SpillwayError(`${who}: treated ${wanted} where sizeStrata is given, got ${treated}`);
  if (treated.length !== members.length)
    throw new SpillwayError(`${who}: treated ${wanted}, got ${treated.length}`);
  members.forEach((m, s) => {
    const count = treated[s]!;
    if (!Number.isInteger(count) || count < 0 || count > m)
      throw new SpillwayError(
        `${who}: treated must be a whole number from 0 to ${m} in stratum ${s + 1}, got ${count}`,
      );
  });
  return treated;
}
