import type { Rng } from "../../src/core/rng.ts";
import type { ColourImbalance } from "./colourImbalance.ts";

/**
 * An assignment improved by swaps: a treated and an untreated agent, each drawn with equal chances, change arms, and change back
 * if the imbalance grows. It ends when the imbalance is low enough or after so many swaps were tried. Swaps that leave the imbalance as it is are
 * kept, so that the search does not stop at the first level place.
 *
 * Cost: O(n + edges + swaps × out-neighbours of two agents).
 */
export function climbedColouring(
  assignment: Uint8Array,
  imbalance: ColourImbalance,
  rng: Rng,
  until: number,
  swaps: number,
): Uint8Array {
  const arms = assignment.slice();
  const agents = [0, 1].map((arm) => Array.from(arms.keys()).filter((i) => arms[i] === arm));
  const [untreated, treated] = [agents[0]!, agents[1]!];
  let now = imbalance.start(arms);
  for (let s = 0; s < swaps && now > until; s++) {
    const a = rng.integer(treated.length);
    const b = rng.integer(untreated.length);
    const first = treated[a]!;
    const second = untreated[b]!;
    imbalance.flip(first);
    const next = imbalance.flip(second);
    if (next > now) {
      imbalance.flip(first);
      imbalance.flip(second);
      continue;
    }
    now = next;
    treated[a] = second;
    untreated[b] = first;
    arms[first] = 0;
    arms[second] = 1;
  }
  return arms;
}
