import { labelKey } from "../../core/labelKey.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Edge } from "../fromEdges.ts";
import { directionWord } from "./directionWord.ts";
import type { JsonForm, JsonRecord } from "./jsonForm.ts";
import { type LeftOut, leftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, mergeWeightName, weightHint } from "./mergeAgentLists.ts";
import type { FileGraph } from "./networkOfFile.ts";

/** Where programs keep the ends of an edge, in the order in which they are looked for. */
const ENDS: readonly (readonly [string, string])[] = [
  ["source", "target"],
  ["from", "to"],
];
/** Objects in an edge or node that hold attributes of it. */
const INSIDE = ["attributes", "data", "metadata", "properties", "attr"];

/**
 * The nodes and edges of a JSON form, key by key: ends, weights and directions are read, every other key is left out with a note.
 *
 * @throws SpillwayError for ids, ends, weights and directions that are not understood.
 */
export function jsonGraph(form: JsonForm, options: GivenNetworkOptions): FileGraph & { weighted: boolean } {
  const { file, edgesName } = form;
  const left = leftOut();
  for (const sentence of form.said) left.say(sentence);
  for (const name of form.spare) left.add(`key ${shown(name)}`, { file });
  const place = (k: number): Place => ({ file: `${file}: edge ${k + 1} of ${form.edges.length}` });
  const nodes = form.nodes && nodesOf(form.nodes, file, left);
  const weightName = mergeWeightName(options.weight);
  let weighted = false;
  let said = false;
  const oneWay: boolean[] = [];
  const edges: Edge[] = [];
  const kept: number[] = [];
  const position = new Map(form.doubled ? nodes?.ids.map((id, k) => [id, k] as const) : []);
  const joined = new Set<string>();
  form.edges.forEach((record, k) => {
    const fault = (words: string): SpillwayError =>
      new SpillwayError(`network: ${edgesName}.${k}.${words}`, { place: { file } });
    const [from, to] = ENDS.find(([one, other]) => one in record || other in record) ?? ENDS[0]!;
    const source = endOf(record[from], nodes, left, (words) => fault(`${from} ${words}`));
    const target = endOf(record[to], nodes, left, (words) => fault(`${to} ${words}`));
    const used = new Set([from, to, "id", "key"]);
    const direction = directionOf(record, used, fault);
    if (direction === undefined && options.directed === undefined) refuseArrows(record, fault);
    said ||= direction !== undefined;
    const found = weightOf(record, weightName, fault);
    if (found) used.add(found.key);
    noteRest(record, used, weightName, left, place(k));
    if (form.doubled) {
      const key = JSON.stringify([source, target]);
      const back = JSON.stringify([target, source]);
      if (joined.has(back) && (position.get(source) ?? 0) > (position.get(target) ?? 0)) return;
      joined.add(key);
    }
    weighted ||= found !== undefined;
    kept.push(k);
    edges.push(found ? [source, target, found.value] : [source, target]);
    oneWay.push(direction ?? form.directed ?? options.directed ?? false);
  });
  return {
    ids: nodes?.ids,
    edges,
    ...(said ? { oneWay } : {}),
    directed: form.directed,
    place: (k) => place(kept[k] ?? k),
    whole: { file },
    left,
    weighted,
  };
}

/** Ids in the order of the file, and whether edges may name nodes by their number. */
interface Nodes {
  readonly ids: readonly string[];
  readonly known: ReadonlySet<string>;
}

function nodesOf(nodes: readonly JsonRecord[], file: string, left: LeftOut): Nodes {
  const key = ["id", "key", "name"].find((name) => nodes.some((node) => node[name] !== undefined));
  if (key === undefined && nodes.length > 0)
    left.say("nodes have no id: they are called by their number, from 0");
  if (key === "name") left.say("nodes have no id: they are called by their name");
  const ids = nodes.map((node, k) => {
    for (const [name, value] of Object.entries(node)) {
      if (name === key) continue;
      const repeats = name === "label" && value === node[key ?? ""];
      if (!repeats)
        left.add(`key ${shown(name)} of nodes`, { file: `${file}: node ${k + 1} of ${nodes.length}` });
    }
    if (key === undefined) return String(k);
    const id = idOf(node[key]);
    if (id !== undefined) return id;
    throw new SpillwayError(
      node[key] === undefined
        ? `network: nodes.${k}.${key} is missing: it must be a text or a whole number`
        : `network: nodes.${k}.${key} must be a text or a whole number, got ${shown(node[key])}`,
      { place: { file } },
    );
  });
  const known = new Set(ids);
  const twice = known.size === ids.length ? undefined : ids.find((id, k) => ids.indexOf(id) !== k);
  if (twice !== undefined)
    throw new SpillwayError(`network: there are two nodes with the ${key} ${shown(twice)}`, {
      place: { file },
    });
  return { ids, known };
}

