import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { finite, wholeNumber } from "../../core/fields.ts";
import { normalDraw } from "../../core/numbers/normalDraw.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { atLeastZero } from "./atLeastZero.ts";
import { meanSaid } from "./meanSaid.ts";
import { traits } from "./traits.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface LinearInMeansSettings {
  /** Outcome of an untreated agent that hears nothing; default 0. */
  readonly baseline?: number;
  /** Effect of an agent's own treatment; default 1. */
  readonly direct?: number;
  /** Effect of the share of heard neighbours that are treated (contextual effect); default 0.5. */
  readonly indirect?: number;
  /** Effect of the mean outcome of heard neighbours in the round before (endogenous effect), between −1 and 1; default 0. */
  readonly endogenous?: number;
  /** Standard deviation of the agents' own levels, from 0; default 0. */
  readonly spread?: number;
  /** Standard deviation of the noise of each turn, from 0; default 0. */
  readonly noise?: number;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const inside = "must be a number between −1 and 1, or outcomes would grow without end";
const WHO = "linear-in-means";

/**
 * Agents that follow the linear-in-means model of peer effects (Manski 1993, "Identification of endogenous social
 * effects", Review of Economic Studies 60; on networks Bramoullé, Djebbari and Fortin 2009, equation 1), one step a round:
 *
 *   y_i(t) = baseline + u_i + direct z_i + indirect mean(z_j) + endogenous mean(y_j(t − 1)) + noise
 *
 * with means over the neighbours that were heard; an agent that hears nobody, as all do in round 1, has both means 0.
 * Without noise the outcomes tend to the solution of (I − endogenous W) y = baseline + u + direct z + indirect W z,
 * with an error that falls as |endogenous|^rounds. Messages are `{ treated, value }`.
 */
export const linearInMeans: Kind<LinearInMeansSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents moved by their own treatment, their neighbours' treatment and their neighbours' outcomes",
  settings: z.strictObject({
    baseline: finite().default(0),
    direct: finite().default(1),
    indirect: finite().default(0.5),
    endogenous: z.number({ error: inside }).gt(-1, { error: inside }).lt(1, { error: inside }).default(0),
    spread: atLeastZero().default(0),
    noise: atLeastZero().default(0),
    treatedArm: wholeNumber(0).default(1),
  }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    create({ network, arms, rng }) {
      const { baseline, direct, indirect, endogenous, noise } = params;
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      const level = traits(rng, network.ids, "baseline", params.spread);
      return (i) => (view) => {
        const treated = view.arm === treatedArm ? 1 : 0;
        const treatedShare = meanSaid(view.heard, "treated", WHO) ?? 0;
        const meanValue = meanSaid(view.heard, "value", WHO) ?? 0;
        const chance = noise === 0 ? 0 : noise * normalDraw(view.rng);
        const value =
          baseline + level[i]! + direct * treated + indirect * treatedShare + endogenous * meanValue + chance;
        return { said: { treated, value }, outcome: value };
      };
    },
  }),
});
