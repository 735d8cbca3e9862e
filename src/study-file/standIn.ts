import type { Json } from "../core/canonicalJson.ts";
import { changedStudy } from "./changedStudy.ts";

/**
 * Study data with other agents in the place of its own: those that one believes in, so that a study of agents that cost something
 * can be diagnosed. What only its own agents understand goes with them: settings by arm (`data.treat`) and questions
 * (`data.ask`). Network, design, exposure, rounds and estimators stay.
 *
 * @param agents a kind, or a mapping with one, as under `model.agents`.
 * @throws SpillwayError when the study has no `model`.
 */
export function standIn(data: Json, agents: Json): Json {
  const changed = changedStudy(data, [["model.agents", agents]]) as { readonly data?: Json };
  const { data: done } = changed;
  if (typeof done !== "object" || done === null || Array.isArray(done)) return changed as Json;
  const { treat: _treat, ask: _ask, ...rest } = done as Readonly<Record<string, Json>>;
  return { ...changed, data: rest };
}
