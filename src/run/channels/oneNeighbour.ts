import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { networkInRound } from "../../network/changes/networkInRound.ts";
import { degree } from "../../network/Network.ts";
import type { Channel } from "../Channel.ts";
import { eachRound } from "./eachRound.ts";

/**
 * In each round every agent hears one of its in-neighbours, drawn with equal probability and anew each round. One that has said
 * nothing may be drawn too; then the agent hears nothing.
 */
export const oneNeighbour: Kind<Record<string, never>, Channel> = defineKind({
  kind: "one-neighbour",
  summary: "the words of one in-neighbour, drawn in each round",
  settings: z.strictObject({}),
  make: (): Channel => ({
    name: "one-neighbour",
    params: {},
    chance: true,
    chooses: true,
    start({ network, world, rng }) {
      const chosen = eachRound(rng, world, (stream, round) => {
        const now = networkInRound(network, round);
        return Uint32Array.from({ length: now.n }, (_, i) => {
          const size = degree(now, i);
          return size === 0 ? 0 : now.offsets[i]! + stream.integer(size);
        });
      });
      return {
        sources(i, round) {
          const now = networkInRound(network, round);
          if (degree(now, i) === 0) return [];
          return [now.sources[chosen(round)[i]!]!];
        },
      };
    },
  }),
});