const idOf = (value: unknown): string | undefined =>
  typeof value === "string" || Number.isSafeInteger(value) ? String(value) : undefined;

/** The id of the node at an end, which may be the node itself, or its number where ids are texts. */
function endOf(
  given: unknown,
  nodes: Nodes | undefined,
  left: LeftOut,
  fault: (words: string) => SpillwayError,
): string {
  if (given === undefined) throw fault("is missing: it must be a text or a whole number");
  const inside =
    typeof given === "object" && given !== null && !Array.isArray(given) ? (given as JsonRecord).id : given;
  const id = idOf(inside);
  if (id === undefined) throw fault(`must be a text or a whole number, got ${shown(given)}`);
  if (nodes === undefined || nodes.known.has(id)) return id;
  const numbered = typeof inside === "number" ? nodes.ids[inside] : undefined;
  if (numbered !== undefined) {
    left.say("edges name their ends by the number of the node in the list, from 0");
    return numbered;
  }
  throw fault(`must be a node of the file, got ${shown(given)}`);
}

/** Whether an edge goes one way only, where it says so itself. */
function directionOf(
  record: JsonRecord,
  used: Set<string>,
  fault: (words: string) => SpillwayError,
): boolean | undefined {
  let found: boolean | undefined;
  for (const [name, turned] of [
    ["directed", false],
    ["undirected", true],
  ] as const) {
    const value = record[name];
    if (value === undefined) continue;
    if (typeof value !== "boolean") throw fault(`${name} must be true or false, got ${shown(value)}`);
    used.add(name);
    found = value !== turned;
  }
  const type = typeof record.type === "string" ? directionWord(record.type) : undefined;
  if (type !== undefined) {
    used.add("type");
    found = type;
  }
  return found;
}

/** @throws SpillwayError for an arrow that is only drawn: what it says of direction would be lost */
function refuseArrows(record: JsonRecord, fault: (words: string) => SpillwayError): void {
  for (const name of ["arrows", "bidirectional", "reciprocal"]) {
    const value = record[name];
    if (value === undefined || value === "" || value === false) continue;
    throw fault(
      `${name} says which way the edge goes, got ${shown(value)}: write directed for each edge or for the whole, or say whether it is directed (--directed, in a study: directed)`,
    );
  }
}

function weightOf(
  record: JsonRecord,
  weightName: string,
  fault: (words: string) => SpillwayError,
): { key: string; value: number } | undefined {
  const places = [
    { at: "", record },
    ...INSIDE.flatMap((name) => {
      const inside = record[name];
      return typeof inside === "object" && inside !== null && !Array.isArray(inside)
        ? [{ at: `${name}.`, record: inside as JsonRecord }]
        : [];
    }),
  ];
  const found = places.flatMap(({ at, record: inside }) =>
    Object.entries(inside).flatMap(([key, value]) =>
      labelKey(key) === weightName ? [{ key: `${at}${key}`, value }] : [],
    ),
  );
  const [first] = found;
  if (first === undefined) return undefined;
  if (typeof first.value !== "number")
    throw fault(`${first.key} must be a finite number above 0, got ${shown(first.value)}`);
  const other = found.find(({ value }) => value !== first.value);
  if (other) throw fault(`${first.key} and ${other.key} are two different weights`);
  return { key: first.key, value: first.value };
}

function noteRest(
  record: JsonRecord,
  used: ReadonlySet<string>,
  weightName: string,
  left: LeftOut,
  place: Place,
): void {
  for (const [name, value] of Object.entries(record)) {
    if (used.has(name)) continue;
    const inside =
      INSIDE.includes(name) && typeof value === "object" && value !== null && !Array.isArray(value);
    for (const one of inside ? Object.keys(value).map((key) => `${name}.${key}`) : [name]) {
      const own = one.slice(one.lastIndexOf(".") + 1);
      if (labelKey(own) !== weightName) left.add(`key ${shown(one)} of edges`, place, weightHint(own).hint);
    }
  }
}
