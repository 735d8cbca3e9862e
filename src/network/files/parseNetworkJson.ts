import { z } from "zod";
import { explainIssue } from "../../core/explainIssue.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { type Edge, fromEdges } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { type GivenNetworkOptions, mergeAgentLists, mergeDirection } from "./mergeAgentLists.ts";

const id = z.union([z.string(), z.int()], { error: "must be a text or a whole number" });
const weight = z.number({ error: "must be a finite number above 0" }).optional();
const ends = z.union([z.tuple([id, id]), z.tuple([id, id, z.number()])], {
  error: "must be [source, target] or [source, target, weight]",
});
const link = z.object({ source: id, target: id, weight });
const directed = z.boolean({ error: "must be true or false" }).optional();

const pairs = z.strictObject({ directed, agents: z.array(id).optional(), edges: z.array(ends) });
const nodeLink = z
  .object({
    directed,
    nodes: z.array(z.object({ id })),
    links: z.array(link).optional(),
    edges: z.array(link).optional(),
  })
  .refine(({ links, edges }) => (links === undefined) !== (edges === undefined), {
    error: "must have either links or edges",
  });

/**
 * A network from JSON, in one of two forms: `{ "directed": false, "agents": ["a"], "edges": [["a", "b"], ["b", "c", 2]] }`,
 * where `directed` and `agents` may be absent, or the node-link form of d3 and networkx,
 * `{ "nodes": [{ "id": "a" }], "links": [{ "source": "a", "target": "b", "weight": 2 }] }`, where `links` may be called
 * `edges` and other keys are left out. Ids are texts or whole numbers. See {@link fromEdges} for duplicates and self-loops.
 *
 * @throws SpillwayError with the file (and the line, where JSON itself is broken), and what {@link fromEdges} throws.
 */
export function parseNetworkJson(text: string, options: GivenNetworkOptions = {}): Network {
  const { file = "(json)", influence } = options;
  const place: Place = { file };
  const data = readJson(text, file);
  const isNodeLink = typeof data === "object" && data !== null && "nodes" in data;
  const schema = isNodeLink ? nodeLink : pairs;
  const parsed = schema.safeParse(data);
  if (!parsed.success)
    throw new SpillwayError(`network: ${explainIssue(parsed.error.issues[0]!, data, schema)}`, { place });
  const edges = isNodeLink
    ? linksOf(parsed.data as z.output<typeof nodeLink>)
    : (parsed.data as z.output<typeof pairs>).edges.map(edge);
  const named = isNodeLink
    ? (parsed.data as z.output<typeof nodeLink>).nodes.map((node) => String(node.id))
    : (parsed.data as z.output<typeof pairs>).agents?.map(String);
  const agents = mergeAgentLists(named, options.agents, place);
  return fromEdges(edges, {
    directed: mergeDirection(parsed.data.directed, options.directed, place) ?? false,
    ...(influence ? { influence } : {}),
    ...(agents ? { agents } : {}),
    place: (k) => ({ file: `${file}: edge ${k + 1} of ${edges.length}` }),
  });
}

const edge = ([source, target, w]: readonly [string | number, string | number, number?]): Edge =>
  w === undefined ? [String(source), String(target)] : [String(source), String(target), w];

const linksOf = ({ links, edges }: z.output<typeof nodeLink>): Edge[] =>
  (links ?? edges ?? []).map(({ source, target, weight: w }) =>
    edge(w === undefined ? [source, target] : [source, target, w]),
  );

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SpillwayError(`network: this is not JSON: ${shown(message).slice(1, -1)}`, {
      place: { file, ...lineOf(message, text) },
      cause,
    });
  }
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
