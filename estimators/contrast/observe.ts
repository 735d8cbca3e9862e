import { desiresFault } from "../../designs/law/desiresFault.ts";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { Observed } from "../ExperimentData.ts";

/** Outcomes of one world: by agent id, or one entry per agent in the order of the network's ids. Absent or undefined means not observed. */
export type Outcomes = ReadonlyMap<string, number> | readonly (number | undefined)[];

/**
 * The condition and outcome of every agent in one world. Desires that lead to another assignment, or an agent in an
 * impossible condition, show that design, network or exposure are not those of the experiment: an error, not something
 * to leave out.
 */
export function observe(
  plan: Pick<TreatmentPlan, "agents" | "assignments" | "desires">,
  world: number,
  outcomes: Outcomes,
  {
    network,
    law,
    exposure,
    conditions,
    impossible,
  }: Pick<ExposureProbabilities, "network" | "law" | "conditions" | "impossible"> & {
    readonly exposure: Pick<Exposure, "of">;
  },
): Pick<Observed, "condition" | "outcome" | "observed" | "desires"> {
  const { ids } = network;
  const arms = Uint8Array.from(plan.assignments[world]!);
  const desires = plan.desires?.[world];
  const fault = desires && desiresFault(law, desires, arms, ids);
  if (fault !== undefined) {
    const where = plan.assignments.length > 1 ? ` (world ${world})` : "";
    throw new SpillwayError(
      `estimate: this assignment cannot come from the stated design: ${fault}${where}: is this the design that was used?`,
    );
  }
  const condition = exposure.of(network, arms);
  conditions.forEach((name, c) => {
    const wrong = impossible(name).find((i) => condition[i] === c);
    if (wrong !== undefined) {
      throw new SpillwayError(
        `estimate: agent ${shown(ids[wrong])} is in condition ${name}, which the design makes impossible for it: are design, network and exposure those of the experiment?`,
      );
    }
  });
  const kept = desires ? { desires: Uint8Array.from(desires) } : {};
  return { condition, ...kept, ...readOutcomes(outcomes, ids) };
}

function readOutcomes(outcomes: Outcomes, ids: readonly string[]): Pick<Observed, "outcome" | "observed"> {
  const list = Array.isArray(outcomes);
  if (list && outcomes.length !== ids.length) {
    throw new SpillwayError(
      `estimate: outcomes must have ${ids.length} entries, one per agent, got ${outcomes.length}`,
    );
  }
  if (!list) {
    const known = new Set(ids);
    for (const id of (outcomes as ReadonlyMap<string, number>).keys()) {
      if (!known.has(id))
        throw new SpillwayError(`estimate: outcomes name agent ${shown(id)}, who is not in the network`);
    }
  }
  const outcome = new Float64Array(ids.length);
  const observed = new Uint8Array(ids.length);
  ids.forEach((id, i) => {
    const value = list
      ? (outcomes as readonly (number | undefined)[])[i]
      : (outcomes as ReadonlyMap<string, number>).get(id);
    if (value === undefined) return;
    if (!Number.isFinite(value))
      throw new SpillwayError(
        `estimate: the outcome of agent ${shown(id)} must be a finite number, got ${value}: leave it out when it is missing`,
      );
    outcome[i] = value;
    observed[i] = 1;
  });
  return { outcome, observed };
}
