import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import type { Schedule } from "../Schedule.ts";

export interface ActivationSettings {
  /** Probability with which an agent acts in a round, above 0 and up to 1, independently of all others. */
  readonly probability: number;
}

const error = "must be a probability above 0 and up to 1";

/**
 * In each round every agent acts with a given probability, and those who act do so at the same time. Who does not act is
 * not asked and costs nothing; its last words stand and are heard.
 */
export const activation: Kind<ActivationSettings, Schedule> = defineKind({
  kind: "activation",
  summary: "everybody with a given probability in each round, at the same time",
  settings: z.strictObject({ probability: z.number({ error }).gt(0, { error }).max(1, { error }) }),
  make: (params): Schedule => ({
    name: "activation",
    params,
    chance: params.probability < 1,
    partial: params.probability < 1,
    meets: false,
    atOnce: (n) => n * params.probability,
    start({ network, world, rng }) {
      const lots = new Float64Array(network.n);
      return (round) => {
        rng.fork(`${world}:${round}`).uniforms(lots);
        const active: number[] = [];
        for (let i = 0; i < network.n; i++) if (lots[i]! < params.probability) active.push(i);
        return [active];
      };
    },
  }),
});
