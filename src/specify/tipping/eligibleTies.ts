import { SpillwayError } from "../../core/SpillwayError.ts";
import { degree, type Network } from "../../network/Network.ts";
import type { EdgeErrors } from "./EdgeErrors.ts";

/** Which ties a kind of errors is about, and how likely each is to err beside the others. */
export interface EligibleTies {
  /** Whether a tie between two agents may err. */
  may(source: number, target: number): boolean;
  /** How likely an agent's ties are to err, in proportion; absent when all are alike. */
  readonly pull?: Float64Array;
  /** Agents that can have such a tie, ascending. */
  readonly agents: Uint32Array;
  /** Ordered pairs of different agents between whom there may be one. */
  readonly pairs: number;
  /** In words, after "ties". */
  readonly words: string;
}

/**
 * The ties that a kind of errors is about. Cost: O(n + edges).
 *
 * @param studied 1 for each agent that the design studies
 * @throws SpillwayError for `within` and `across` without groups, and groups of another number of agents.
 */
export function eligibleTies(
  network: Network,
  { where = "anywhere", groups }: EdgeErrors,
  studied: Uint8Array,
): EligibleTies {
  const { n } = network;
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  if (where === "anywhere") return { may: () => true, agents: all, pairs: n * (n - 1), words: "anywhere" };
  if (where === "degree") {
    const pull = Float64Array.from({ length: n }, (_, i) => degree(network, i) + 1);
    for (const source of network.directed ? network.sources : []) pull[source]! += 1;
    return {
      may: () => true,
      pull,
      agents: all,
      pairs: n * (n - 1),
      words: "of well-connected agents first",
    };
  }
  if (where === "egos") {
    const agents = all.filter((i) => studied[i] === 1);
    const m = agents.length;
    return {
      may: (i, j) => studied[i] === 1 && studied[j] === 1,
      ...{ agents, pairs: m * (m - 1), words: "between agents whom the design studies" },
    };
  }
  if (groups === undefined)
    throw new SpillwayError(
      `tipping: errors ${where} groups need the groups: name a column with them (--groups)`,
    );
  if (groups.length !== n)
    throw new SpillwayError(`tipping: groups must have ${n} entries, one per agent, got ${groups.length}`);
  const sizes = new Map<string, number>();
  for (const group of groups) if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const grouped = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const inside = [...sizes.values()].reduce((sum, size) => sum + size * (size - 1), 0);
  const agents = all.filter((i) => groups[i] !== undefined);
  if (where === "within")
    return {
      may: (i, j) => groups[i] !== undefined && groups[i] === groups[j],
      ...{ agents, pairs: inside, words: "within groups" },
    };
  return {
    may: (i, j) => groups[i] !== undefined && groups[j] !== undefined && groups[i] !== groups[j],
    ...{ agents, pairs: grouped * (grouped - 1) - inside, words: "between groups" },
  };
}
