import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import { eachEdge } from "../eachEdge.ts";
import type { ChangeRule } from "./ChangeRule.ts";
import { shareOfEdges, someShare } from "./shareOfEdges.ts";
import { withRows } from "./withRows.ts";

export interface SwitchedSettings {
  /** The round from which it holds, from 2. */
  readonly from: number;
  /** Whether edges are switched `on` from then on, and silent before, or `off`. Default on. */
  readonly to?: "on" | "off";
  /** Share of the edges that is switched, above 0 up to 1, rounded to a whole number of edges; the others are heard in every round. Default 1. */
  readonly share?: number;
}

/** A share of the edges, drawn at random, is switched on or off from a round on; the others are heard throughout. */
export const switched: Kind<SwitchedSettings, ChangeRule> = defineKind({
  kind: "switched",
  summary: "a random share of the edges is switched on, or off, from a round on",
  settings: z.strictObject({
    from: wholeNumber(2),
    to: z.enum(["on", "off"], { error: "must be on or off" }).default("on"),
    share: someShare().default(1),
  }),
  make: (params): ChangeRule => ({
    name: "switched",
    params,
    start(network, rng) {
      const { from: first, to: state, share } = params;
      const { edges } = network;
      const order = shuffle(
        rng,
        Uint32Array.from({ length: edges }, (_, k) => k),
      );
      const isSwitched = new Uint8Array(edges);
      for (const k of order.subarray(0, shareOfEdges("switched", share, edges))) isSwitched[k] = 1;
      const kept = { from: [] as number[], to: [] as number[], weight: [] as number[] };
      let k = 0;
      eachEdge(network, (source, target, w) => {
        if (isSwitched[k++] === 1) return;
        kept.from.push(source);
        kept.to.push(target);
        kept.weight.push(w);
      });
      const fewer = withRows(network, kept);
      return (round) => (round >= first === (state === "on") ? network : fewer);
    },
  }),
});
