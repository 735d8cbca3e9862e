import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import type { Inbox } from "../Channel.ts";

/**
 * Permutes all messages at random: everybody receives as many as before, from anybody, perhaps its own. Every permutation
 * is equally likely. Cost: O(messages).
 */
export function permuteInboxes(inboxes: readonly Inbox[], rng: Rng): Inbox[] {
  const all = shuffle(
    rng,
    inboxes.flatMap(({ heard }) => heard),
  );
  let next = 0;
  return inboxes.map((inbox) => {
    const heard = all.slice(next, next + inbox.heard.length);
    next += heard.length;
    return { ...inbox, heard };
  });
}
