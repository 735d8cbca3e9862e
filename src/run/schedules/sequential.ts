import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { shuffle } from "../../core/numbers/shuffle.ts";
import type { Moment, Schedule } from "../Schedule.ts";
import { everybody } from "./simultaneous.ts";

export interface SequentialSettings {
  /** The order: drawn for `each-round`, drawn `once` for each world, or that of the `ids`. Default each-round. */
  readonly order?: "each-round" | "once" | "ids";
}

/**
 * In every round agents act one after the other, so an agent hears what those before it have just said, and of the
 * others what they said in the round before.
 */
export const sequential: Kind<SequentialSettings, Schedule> = defineKind({
  kind: "sequential",
  summary: "everybody in every round, one after the other, each hearing those before",
  settings: z.strictObject({
    order: z
      .enum(["each-round", "once", "ids"], { error: "must be each-round, once or ids" })
      .default("each-round"),
  }),
  make: (params): Schedule => ({
    name: "sequential",
    params,
    chance: params.order !== "ids",
    partial: false,
    meets: false,
    atOnce: () => 1,
    start({ network, world, rng }) {
      const { order } = params;
      const inOrder = (all: Uint32Array): Moment[] => Array.from(all, (i) => [i]);
      if (order === "each-round")
        return (round) => inOrder(shuffle(rng.fork(`${world}:${round}`), everybody(network.n)));
      const all = everybody(network.n);
      const fixed = inOrder(order === "once" ? shuffle(rng.fork(world), all) : all);
      return () => fixed;
    },
  }),
});
