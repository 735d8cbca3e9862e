import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import type { Channel, Inbox } from "../Channel.ts";
import { permuteInboxes } from "../world/permuteInboxes.ts";
import { inNeighbours } from "./neighbours.ts";

/**
 * Every agent receives as many messages as its in-neighbours have said, from anybody, perhaps its own: all of them are permuted at random in each round. A control of content without
 * relation: what is said in the world stays, who says it to whom does not. The same draws as `neighbours` with `shuffle`.
 */
export const shuffled: Kind<Record<string, never>, Channel> = defineKind({
  kind: "shuffled",
  summary: "as many messages as in-neighbours have said, from random senders",
  settings: z.strictObject({}),
  make: (): Channel => ({
    name: "shuffled",
    params: {},
    chance: true,
    chooses: true,
    atOnce: true,
    beyond: ({ n, sources }) => n * (n - 1) - sources.length,
    start({ network, world, rng, board }) {
      const from = inNeighbours(network);
      const stream = rng.fork("shuffle");
      let permuted: { readonly moment: number; readonly inboxes: readonly Inbox[] } | undefined;
      return {
        inbox(i, round) {
          if (permuted?.moment !== board.moment) {
            const all = Array.from({ length: network.n }, (_, j) => ({
              heard: Array.from(from(j, round), (k) => board.voice(k)).filter((voice) => voice !== undefined),
            }));
            permuted = {
              moment: board.moment,
              inboxes: permuteInboxes(all, stream.fork(`${world}:${round}`)),
            };
          }
          return permuted.inboxes[i]!;
        },
      };
    },
  }),
});
