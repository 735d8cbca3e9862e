import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { eachEdge } from "../eachEdge.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { someShare } from "./shareOfEdges.ts";
import { withRows } from "./withRows.ts";

export interface SampledSettings {
  /** Chance with which each edge of the network is heard in a round, above 0 up to 1, independently of all others. */
  readonly probability: number;
  /** Rounds for which a draw holds, from 1. Default 1. */
  readonly every?: number;
}

/**
 * In every round, or every few, each edge of the network is heard with a known chance and silent otherwise. An undirected edge is
 * heard both ways or not at all. Unlike `delivery`, it is drawn once for all worlds, before treatment.
 */
export const sampled: Kind<SampledSettings, ChangeRule> = defineKind({
  kind: "sampled",
  summary: "each edge of the network is heard with a known chance, drawn anew every round or every few",
  settings: z.strictObject({
    probability: someShare(),
    every: wholeNumber(1).default(1),
  }),
  make: (params): ChangeRule => ({
    name: "sampled",
    params,
    start: (network, rng) => (round, before) => {
      const { probability, every } = params;
      if ((round - 1) % every !== 0) return before;
      const stream = rng.fork((round - 1) / every);
      const from: number[] = [];
      const to: number[] = [];
      const weight: number[] = [];
      eachEdge(network, (source, target, w) => {
        if (stream.uniform() >= probability) return;
        from.push(source);
        to.push(target);
        weight.push(w);
      });
      return withRows(network, { from, to, weight });
    },
  }),
});
