import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import type { Rng } from "../../core/rng.ts";
import type { Network } from "../../network/Network.ts";
import type { Board, Channel } from "../Channel.ts";
import { eachRound } from "./eachRound.ts";

export interface FeedSettings {
  /**
   * What stands first: `recency`, the words said last; `popularity`, those of the agent with the most out-neighbours, its
   * followers; `random`, an order drawn in each round. Equals stand in random order. Default recency.
   */
  readonly rank?: "recency" | "popularity" | "random";
  /** How many messages an agent sees, from 1; default 5. */
  readonly top?: number;
}

/**
 * A feed that all agents share: the last words of everybody, ranked, of which each agent sees the first few that are not
 * its own, in the order of their rank. The network decides nothing but who is popular.
 */
export const feed: Kind<FeedSettings, Channel> = defineKind({
  kind: "feed",
  summary: "the first few words of a feed that all share, ranked",
  settings: z.strictObject({
    rank: z
      .enum(["recency", "popularity", "random"], { error: "must be recency, popularity or random" })
      .default("recency"),
    top: wholeNumber(1).default(5),
  }),
  make: (params): Channel => ({
    name: "feed",
    params,
    chance: true,
    chooses: true,
    beyond: ({ n, sources }) => n * (n - 1) - sources.length,
    start({ network, world, rng, board }) {
      const lots = eachRound(rng, world, (stream) => uniforms(stream, network.n));
      const merit = meritOf(params.rank, network, board);
      let ranking: readonly number[] = [];
      let made = "";
      return {
        sources(i, round) {
          const now = `${round}:${board.moment}`;
          if (made !== now) {
            ranking = ranked(board, network.n, merit, lots(round));
            made = now;
          }
          const seen: number[] = [];
          for (const j of ranking) {
            if (seen.length === params.top) break;
            if (j !== i) seen.push(j);
          }
          return seen;
        },
      };
    },
  }),
});

function meritOf(rank: FeedSettings["rank"], network: Network, board: Board): (i: number) => number {
  if (rank === "random") return () => 0;
  if (rank === "recency") return (i) => board.when(i);
  const followers = new Uint32Array(network.n);
  for (const source of network.sources) followers[source]!++;
  return (i) => followers[i]!;
}

/** Those who have said anything, the first of the feed first. Cost: O(n log n). */
function ranked(board: Board, n: number, merit: (i: number) => number, lots: Float64Array): number[] {
  const list: number[] = [];
  for (let i = 0; i < n; i++) if (board.voice(i)) list.push(i);
  return list.sort((a, b) => merit(b) - merit(a) || lots[a]! - lots[b]! || a - b);
}

function uniforms(rng: Rng, n: number): Float64Array {
  const drawn = new Float64Array(n);
  rng.uniforms(drawn);
  return drawn;
}
