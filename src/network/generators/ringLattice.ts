import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { numberedNetwork } from "./numberedNetwork.ts";

export interface RingLatticeSettings {
  /** Number of agents, at least 3. */
  n: number;
  /** Neighbours of each agent in all: an even number from 2 to n − 1. */
  k: number;
}

/**
 * Agents on a ring, each joined to the k / 2 nearest on either side: the network without chance, for teaching and for
 * tests. It has n k / 2 edges.
 *
 * @throws SpillwayError when k is odd or not below n
 */
export const ringLattice: Kind<RingLatticeSettings, NetworkModel> = defineKind({
  kind: "ring-lattice",
  summary: "a ring on which everybody is joined to the k nearest others",
  settings: z.strictObject({ n: wholeNumber(3), k: wholeNumber(2) }),
  make({ n, k }) {
    checkEvenDegree("ring-lattice", n, k);
    return {
      name: "ring-lattice",
      params: { n, k },
      draw() {
        const sink = numberedNetwork("ring-lattice", n, (n * k) / 2);
        for (let i = 0; i < n; i++) for (let step = 1; step <= k / 2; step++) sink.add(i, (i + step) % n);
        return sink.network();
      },
    };
  },
});

/** A ring needs an even number of neighbours below n. */
export function checkEvenDegree(who: string, n: number, k: number): void {
  if (k % 2 === 1 || k >= n)
    throw new SpillwayError(`${who}: k must be an even number from 2 to ${n - 1}, got ${k}`);
}
