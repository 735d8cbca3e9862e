import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { networkInRound } from "../../network/changes/networkInRound.ts";
import type { Network } from "../../network/Network.ts";
import type { Channel } from "../Channel.ts";
import { eachRound } from "./eachRound.ts";
import { oneWayArrows } from "./oneWayArrows.ts";

/**
 * In each round agents are paired along edges at random, and the two of a pair hear each other; one who is left over
 * hears nobody. Agents come in random order, and each that is still free draws one of its free in-neighbours with
 * equal probability. On a complete network every pairing is equally likely. In a directed network both of a pair hear each
 * other although there may be an edge one way only.
 */
export const pairs: Kind<Record<string, never>, Channel> = defineKind({
  kind: "pairs",
  summary: "the words of a partner: agents are paired along edges in each round",
  settings: z.strictObject({}),
  make: (): Channel => ({
    name: "pairs",
    params: {},
    chance: true,
    chooses: true,
    beyond: oneWayArrows,
    start({ network, world, rng }) {
      const partners = eachRound(rng, world, (stream, round) =>
        pairUp(networkInRound(network, round), stream),
      );
      return {
        sources(i, round) {
          const partner = partners(round)[i]!;
          return partner === network.n ? [] : [partner];
        },
      };
    },
  }),
});

/** The partner of each agent; n for one who is left over. Cost: O(n + edges). */
function pairUp({ n, offsets, sources }: Network, rng: Rng): Uint32Array {
  const partner = new Uint32Array(n).fill(n);
  for (const i of shuffle(
    rng,
    Uint32Array.from({ length: n }, (_, k) => k),
  )) {
    if (partner[i] !== n) continue;
    const free = sources.subarray(offsets[i]!, offsets[i + 1]!).filter((j) => partner[j] === n);
    if (free.length === 0) continue;
    const j = free[rng.integer(free.length)]!;
    partner[i] = j;
    partner[j] = i;
  }
  return partner;
}
