import { z } from "zod";
import { explainIssue } from "../../core/explainIssue.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { networkInRound } from "../changes/networkInRound.ts";
import type { Edge } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { jsonForm } from "./jsonForm.ts";
import { jsonGraph } from "./jsonGraph.ts";
import { leftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, wantWeightFound } from "./mergeAgentLists.ts";
import { networkOfFile } from "./networkOfFile.ts";

const id = z.union([z.string(), z.int()], { error: "must be a text or a whole number" });
const ends = z.union([z.tuple([id, id]), z.tuple([id, id, z.number()])], {
  error: "must be [source, target] or [source, target, weight]",
});
const pairs = z.strictObject({
  directed: z.boolean({ error: "must be true or false" }).optional(),
  agents: z.array(id).optional(),
  edges: z.array(ends),
  notes: z.array(z.string()).optional(),
  changes: z.strictObject({ rule: z.looseObject({ kind: z.string() }), seed: z.string().min(1) }).optional(),
});

/**
 * A network from JSON: `{ "directed": false, "agents": ["a"], "edges": [["a", "b"], ["b", "c", 2]] }`, where `directed` and `agents` may
 * be absent and `changes` says how edges change over rounds, or what other programs write: the node-link form of d3, networkx, sigma and vis.js (`nodes` with `links` or `edges`), networkx'
 * adjacency, graphology's, Cytoscape's `elements`, the JSON Graph Format, and a list of records with the ends of edges. Ids are texts
 * or whole numbers. Keys that are not read are left out with a note. See {@link fromEdges} for duplicates and self-loops.
 *
 * @throws SpillwayError with the file (and the line, where JSON itself is broken), and what {@link fromEdges} throws.
 */
export function parseNetworkJson(text: string, options: GivenNetworkOptions = {}): Network {
  const { file = "(json)" } = options;
  const whole = { file };
  const data = readJson(text, file);
  const form = jsonForm(data, file);
  if (form !== undefined) {
    const { weighted, ...graph } = jsonGraph(form, options);
    wantWeightFound(options.weight, weighted, whole);
    return networkOfFile(graph, options);
  }
  const parsed = pairs.safeParse(data);
  if (!parsed.success)
    throw new SpillwayError(`network: ${explainIssue(parsed.error.issues[0]!, data, pairs)}`, {
      place: whole,
    });
  const { directed, agents, edges, notes = [], changes } = parsed.data;
  const left = leftOut();
  // What was noted when the network was first read, before it was written down in this form.
  for (const note of notes) left.say(note);
  const network = networkOfFile(
    {
      ids: agents?.map(String),
      edges: edges.map(edge),
      directed,
      place: (k) => ({ file: `${file}: edge ${k + 1} of ${edges.length}` }),
      whole,
      left,
    },
    options,
  );
  if (!changes) return network;
  const changing = { ...network, changes };
  try {
    networkInRound(changing, 1);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw new SpillwayError(`network: changes: ${cause.message}`, { place: whole, cause });
  }
  return changing;
}

const edge = ([source, target, w]: readonly [string | number, string | number, number?]): Edge =>
  w === undefined ? [String(source), String(target)] : [String(source), String(target), w];

function readJson(text: string, file: string): unknown {
  if (text.trim() === "")
    throw new SpillwayError("network: the file is empty: wanted a network as JSON", { place: { file } });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SpillwayError(`network: this is not JSON: ${shown(message).slice(1, -1)}${notJson(text)}`, {
      place: { file, ...lineOf(message, text) },
      cause,
    });
  }
}

/** What looks like JSON and is none. */
function notJson(text: string): string {
  if (/[:[,]\s*-?(?:NaN|Infinity)\b/.test(text))
    return ": NaN and Infinity are no JSON: leave such values out";
  if (/^\s*\{[^\n]*\}\s*\n\s*\{/.test(text)) return ": one object a line is a table of edges: call it .jsonl";
  return "";
}

/** Engines say where JSON breaks in different words: "line 2 column 3", "position 12", or not at all. */
function lineOf(message: string, text: string): { line?: number } {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return { line: Number(line) };
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return { line: text.slice(0, Number(position)).split("\n").length };
  // The fault is in the first line up to which the text is broken, rather than merely not at its end; by bisection.
  const lines = text.trimEnd().split("\n");
  let low = 1;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isUnfinished(lines.slice(0, middle).join("\n"))) low = middle + 1;
    else high = middle;
  }
  return { line: low };
}

function isUnfinished(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : "";
    return (
      /end of|unterminated|EOF/i.test(message) || Number(/position (\d+)/.exec(message)?.[1]) >= text.length
    );
  }
}
