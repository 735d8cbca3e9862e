/** A format of logs of another system, how a file of it is known, and what it is called. */
interface Foreign {
  readonly name: string;
  readonly signs: readonly RegExp[];
}

/** Formats that are known by their beginning; all signs of one must be there. */
const FORMATS: readonly Foreign[] = [
  { name: "OpenInference spans (OTLP)", signs: [/"resourceSpans"/, /openinference\./] },
  { name: "an OpenTelemetry trace with GenAI attributes (OTLP)", signs: [/"resourceSpans"/, /"gen_ai\./] },
  { name: "an OpenTelemetry trace (OTLP)", signs: [/"resourceSpans"/] },
  { name: "OpenTelemetry logs (OTLP)", signs: [/"resourceLogs"/] },
  { name: "OpenTelemetry metrics (OTLP)", signs: [/"resourceMetrics"/] },
  {
    name: "Langfuse observations",
    signs: [/"type"\s*:\s*"(?:GENERATION|SPAN|EVENT|AGENT)"/, /"traceId"/, /"startTime"/],
  },
  { name: "LangSmith runs", signs: [/"run_type"/, /"dotted_order"|"trace_id"/] },
  { name: "a Concordia log", signs: [/"content_store"|"deduplicated_data"/, /"entries"|"entity_name"/] },
  { name: "a GovSim log", signs: [/"resource_in_pool_before_harvesting"/] },
  { name: "EDSL results", signs: [/\bagent\.agent_name\b/, /\b(?:answer|scenario|model)\./] },
  {
    name: "an Empirica export",
    signs: [/LastChangedAt/, /\b(?:participantIdentifier|gameID|batchID|playerID|roundID)\b/],
  },
  { name: "an oTree export", signs: [/\bparticipant\.(?:code|id_in_session)\b|\bsession\.config\.name\b/] },
  {
    name: "a journal of a run",
    signs: [/"kind"\s*:\s*"(?:run|turn|attempt)"/, /"planHash"|"contentHash"|"callId"/],
  },
  {
    name: "messages of an AutoGen or chat log",
    signs: [/"role"\s*:\s*"(?:user|assistant)"/, /"content"\s*:/],
  },
];

/**
 * Says whether a text is a log of another system rather than a table of units, and what to do with it; undefined when it is none that
 * is known.
 *
 * @param head the beginning of the text.
 */
export function foreignLog(head: string, file: string): string | undefined {
  const beginning = head.slice(0, 1 << 16);
  const found = FORMATS.find(({ signs }) => signs.every((sign) => sign.test(beginning)));
  if (found === undefined) return notATable(beginning, file);
  return `this looks like ${found.name}, not like a table of units: make a table of it with the columns agent, arm, outcome (and round, world), one row for each agent and round; spillway import lists the formats that it reads`;
}

/** Other things than tables. */
function notATable(head: string, file: string): string | undefined {
  const text = head.replace(/^\uFEFF?\s*/, "");
  if (text.startsWith("[")) return "this is a JSON list: write one object a line (JSONL)";
  if (/^<(?:\?xml|!doctype|html|graphml|gexf)/i.test(text))
    return "this is XML or a page, not a table of units: wanted CSV, TSV or JSONL";
  if (text.startsWith("{") && /^\{\s*\n/.test(text) && !/\.(?:jsonl|ndjson)$/i.test(file))
    return "this is one JSON document: write one object a line (JSONL)";
  return undefined;
}
