import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { finite, wholeNumber } from "../../core/fields.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Heard } from "../Agent.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { saidField } from "./saidField.ts";
import { treatedArmName } from "./treatedArmName.ts";

export interface FisherySettings {
  /** Stock of the first month and most that the water holds, above 0; default 100. */
  readonly capacity?: number;
  /** Stock below which all fish are gone, from 0; default 5. */
  readonly collapse?: number;
  /** By which share an agent takes more than what would last, default 0.2. */
  readonly greed?: number;
  /** By how much treatment lowers an agent's own catch; default 3. */
  readonly restraint?: number;
  /** By how much the treatment of all others lowers it, once they are known; default 1. */
  readonly example?: number;
  /** Index of the arm that counts as treated; default 1. */
  readonly treatedArm?: number;
}

const WHO = "fishery";
const positive = "must be a finite number above 0";

/**
 * Agents that fish in common water month by month, an agent's group being itself and those that it hears (the fishery of Piatti et al. 2024, "Cooperate or collapse: emergence of
 * sustainable cooperation in a society of LLM agents", NeurIPS; after Ostrom). With G agents and a stock s, a catch of f = s/(2G) each lasts for ever: what is left doubles, up to
 * the capacity. An agent takes
 *
 *   f · (1 + greed) − restraint · [treated] − example · (share of treated others)
 *
 * kept between 0 and the stock's equal share s/G; it knows the others' arms once it has heard them. When less than `collapse` is left, or all was taken, nobody
 * catches anything any more. Messages are `{ catch, advised }` and the outcome is the catch.
 */
export const fishery: Kind<FisherySettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that fish in common water, which may collapse",
  settings: z.strictObject({
    capacity: z.number({ error: positive }).gt(0, { error: positive }).default(100),
    collapse: z
      .number({ error: "must be a number from 0" })
      .min(0, { error: "must be a number from 0" })
      .default(5),
    greed: finite().default(0.2),
    restraint: finite().default(3),
    example: finite().default(1),
    treatedArm: wholeNumber(0).default(1),
  }),
  make: (params): Population => ({
    name: WHO,
    params,
    synthetic: true,
    create({ arms, network: { offsets } }) {
      const { capacity, collapse, greed, restraint, example } = params;
      const treatedArm = treatedArmName(WHO, arms, params.treatedArm);
      return (i) => {
        const group = offsets[i + 1]! - offsets[i]! + 1;
        return ({ arm, heard, state }) => {
          const advised = arm === treatedArm;
          const stock = state === undefined ? capacity : stockAfter(state, heard, capacity, collapse);
          const others = heard.filter((one) => saidField(one, "advised", WHO) === true).length;
          const wish =
            (stock / (2 * group)) * (1 + greed) -
            (advised ? restraint : 0) -
            (heard.length === 0 ? 0 : (example * others) / heard.length);
          const taken = Math.max(0, Math.min(wish, stock / group));
          return { said: { catch: taken, advised }, state: { stock, catch: taken }, outcome: taken };
        };
      };
    },
  }),
});

function stockAfter(state: Json, heard: readonly Heard[], capacity: number, collapse: number): number {
  const before = state as { readonly stock?: unknown; readonly catch?: unknown };
  if (typeof before.stock !== "number" || typeof before.catch !== "number")
    throw new SpillwayError(`${WHO}: wanted stock and catch of the month before as state, got none`);
  const taken = heard.reduce((sum, one) => {
    const value = saidField(one, "catch", WHO);
    if (typeof value === "number") return sum + value;
    throw new SpillwayError(`${WHO}: wanted a number as the catch of agent ${one.from}, got another thing`);
  }, before.catch);
  const left = before.stock - taken;
  return left < collapse || left <= 0 ? 0 : Math.min(capacity, 2 * left);
}
