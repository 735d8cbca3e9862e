import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { probability, wholeNumber } from "../../core/fields.ts";
import type { NetworkModel } from "../NetworkModel.ts";
import { eachPair } from "./eachPair.ts";
import { numberedNetwork } from "./numberedNetwork.ts";

export interface ErdosRenyiSettings {
  /** Number of agents, at least 1. */
  n: number;
  /** Chance of each edge, from 0 to 1. */
  p: number;
}

/**
 * Every pair of agents is joined with chance p, independently of all others (Gilbert 1959; Erdős and Rényi 1959), so that
 * p n (n − 1) / 2 edges are expected. The same stream gives the same network in every engine (`eachSuccess`).
 * Cost: O(n + edges log n).
 */
export const erdosRenyi: Kind<ErdosRenyiSettings, NetworkModel> = defineKind({
  kind: "erdos-renyi",
  summary: "every pair is joined with the same chance (Erdős and Rényi 1959)",
  settings: z.strictObject({ n: wholeNumber(1), p: probability() }),
  make: ({ n, p }) => ({
    name: "erdos-renyi",
    params: { n, p },
    draw(rng) {
      const sink = numberedNetwork("erdos-renyi", n, (p * n * (n - 1)) / 2);
      eachPair(rng, p, n, sink.add);
      return sink.network();
    },
  }),
});
