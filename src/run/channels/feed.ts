import { z } from "zod";
import { canonicalJson } from "../../core/canonicalJson.ts";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import type { Rng } from "../../core/rng.ts";
import { networkInRound } from "../../network/changes/networkInRound.ts";
import type { Network } from "../../network/Network.ts";
import type { Board, Channel } from "../Channel.ts";
import { eachRound } from "./eachRound.ts";
import { inNeighbours } from "./neighbours.ts";

export interface FeedSettings {
  /**
   * What stands first: `recency`, the words said last; `popularity`, those of the agent with the most out-neighbours in the
   * round, its followers; `repeated`, the words that most agents said, which depends on what they say and so on treatment; `random`, an order
   * drawn in each round. Equals stand in random order. Default recency.
   */
  readonly rank?: "recency" | "popularity" | "repeated" | "random";
  /** Whose words an agent may see: those of `all`, or of its in-neighbours (`neighbours`) of the round. Default all. */
  readonly among?: "all" | "neighbours";
  /** How many messages an agent sees, from 1; default 5. */
  readonly top?: number;
}

/**
 * A feed: the last words of everybody, ranked, of which each agent sees the first few that are not its own and that come from
 * among those that it may see, in the order of their rank.
 */
export const feed: Kind<FeedSettings, Channel> = defineKind({
  kind: "feed",
  summary: "the first few words of a feed, ranked: of all, or of in-neighbours",
  settings: z.strictObject({
    rank: z
      .enum(["recency", "popularity", "repeated", "random"], {
        error: "must be recency, popularity, repeated or random",
      })
      .default("recency"),
    among: z.enum(["all", "neighbours"], { error: "must be all or neighbours" }).default("all"),
    top: wholeNumber(1).default(5),
  }),
  make: ({ among, ...rest }): Channel => ({
    name: "feed",
    // As before there was a choice, so that studies keep their hashes.
    params: among === "all" ? rest : { ...rest, among },
    chance: true,
    chooses: true,
    ...(rest.rank === "repeated" ? { ofWords: true } : {}),
    beyond: ({ n, sources }) => (among === "all" ? n * (n - 1) - sources.length : 0),
    start({ network, world, rng, board }) {
      const lots = eachRound(rng, world, (stream) => uniforms(stream, network.n));
      const from = inNeighbours(network);
      let ranking: readonly number[] = [];
      let place = new Map<number, number>();
      let made = "";
      return {
        sources(i, round) {
          const now = `${round}:${board.moment}`;
          if (made !== now) {
            const merit = meritOf(rest.rank, networkInRound(network, round), board);
            ranking = ranked(board, network.n, merit, lots(round));
            place = among === "all" ? place : new Map(ranking.map((j, k) => [j, k]));
            made = now;
          }
          if (among === "neighbours")
            return Array.from(from(i, round))
              .filter((j) => place.has(j))
              .sort((a, b) => place.get(a)! - place.get(b)!)
              .slice(0, rest.top);
          const seen: number[] = [];
          for (const j of ranking) {
            if (seen.length === rest.top) break;
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
  if (rank === "repeated") return repeated(network.n, board);
  const followers = new Uint32Array(network.n);
  for (const source of network.sources) followers[source]!++;
  return (i) => followers[i]!;
}

/** How many agents said the same words as each. */
function repeated(n: number, board: Board): (i: number) => number {
  const count = new Map<string, number>();
  const words = Array.from({ length: n }, (_, i) => {
    const voice = board.voice(i);
    return voice ? canonicalJson(voice.said) : "";
  });
  for (const one of words) count.set(one, (count.get(one) ?? 0) + 1);
  return (i) => count.get(words[i]!)!;
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
