import type { ReadyMap } from "./ReadyMap.ts";

const SPANS = /"(?:resourceSpans|resource_spans)"|"(?:spanId|span_id|context)"/;
/** Where logs of language models keep what the log itself has no name for. */
const own = (prefixes: readonly string[], names: readonly string[]): string =>
  `[${prefixes.flatMap((prefix) => names.map((name) => `${prefix}${name}`)).join(", ")}]`;
const OURS = ["experiment."];
/** Who speaks, at the beginning of a text: `ann: yes`, `agent-3 says yes`. */
const SPEAKER =
  "^\\\\s*([^\\\\s:]+)(?:\\\\s*:|\\\\s+(?:said|says|say|gave|gives|wrote|writes|replied|asked|answered)\\\\b)";

/** Traces of language models, by the program that keeps them. */
export const observability: readonly ReadyMap[] = [
  {
    name: "openinference",
    about: "OpenInference spans (OTLP)",
    signs: [SPANS, /openinference\./],
    yaml: `records: { format: spans }
where:
  openinference.span.kind: AGENT
world: [session.id, experiment.world]
round: ${own(["", "metadata.", ...OURS], ["round"])}
unit: [agent.name, graph.node.id, metadata.unit, metadata.agent, user.id]
arm: ${own(["metadata.", ...OURS], ["arm"])}
outcome: { number: [metadata.outcome, output.value] }
missing: { where: { span.status: ["2", STATUS_CODE_ERROR, ERROR] }, status: failed }
heard:
  each: "llm.input_messages.*.message.content"
  from: { field: ".", pattern: "${SPEAKER}" }
cluster: metadata.cluster
`,
  },
  {
    name: "vercel-ai",
    about: "spans of the Vercel AI SDK (OTLP)",
    signs: [SPANS, /"ai\.operationId"|"ai\.telemetry\.functionId"/],
    yaml: `records: { format: spans }
where:
  ai.operationId: [ai.generateText, ai.streamText, ai.generateObject, ai.streamObject]
world: [ai.telemetry.metadata.sessionId, ai.telemetry.metadata.world, experiment.world]
round: ${own(["ai.telemetry.metadata.", ...OURS], ["round"])}
unit: [ai.telemetry.metadata.agent, ai.telemetry.metadata.unit, ai.telemetry.metadata.userId, ai.telemetry.functionId, gen_ai.agent.name]
arm: ${own(["ai.telemetry.metadata.", ...OURS], ["arm"])}
outcome: { number: [ai.telemetry.metadata.outcome, ai.response.object, ai.response.text] }
missing: { where: { span.status: ["2", STATUS_CODE_ERROR, ERROR] }, status: failed }
heard:
  each: "ai.prompt.messages[*]"
  from: name
`,
  },
  {
    name: "mlflow",
    about: "MLflow spans",
    signs: [/"mlflow\.spanType"/],
    yaml: `records: { format: spans }
where:
  mlflow.spanType: { like: "^\\"?(?:AGENT|CHAT_MODEL|LLM)\\"?$" }
world: [mlflow.trace.session, experiment.world]
round: [mlflow.spanInputs.round, experiment.round, round]
unit: [experiment.agent, agent, mlflow.spanInputs.agent, mlflow.user]
arm: [experiment.arm, arm, mlflow.spanInputs.arm]
outcome: { number: [experiment.outcome, outcome, mlflow.spanOutputs.outcome, mlflow.spanOutputs] }
missing: { where: { span.status: ["2", STATUS_CODE_ERROR, ERROR] }, status: failed }
heard:
  each: "mlflow.spanInputs.messages[*]"
  from: name
`,
  },
  {
    name: "genai-spans",
    about: "an OpenTelemetry trace with GenAI attributes (OTLP)",
    signs: [SPANS, /"gen_ai\./],
    yaml: `records: { format: spans }
where:
  gen_ai.operation.name: [chat, text_completion, generate_content]
world: [experiment.world, experiment.run.id]
round: experiment.round
unit: [experiment.agent, experiment.unit.id, gen_ai.agent.name, gen_ai.agent.id]
arm: experiment.arm
outcome:
  event: gen_ai.evaluation.result
  field: [gen_ai.evaluation.score.value, gen_ai.evaluation.score]
missing: { where: { error.type: { there: true } }, status: failed }
heard:
  each: "gen_ai.input.messages[*]"
  from: name
`,
  },
  {
    name: "langfuse",
    about: "Langfuse observations",
    signs: [/"type"\s*:\s*"(?:GENERATION|SPAN|EVENT|AGENT)"/, /"traceId"/, /"startTime"/],
    yaml: `where: { type: GENERATION }
world: [sessionId, metadata.world]
round: [metadata.round, metadata.attributes.round]
unit: [metadata.unit, metadata.agent, userId, name]
arm: [metadata.arm, metadata.treatment]
outcome: { only: "output.*" }
missing: { where: { level: ERROR }, status: failed }
heard:
  each: "input[*]"
  where: { role: { not: [system] } }
  from: { field: [name, content], pattern: "^\\\\s*([^\\\\s:]+)" }
cluster: metadata.cluster
`,
  },
  {
    name: "langsmith",
    about: "LangSmith runs",
    signs: [/"run_type"/, /"dotted_order"|"trace_id"/],
    yaml: `where: { run_type: [llm, chain] , extra.metadata.round: { there: true } }
world: [session_name, extra.metadata.session_id, extra.metadata.world]
round: extra.metadata.round
unit: [extra.metadata.unit, extra.metadata.agent, name]
arm: [extra.metadata.arm, extra.metadata.treatment]
outcome: { only: "feedback_stats.*.avg" }
missing: { where: { status: error }, status: failed }
heard:
  each: "inputs.messages[*]"
  from: name
cluster: extra.metadata.cluster
`,
  },
];
