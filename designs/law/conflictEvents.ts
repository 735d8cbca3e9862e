import type { Rng } from "../../src/core/rng.ts";
import type { ConflictScheme } from "./conflictScheme.ts";

/** An agent that desires nothing, and so lets later ones have theirs. */
export const NO_DESIRE = 2;

/** What every agent desires: 1 its first local assignment, 0 its second, 2 nothing; independently. Cost: O(n). */
export function drawDesires({ network, desire }: ConflictScheme, rng: Rng): Uint8Array {
  const uniform = new Float64Array(network.n);
  rng.uniforms(uniform);
  return Uint8Array.from(uniform, (u) => (u < desire ? 1 : u < 2 * desire ? 0 : NO_DESIRE));
}

/**
 * Which agents get what they desire: 1 or 0 for those whose earlier conflicting agents all desire nothing, 2 for all
 * others. Agents that get theirs never contradict each other. Cost: O(n + conflicts).
 */
export function conflictEvents({ network, earlier }: ConflictScheme, desires: ArrayLike<number>): Uint8Array {
  const { offsets, sources } = earlier;
  return Uint8Array.from({ length: network.n }, (_, i) => {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
      if (desires[sources[e]!] !== NO_DESIRE) return NO_DESIRE;
    return desires[i]!;
  });
}

/** The arm of every agent when these events happen: treated where a first local assignment says so, untreated elsewhere. */
export function conflictAssignment({ network, target }: ConflictScheme, events: Uint8Array): Uint8Array {
  const { n, offsets, sources } = network;
  const assignment = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    if (events[i] !== 1) continue;
    if (target !== "spillover") assignment[i] = 1;
    if (target === "direct") continue;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) assignment[sources[e]!] = 1;
  }
  return assignment;
}
