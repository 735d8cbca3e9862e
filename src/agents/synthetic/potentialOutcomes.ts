import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { degree } from "../../network/Network.ts";
import type { PopulationSetting, PotentialOutcomes } from "../Population.ts";
import { traits } from "./traits.ts";

/** A table of potential outcomes by condition, and how agents differ from it. */
export interface ResponseTable {
  /** For each condition of the exposure: one outcome for all agents, or one for each agent in the order of ids. */
  readonly outcomes: Readonly<Record<string, number | readonly number[]>>;
  /** Standard deviation of the agents' own levels, from 0; default 0. */
  readonly spread?: number;
  /** Standard deviation of the agents' own effect sizes, from 0; default 0. At 0.2, one agent in three reacts over 20 % more or less. */
  readonly effectSpread?: number;
  /** By how much an agent's level rises with each of its in-neighbours; default 0. Popular agents then differ anyway. */
  readonly perNeighbor?: number;
  /** Standard deviation of the noise of each turn, from 0; default 0. */
  readonly noise?: number;
}

/**
 * The potential outcomes of a population with a response table (Neyman 1923; Rubin 1974; by exposure: Aronow and
 * Samii 2017). Agent i in condition c, with c₀ the first condition of the exposure:
 *
 *   y_i(c) = outcomes[c] + baseline_i + e_i × (outcomes[c] − outcomes[c₀])
 *
 * with baseline_i ~ Normal(perNeighbor × in-neighbours of i, spread²) and e_i ~ Normal(0, effectSpread²), drawn from the stream of the agent's id.
 * Cost: O(n × conditions).
 *
 * @throws SpillwayError without an exposure, when a condition is missing or unknown, and when a list has not n numbers.
 */
export function potentialOutcomes(table: ResponseTable, setting: PopulationSetting): PotentialOutcomes {
  wantArgument("potentialOutcomes", "a setting", setting, { fields: ["network"] });
  const { network, rng, conditionOf } = setting;
  if (!conditionOf) {
    throw new SpillwayError(
      "exposure-response: needs an exposure that depends on an agent's own arm and on the number of its treated neighbours, got none: name one in the study",
    );
  }
  const { conditions } = conditionOf;
  const given = new Map(Object.entries(table.outcomes));
  for (const name of given.keys()) {
    if (!conditions.includes(name)) {
      throw new SpillwayError(
        `exposure-response: outcomes names a condition "${name}" that the exposure has not${suggest(name, conditions)}; its conditions are ${conditions.join(", ")}`,
      );
    }
  }
  const levels = conditions.map((condition) => {
    const level = given.get(condition);
    if (level === undefined) {
      throw new SpillwayError(
        `exposure-response: outcomes lacks the condition "${condition}": it needs one outcome for each of ${conditions.join(", ")}`,
      );
    }
    if (typeof level === "number") return new Float64Array(network.n).fill(level);
    if (level.length !== network.n) {
      throw new SpillwayError(
        `exposure-response: outcomes.${condition} must be one number or one for each of the ${network.n} agents, got a list of ${level.length}`,
      );
    }
    return Float64Array.from(level);
  });
  const perNeighbor = table.perNeighbor ?? 0;
  const baseline = traits(rng, network.ids, "baseline", table.spread ?? 0).map(
    (own, i) => own + perNeighbor * degree(network, i),
  );
  const effect = traits(rng, network.ids, "effect", table.effectSpread ?? 0);
  const reference = levels[0];
  const outcomes = new Map(
    levels.map((level, c) => [
      conditions[c]!,
      level.map((y, i) => y + baseline[i]! + effect[i]! * (y - reference![i]!)),
    ]),
  );
  return {
    conditions,
    noise: table.noise ?? 0,
    of(i, condition) {
      const outcome = outcomes.get(condition)?.[i];
      if (outcome !== undefined) return outcome;
      if (!outcomes.has(condition)) {
        throw new SpillwayError(
          `potentialOutcomes: condition must be one of ${conditions.join(", ")}, got "${condition}"`,
        );
      }
      throw new SpillwayError(
        `potentialOutcomes: agent must be a number from 0 to ${network.n - 1}, got ${i}`,
      );
    },
  };
}
