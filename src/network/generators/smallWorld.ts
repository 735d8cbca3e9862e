import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { probability, wholeNumber } from "../../core/fields.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { numberedNetwork } from "./numberedNetwork.ts";
import { checkEvenDegree } from "./ringLattice.ts";

export interface SmallWorldSettings {
  /** Number of agents, at least 3. */
  n: number;
  /** Mean number of neighbours: an even number from 2 to n − 1. */
  k: number;
  /** Chance that an edge is moved, from 0 (a ring lattice) to 1. */
  rewire: number;
}

/**
 * Watts and Strogatz (1998), "Collective dynamics of small-world networks", Nature 393. From a ring lattice; lap by lap,
 * each edge to the first, second, … neighbour clockwise is moved with chance `rewire`: its far end goes to an agent drawn
 * uniformly from those that the near end is neither joined to nor is. The number of edges stays n k / 2. Cost: O(n k²).
 *
 * @throws SpillwayError when k is odd or not below n
 */
export const smallWorld: Kind<SmallWorldSettings, NetworkModel> = defineKind({
  kind: "small-world",
  summary: "a ring lattice of which some edges are moved at random (Watts and Strogatz 1998)",
  settings: z.strictObject({ n: wholeNumber(3), k: wholeNumber(2), rewire: probability() }),
  make({ n, k, rewire }) {
    checkEvenDegree("small-world", n, k);
    return {
      name: "small-world",
      params: { n, k, rewire },
      draw(rng) {
        const near: number[][] = Array.from({ length: n }, () => []);
        const link = (a: number, b: number): void => {
          near[a]!.push(b);
          near[b]!.push(a);
        };
        for (let i = 0; i < n; i++) for (let step = 1; step <= k / 2; step++) link(i, (i + step) % n);
        for (let step = 1; step <= k / 2; step++) {
          for (let i = 0; i < n; i++) {
            const mine = near[i]!;
            if (rng.uniform() >= rewire || mine.length === n - 1) continue;
            let other = rng.integer(n);
            while (other === i || mine.includes(other)) other = rng.integer(n);
            const old = (i + step) % n;
            mine.splice(mine.indexOf(old), 1);
            near[old]!.splice(near[old]!.indexOf(i), 1);
            link(i, other);
          }
        }
        const sink = numberedNetwork("small-world", n, (n * k) / 2);
        near.forEach((others, i) => {
          for (const j of others) if (i < j) sink.add(i, j);
        });
        return sink.network();
      },
    };
  },
});
