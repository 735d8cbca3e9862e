import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import { wholeNumber } from "../core/fields.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { treatedNeighbors } from "./localExposure.ts";

export interface TwoHopSettings {
  /** Index of the arm that counts as treated. Default 1. */
  readonly focal?: number;
}

/**
 * Eight conditions from three questions: is the agent treated, is any in-neighbour (near), and is anybody at the start of
 * a walk of exactly two edges to it (far)? The agent itself does not count as far; another agent can be near and far.
 *
 * - `none`, `far`, `near`, `near-far`: the agent is untreated
 * - `direct`, `direct-far`, `direct-near`, `direct-near-far`: the agent is treated
 *
 * It has no local rule, so probabilities are exact only where the design's assignments can be listed.
 * Aronow, Eckles, Samii and Zonszein (2021), "Spillover effects in experimental data", the two-hop mapping.
 * Cost: O(Σ over agents of in-neighbours' in-neighbours).
 */
export const twoHop: ExposureKind<TwoHopSettings> = defineKind({
  kind: "two-hop",
  summary: "own treatment × any treated in-neighbour × any treated two steps away: eight conditions",
  settings: z.strictObject({ focal: wholeNumber(0).default(1) }),
  make: (params) => ({
    name: "two-hop",
    params,
    conditions: ["none", "far", "near", "near-far", "direct", "direct-far", "direct-near", "direct-near-far"],
    of(network, arms) {
      const { n, offsets, sources } = network;
      const near = new Uint32Array(n);
      for (let i = 0; i < n; i++) near[i] = treatedNeighbors(network, arms, i, params.focal);
      return Uint8Array.from({ length: n }, (_, i) => {
        const own = arms[i] === params.focal ? 1 : 0;
        let far = 0;
        for (let e = offsets[i]!; e < offsets[i + 1]! && far === 0; e++) {
          const j = sources[e]!;
          // The walk i → j → i is no one else's influence.
          const back = own === 1 && hears(network, j, i) ? 1 : 0;
          if (near[j]! > back) far = 1;
        }
        return 4 * own + 2 * (near[i]! > 0 ? 1 : 0) + far;
      });
    },
  }),
});

/** Whether i is an in-neighbour of j: by bisection in the sorted row. */
function hears(
  { offsets, sources }: { offsets: Uint32Array; sources: Uint32Array },
  j: number,
  i: number,
): boolean {
  let low = offsets[j]!;
  let high = offsets[j + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sources[middle]! < i) low = middle + 1;
    else high = middle;
  }
  return low < offsets[j + 1]! && sources[low] === i;
}
