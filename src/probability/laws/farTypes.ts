import { present } from "../../core/present.ts";
import type { FarTypes, PairLaw } from "../PairProbabilities.ts";
import type { AgentTypes } from "./agentTypes.ts";

/** Laws of pairs of types are kept up to this number of pairs. */
const MOST_KEPT = 250_000;

/**
 * Joint laws of agents without a common block under fixed counts, which depend on the agents' types alone.
 *
 * @param part the part of each type, where agents of two parts are independent
 */
export function farTypes(
  { type, count, representative }: Pick<AgentTypes, "type" | "count" | "representative">,
  apart: (i: number, j: number) => PairLaw,
  part?: Uint32Array,
): FarTypes {
  const kept: (PairLaw | undefined)[] = [];
  return {
    type,
    count,
    ...present({ part }),
    law(t, u) {
      if (count ** 2 > MOST_KEPT) return apart(representative[t]!, representative[u]!);
      kept[t * count + u] ??= apart(representative[t]!, representative[u]!);
      return kept[t * count + u]!;
    },
  };
}
