import type { Rng } from "../rng.ts";

/** Puts the items of an array (or typed array) into a uniformly random order, in place. Fisher and Yates (1938); cost O(n). */
export function shuffle<Items extends { length: number; [index: number]: unknown }>(
  rng: Rng,
  items: Items,
): Items {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  }
  return items;
}
