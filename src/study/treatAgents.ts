import type { Design } from "../../designs/Design.ts";
import { type ArmedPopulation, byArm, type Treatment, wantArms } from "../agents/byArm.ts";
import { makerOf } from "../agents/definePopulation.ts";
import type { Population } from "../agents/Population.ts";
import { canonicalJson } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";

/** Agents, and what is different in some arms. */
interface TreatedAgents {
  readonly agents: Population;
  /** Absent when the arms differ in nothing that the study says. */
  readonly treat?: Treatment;
}

/**
 * The agents of a study with the settings of its arms. `treat` may come with the study's data, for agents of a kind in
 * the catalogue, or with agents made by {@link byArm}; both forms are one study.
 *
 * @throws SpillwayError when both come, for agents of no catalogue, unknown settings, and arms that the design names
 * otherwise.
 */
export function treatAgents(agents: Population, treat: Treatment | undefined, design: Design): TreatedAgents {
  const named = Object.keys(treat ?? {}).length > 0 ? treat : undefined;
  const armed = isArmed(agents) ? agents : named && byCatalogue(agents, named);
  if (armed === undefined) return { agents };
  if (armed === agents && named && canonicalJson(armed.treat) !== canonicalJson(named)) {
    throw new SpillwayError("study: data.treat is given, and agents by arm too: give one of them");
  }
  const { arms } = design.params;
  if (isNames(arms)) wantArms(arms, Object.keys(armed.treat));
  // Without anything that differs, the agents are those that are not by arm.
  return Object.keys(armed.treat).length === 0 ? { agents: armed } : { agents: armed, treat: armed.treat };
}

/** Whether agents have settings by arm. */
function isArmed(agents: Population): agents is ArmedPopulation {
  return "treat" in agents;
}

function byCatalogue(agents: Population, treat: Treatment): ArmedPopulation {
  const make = makerOf(agents.name);
  if (make) return byArm<object>(make, agents.params, treat);
  throw new SpillwayError(
    `study: data.treat needs agents of a kind in the catalogue, got "${agents.name}": give byArm(kind, settings, treat) as the agents instead`,
  );
}

const isNames = (arms: unknown): arms is readonly string[] =>
  Array.isArray(arms) && arms.every((arm) => typeof arm === "string");
