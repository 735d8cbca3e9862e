import { anyTreatedNeighbor } from "../../../exposure/anyTreatedNeighbor.ts";
import { fromEdges } from "../../../network/fromEdges.ts";

/** Who is treated: nobody, Ann, Ben, or both. */
export type Pair = "nobody" | "ann" | "ben" | "both";

interface TwoAgents {
  /** For Ann and for Ben. */
  readonly arms: readonly [number, number];
  readonly conditions: readonly [string, string];
  readonly outcomes: readonly [number, number];
}

/** What each condition does to either of them. */
export const OUTCOMES: Readonly<Record<string, number>> = { none: 5, indirect: 6, direct: 7, both: 8 };

/** Two friends under one of their four assignments: what each does depends on the other's arm, too. */
export function twoAgents(treated: Pair): TwoAgents {
  const friends = fromEdges([["ann", "ben"]]);
  const arms = [
    treated === "ann" || treated === "both" ? 1 : 0,
    treated === "ben" || treated === "both" ? 1 : 0,
  ] as const;
  const exposure = anyTreatedNeighbor();
  const of = exposure.of(friends, Uint8Array.from(arms));
  const conditions = [exposure.conditions[of[0]!]!, exposure.conditions[of[1]!]!] as const;
  return { arms, conditions, outcomes: [OUTCOMES[conditions[0]]!, OUTCOMES[conditions[1]]!] };
}
