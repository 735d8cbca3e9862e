import type { ReadyMap } from "./ReadyMap.ts";

/** Evaluations and simulations of agents that write JSON. */
export const agentFrameworks: readonly ReadyMap[] = [
  {
    name: "inspect",
    about: "an Inspect evaluation log (JSON)",
    signs: [/"eval"\s*:/, /"samples"\s*:|"task_id"|"eval_id"/, /"plan"|"dataset"|"solver"|"task"/],
    yaml: `records: { path: "samples[*]" }
world: epoch
unit: id
arm: [metadata.arm, metadata.treatment]
round: { value: 0 }
outcome:
  only: "scores.*.value"
  names: { C: 1, P: 0.5, I: 0, N: 0 }
missing: { where: { error: { there: true } }, status: failed }
covariates: { model: output.model }
cluster: metadata.cluster
`,
  },
  {
    name: "concordia",
    about: "a Concordia log",
    signs: [/"content_store"|"deduplicated_data"/, /"entries"|"entity_name"/],
    yaml: `records: { path: "entries[*]", store: content_store }
where: { entry_type: entity }
round: step
unit: entity_name
outcome: { number: deduplicated_data.value.__act__.Value }
heard:
  each: deduplicated_data.value.__observation__.Value
  from: { field: ".", every: "(?:^|[;\\n.]\\\\s*|\\\\s)([A-Za-z][\\\\w-]*)\\\\s+(?:said|says|gave|gives|told)\\\\b" }
`,
  },
  {
    name: "govsim",
    about: "a GovSim log",
    signs: [/"resource_in_pool_before_harvesting"/],
    yaml: `where: { action: harvesting }
round: round
unit: agent_id
outcome: resource_collected
heard: { together: [] }
covariates: { wanted: wanted_resource, pool: resource_in_pool_before_harvesting }
`,
  },
];
