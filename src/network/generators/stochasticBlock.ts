import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { probability, wholeNumber } from "../../core/fields.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { wantSize } from "../wantSize.ts";
import { eachPair } from "./eachPair.ts";
import { eachSuccess } from "./eachSuccess.ts";
import { numberedNetwork } from "./numberedNetwork.ts";

export interface StochasticBlockSettings {
  /** Agents in each block, at least 1 each: the first block holds agents 0 … sizes[0] − 1, and so on. */
  sizes: number[];
  /** Chance of an edge between two agents of one block, from 0 to 1. */
  within: number;
  /** Chance of an edge between two agents of different blocks, from 0 to 1. */
  between: number;
}

/**
 * Blocks of agents who meet more (or less) within than between (Holland, Laskey and Leinhardt 1983, "Stochastic
 * blockmodels: first steps", Social Networks 5). Every pair is joined independently, with chance `within` or `between`.
 * The same stream gives the same network in every engine. Cost: O(n + blocks² + edges log n).
 */
export const stochasticBlock: Kind<StochasticBlockSettings, NetworkModel> = defineKind({
  kind: "stochastic-block",
  summary:
    "blocks of agents with one chance of an edge within and another between (Holland, Laskey and Leinhardt 1983)",
  settings: z.strictObject({
    sizes: z.array(wholeNumber(1)).min(1, { error: "must name at least one block" }),
    within: probability(),
    between: probability(),
  }),
  make: ({ sizes, within, between }) => ({
    name: "stochastic-block",
    params: { sizes, within, between },
    draw(rng) {
      const starts: number[] = [];
      let n = 0;
      for (const size of sizes) {
        starts.push(n);
        n += size;
      }
      // Memory is taken as edges come; whether they would be too many is known before.
      const inside = sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
      wantSize("stochastic-block", n, within * inside + between * ((n * (n - 1)) / 2 - inside));
      const sink = numberedNetwork("stochastic-block", n, 16);
      sizes.forEach((size, a) => {
        const start = starts[a]!;
        eachPair(rng, within, size, (i, j) => sink.add(start + i, start + j));
        for (let b = 0; b < a; b++) {
          const other = starts[b]!;
          const width = sizes[b]!;
          eachSuccess(rng, between, size * width, (index) => {
            sink.add(other + (index % width), start + Math.floor(index / width));
          });
        }
      });
      return sink.network();
    },
  }),
});
