import type { FixedCounts } from "../Structure.ts";

/** The blocks of each stratum, in ascending order. */
export function blocksByStratum({ stratum, strata, blocks }: FixedCounts): number[][] {
  const members: number[][] = Array.from({ length: strata }, () => []);
  for (let b = 0; b < blocks; b++) members[stratum[b]!]!.push(b);
  return members;
}
