import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { finite, wholeNumber } from "../../core/fields.ts";
import type { Heard } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { meanSaid } from "./meanSaid.ts";
import { saidField } from "./saidField.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface ThresholdSettings {
  /** Push of an agent's own treatment; default 0.3. */
  readonly own?: number;
  /** Push when all heard neighbours have adopted, or with `count` of each that has; default 0.5. */
  readonly peers?: number;
  /** Whether adopters among heard neighbours count by their number instead of their share; default false. */
  readonly count?: boolean;
  /** Push at which an agent adopts. Default: each agent has its own, uniform from 0 to 1. */
  readonly threshold?: number;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const WHO = "threshold";

/**
 * Agents that adopt, for good, once the push reaches their threshold (Granovetter 1978, "Threshold models of collective
 * behavior", American Journal of Sociology 83):
 *
 *   own · [treated] + peers · (share of heard neighbours that have adopted) ≥ θ_i
 *
 * The share is 0 for an agent that hears nobody, as all do in round 1. With `count` the number of adopters takes the place
 * of the share: with peers 1 and threshold 2 an agent needs two of them, however many neighbours it has (complex
 * contagion, Centola and Macy 2007, "Complex contagions and the weakness of long ties", American Journal of Sociology
 * 113). Each round says `{ adopted }`; the outcome is 1
 * for an adopter and 0 otherwise, and never falls.
 */
export const threshold: Kind<ThresholdSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that adopt for good once treatment and adopting neighbours push them over a threshold",
  settings: z.strictObject({
    own: finite().default(0.3),
    peers: finite().default(0.5),
    count: z.boolean({ error: "must be true or false" }).optional(),
    threshold: finite().optional(),
    treatedArm: wholeNumber(0).default(1),
  }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    create({ network, arms, rng }) {
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      const limit = Float64Array.from(network.ids, (id) => params.threshold ?? rng.fork(id).uniform());
      return (i) => (view) => {
        const push =
          (view.arm === treatedArm ? params.own : 0) +
          params.peers * (params.count ? adopters(view.heard) : (meanSaid(view.heard, "adopted", WHO) ?? 0));
        const adopted = view.state === true || push >= limit[i]!;
        return { said: { adopted }, state: adopted, outcome: adopted ? 1 : 0 };
      };
    },
  }),
});

function adopters(heard: readonly Heard[]): number {
  return heard.filter((one) => saidField(one, "adopted", WHO) === true).length;
}
