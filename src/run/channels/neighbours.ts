import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { networkInRound } from "../../network/changes/networkInRound.ts";
import type { Network } from "../../network/Network.ts";
import type { Channel } from "../Channel.ts";

/**
 * Every agent hears the last words of each of its in-neighbours of the round, in the order of their ids: the channel of a study that
 * names none.
 */
export const neighbours: Kind<Record<string, never>, Channel> = defineKind({
  kind: "neighbours",
  summary: "the words of every in-neighbour",
  settings: z.strictObject({}),
  make: (): Channel => ({
    name: "neighbours",
    params: {},
    chance: false,
    chooses: false,
    start: ({ network }) => ({ sources: inNeighbours(network) }),
  }),
});

/** The in-neighbours of each agent in a round, in ascending order. */
export function inNeighbours(network: Network): (i: number, round: number) => Uint32Array {
  return (i, round) => {
    const { offsets, sources } = networkInRound(network, round);
    return sources.subarray(offsets[i]!, offsets[i + 1]!);
  };
}
