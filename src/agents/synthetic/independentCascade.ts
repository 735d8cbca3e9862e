import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { degree } from "../../network/Network.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { saidField } from "./saidField.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface IndependentCascadeSettings {
  /**
   * Probability with which an agent that has just become active activates one that hears it, from 0 to 1, or `in-degree` for 1 /
   * (number of in-neighbours of the one that hears); default 0.1.
   */
  readonly probability?: number | "in-degree";
  /** Index of the arm whose agents are active from the first round on; default 1. */
  readonly treatedArm?: number;
}

const WHO = "independent-cascade";
const error = "must be a probability from 0 to 1, or in-degree";

/**
 * Agents of the independent cascade model (Kempe, Kleinberg and Tardos 2003, "Maximizing the spread of influence through
 * a social network", KDD 2003, section 2; `in-degree` is their weighted cascade, section 3). Treated agents are active
 * from their first turn on. An agent that became active in one round has in the next a single chance to activate each inactive
 * agent that hears it, with the given probability, independently of all else. Nobody becomes inactive again.
 *
 * So an agent is active at the end with the probability that a path of live edges leads to it from a treated agent, each
 * edge being live with the given probability (their claim 2.3): on a path, probability^distance. Messages are
 * `{ active, fresh }`; the outcome is 1 for an active agent and 0 otherwise.
 */
export const independentCascade: Kind<IndependentCascadeSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that, once active, have one chance to activate each agent that hears them",
  settings: z.strictObject({
    probability: z
      .union([z.number().min(0, { error }).max(1, { error }), z.literal("in-degree")], { error })
      .default(0.1),
    treatedArm: wholeNumber(0).default(1),
  }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    chance: params.probability !== 0 && params.probability !== 1,
    create({ network, arms }) {
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      const { probability } = params;
      return (i) => {
        const p = probability === "in-degree" ? 1 / Math.max(1, degree(network, i)) : probability;
        return (view) => {
          const before = view.state === true;
          let active = before || (view.state === undefined && view.arm === treatedArm);
          for (const one of active ? [] : view.heard) {
            if (saidField(one, "fresh", WHO) === true && view.rng.uniform() < p) {
              active = true;
              break;
            }
          }
          return { said: { active, fresh: active && !before }, state: active, outcome: active ? 1 : 0 };
        };
      };
    },
  }),
});
