import type { AgentTypes } from "./agentTypes.ts";
import type { Incidence } from "./incidence.ts";

/**
 * Sorts types of agents into parts that depend on nothing in common under fixed counts: strata are drawn independently of each other, so types
 * that touch no stratum in common, nor through others, are in different parts. Cost: O(Σ rows of the types).
 *
 * @param stratum of each block
 */
export function independentParts(
  { count, representative }: Pick<AgentTypes, "count" | "representative">,
  { offsets, blocks }: Incidence,
  stratum: Uint32Array,
): Uint32Array {
  const parent = Uint32Array.from(
    { length: stratum.reduce((most, s) => Math.max(most, s + 1), 0) },
    (_, s) => s,
  );
  const root = (s: number): number => {
    let at = s;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (const i of representative)
    for (let k = offsets[i]! + 1; k < offsets[i + 1]!; k++)
      parent[root(stratum[blocks[k]!]!)] = root(stratum[blocks[k - 1]!]!);
  // An agent that nothing reaches has one condition only, and may be in any part.
  return Uint32Array.from({ length: count }, (_, t) => {
    const first = offsets[representative[t]!]!;
    return first === offsets[representative[t]! + 1] ? 0 : root(stratum[blocks[first]!]!);
  });
}
