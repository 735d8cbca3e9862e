import type { ReadyMap } from "./ReadyMap.ts";

/** Logs of Spillway itself. */
export const ownLogs: readonly ReadyMap[] = [
  {
    name: "journal",
    about: "a journal of a run",
    signs: [/"type"\s*:\s*"run"|"kind"\s*:\s*"(?:run|turn|attempt)"/, /"planHash"|"contentHash"|"callId"/],
    yaml: `records: { format: journal }
world: world
round: round
unit: agent
arm: arm
outcome: outcome
missing: { field: status }
heard: { each: "heard[*]", from: from }
`,
  },
  {
    name: "spillway-spans",
    about: "spans of a run of Spillway (OTLP)",
    signs: [/"(?:resourceSpans|resource_spans)"/, /"experiment\.plan\.hash"/],
    yaml: `records: { format: spans }
where:
  experiment.phase: act
  experiment.status: [ok, refused, invalid, failed, timeout]
  experiment.call.id: { there: true }
  span.id: { there: true }
world: experiment.world
round: experiment.round
unit: experiment.agent
arm: experiment.arm
outcome: experiment.outcome
missing: { field: experiment.status }
take: last
heard: { each: "experiment.heard[*]", from: from }
`,
  },
];
