import type { Network } from "../../src/network/Network.ts";

/** Whom a mean of contributions is about. */
interface ContributionPopulation {
  readonly population: number;
  readonly excluded: readonly string[];
  readonly notes: readonly string[];
}

/**
 * The agents in a mean of contributions, and in words who is left out.
 *
 * @param unable why the design leaves agents out, after the words "3 agents"
 */
export function populationOf(
  { ids }: Network,
  { able, among, unable }: { readonly able: Uint8Array; readonly among: Uint8Array; readonly unable: string },
): ContributionPopulation {
  const excluded = ids.filter((_, i) => among[i] === 0);
  const unfit = able.filter((one) => one === 0).length;
  const missing = excluded.length - unfit;
  const agents = (count: number): string => (count === 1 ? "1 agent" : `${count} agents`);
  return {
    population: ids.length - excluded.length,
    excluded,
    notes: [
      ...(unfit > 0 ? [`${agents(unfit)} ${unable}: left out`] : []),
      ...(missing > 0
        ? [
            `${agents(missing)} without an outcome or baseline left out: valid only if treatment does not decide who answers`,
          ]
        : []),
    ],
  };
}
