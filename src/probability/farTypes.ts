import type { FarTypes } from "./PairProbabilities.ts";
import type { PairProfiles } from "./pairProfiles.ts";

/** Numbers the agents by type: agents of one type have the same number and kinds of blocks around them. Cost O(n × degree). */
export function farTypes(n: number, profiles: PairProfiles): FarTypes {
  const number = new Map<string, number>();
  const representative: number[] = [];
  const type = Uint32Array.from({ length: n }, (_, i) => {
    const text = profiles.typeOf(i);
    if (!number.has(text)) {
      number.set(text, representative.length);
      representative.push(i);
    }
    return number.get(text)!;
  });
  return {
    type,
    count: representative.length,
    law: (t, u) => profiles.apart(representative[t]!, representative[u]!),
  };
}
