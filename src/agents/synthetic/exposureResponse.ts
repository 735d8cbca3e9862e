import { z } from "zod";
import type { Kind } from "../../core/defineKind.ts";
import { finite } from "../../core/fields.ts";
import { normalDraw } from "../../core/numbers/normalDraw.ts";
import type { Heard } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { atLeastZero } from "./atLeastZero.ts";
import { potentialOutcomes, type ResponseTable } from "./potentialOutcomes.ts";

export type ExposureResponseSettings = ResponseTable;

/**
 * Agents whose outcome depends on their exposure condition alone, by a table of potential outcomes, so every effect is known.
 * In each round an agent says `{ arm }`. From round 2 on it counts the heard neighbours in the focal arm, computes
 * its condition and returns that potential outcome (see {@link potentialOutcomes}) plus noise. So it learns
 * its condition from messages alone, and an edge that carries no message shows as a wrong outcome.
 *
 * @throws SpillwayError (when the agents are made) without an exposure and for conditions missing or unknown.
 */
export const exposureResponse: Kind<ExposureResponseSettings, Population> = definePopulation({
  kind: "exposure-response",
  summary: "agents with a known outcome for each exposure condition",
  settings: z.strictObject({
    outcomes: z.record(
      z.string(),
      z.union([finite(), z.array(finite()).readonly()], { error: "must be a number or a list of numbers" }),
    ),
    spread: atLeastZero().default(0),
    effectSpread: atLeastZero().default(0),
    perNeighbor: finite().default(0),
    noise: atLeastZero().default(0),
  }),
  make: (params): Population => ({
    name: "exposure-response",
    params,
    synthetic: true,
    leastRounds: 2,
    table: (setting) => potentialOutcomes(params, setting),
    create(setting) {
      const truth = potentialOutcomes(params, setting);
      const conditionOf = setting.conditionOf!;
      return (i) => (view) => {
        const said = { arm: view.arm };
        if (view.round === 1) return { said };
        const treated = heardInArm(view.heard, conditionOf.focal);
        const outcome = truth.of(i, conditionOf.of(view.arm, treated, view.heard.length));
        return {
          said,
          outcome: params.noise === 0 ? outcome : outcome + params.noise * normalDraw(view.rng),
        };
      };
    },
  }),
});

function heardInArm(heard: readonly Heard[], arm: string): number {
  let count = 0;
  for (const { said } of heard) {
    if (typeof said === "object" && said !== null && (said as { arm?: unknown }).arm === arm) count++;
  }
  return count;
}
