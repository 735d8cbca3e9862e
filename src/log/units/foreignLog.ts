import { recogniseLog } from "../maps/ready/recogniseLog.ts";

/** A format of logs of another system that no map comes with, and how a file of it is known. */
interface Foreign {
  readonly name: string;
  readonly signs: readonly RegExp[];
}

/** Formats that are known by their beginning; all signs of one must be there. */
const OTHERS: readonly Foreign[] = [
  { name: "an OpenTelemetry trace (OTLP)", signs: [/"resourceSpans"/] },
  { name: "OpenTelemetry logs (OTLP)", signs: [/"resourceLogs"/] },
  { name: "OpenTelemetry metrics (OTLP)", signs: [/"resourceMetrics"/] },
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
  const ready = recogniseLog(beginning);
  if (ready !== undefined)
    return `this looks like ${ready.about}, not like a table of units: make one of it with: spillway import --map ${ready.name} ${file} --out units.csv --edges heard.csv`;
  const found = OTHERS.find(({ signs }) => signs.every((sign) => sign.test(beginning)));
  if (found === undefined) return notATable(beginning, file);
  return `this looks like ${found.name}, not like a table of units: write a map that says what its records are, and make one with: spillway import --map my-map.yaml ${file} --out units.csv`;
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
