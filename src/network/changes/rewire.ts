import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { eachEdge } from "../eachEdge.ts";
import type { Network } from "../Network.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { shareOfEdges, someShare } from "./shareOfEdges.ts";
import { withRows } from "./withRows.ts";

export interface RewireSettings {
  /** Share of the edges that is moved each time, above 0 up to 1, rounded to a whole number of edges. */
  readonly share: number;
  /** Rounds from one rewiring to the next, from 1. Default 1. */
  readonly every?: number;
  /**
   * What everybody keeps. `in-degree`: the number of edges stays, and in a directed network how many each agent hears; the far
   * end of an edge goes to an agent drawn at random. `degrees`: edges are taken two by two and swap their ends, so that everybody
   * keeps its numbers of in- and out-neighbours. Default in-degree.
   */
  readonly keep?: "in-degree" | "degrees";
}

/** Tries for a pair of edges, or for an end, before an edge is left where it is. */
const TRIES = 100;
/** Edges that fit into a set of them. */
const MOST = 16_000_000;

/**
 * A share of the ties is rewired every round, or every few, beginning with the network as declared in round 1: each
 * rewiring goes on from the edges of the round before. An edge keeps its weight. An edge for which no place is found in 100 tries stays.
 *
 * Ends are drawn as in Watts and Strogatz (1998); swaps are those of Maslov and Sneppen (2002), "Specificity and stability in topology of
 * protein networks", Science 296.
 */
export const rewire: Kind<RewireSettings, ChangeRule> = defineKind({
  kind: "rewire",
  summary: "a share of the ties is rewired at random every round or every few",
  settings: z.strictObject({
    share: someShare(),
    every: wholeNumber(1).default(1),
    keep: z.enum(["in-degree", "degrees"], { error: "must be in-degree or degrees" }).default("in-degree"),
  }),
  make: (params): ChangeRule => ({
    name: "rewire",
    params,
    start(network, rng) {
      const { share, every, keep } = params;
      if (network.edges > MOST)
        throw new SpillwayError(
          `rewire: at most ${MOST.toLocaleString("en-US")} edges can be rewired, got ${network.edges.toLocaleString("en-US")}`,
        );
      const count = shareOfEdges("rewire", share, network.edges);
      return (round, before) => {
        if (round === 1) return network;
        if ((round - 1) % every !== 0) return before;
        return rewired(before, count, keep, rng.fork((round - 1) / every));
      };
    },
  }),
});

function rewired(network: Network, count: number, keep: "in-degree" | "degrees", rng: Rng): Network {
  const { n, directed, edges } = network;
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  eachEdge(network, (source, target, w) => {
    from.push(source);
    to.push(target);
    weight.push(w);
  });
  const code = (a: number, b: number): number => (directed || a < b ? a * n + b : b * n + a);
  const there = new Set(from.map((source, k) => code(source, to[k]!)));
  const isFree = (a: number, b: number): boolean => a !== b && !there.has(code(a, b));
  const put = (k: number, a: number, b: number): void => {
    there.delete(code(from[k]!, to[k]!));
    from[k] = a;
    to[k] = b;
    there.add(code(a, b));
  };
  const order = shuffle(
    rng,
    Uint32Array.from({ length: edges }, (_, k) => k),
  );
  const moved = order.subarray(0, count);
  const done = new Uint8Array(edges);
  for (const k of moved) {
    if (done[k] === 1) continue;
    for (let tries = 0; tries < TRIES; tries++) {
      if (keep === "in-degree") {
        // In an undirected network either end may stay.
        const stays = !directed && rng.integer(2) === 1 ? from[k]! : to[k]!;
        const other = rng.integer(n);
        if (!isFree(other, stays)) continue;
        put(k, other, stays);
      } else {
        const l = moved[rng.integer(moved.length)]!;
        const [a, b] = [from[k]!, to[k]!];
        const [c, d] = !directed && rng.integer(2) === 1 ? [to[l]!, from[l]!] : [from[l]!, to[l]!];
        if (l === k || !isFree(a, d) || !isFree(c, b) || code(a, d) === code(c, b)) continue;
        put(k, a, d);
        // The first edge is gone from its old place, so the second never takes a place that it left.
        put(l, c, b);
        done[l] = 1;
      }
      break;
    }
  }
  return withRows(network, { from, to, weight });
}
