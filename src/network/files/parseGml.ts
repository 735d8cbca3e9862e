import { labelKey } from "../../core/labelKey.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Edge } from "../fromEdges.ts";
import type { Network } from "../Network.ts";
import { leftOut } from "./leftOut.ts";
import { type GivenNetworkOptions, mergeWeightName, wantWeightFound, weightHint } from "./mergeAgentLists.ts";
import { networkOfFile } from "./networkOfFile.ts";

/** A key with its value: a number, a text, or a list of more of them. */
interface Pair {
  readonly key: string;
  readonly value: number | string | readonly Pair[];
  readonly line: number;
}

/** Lists in lists that are read at most. */
const DEEPEST = 100;

/**
 * A network from GML. Agents are called by their labels where all have different ones, else by their ids, so that files of networkx (which puts its
 * ids into labels), igraph and yEd are read alike. The edges' `weight` or `value` of the name asked for counts, `directed 1` is the whole's
 * direction, everything else is left out with a note.
 *
 * @throws SpillwayError with file and line
 */
export function parseGml(text: string, options: GivenNetworkOptions = {}): Network {
  const { file = "(gml)" } = options;
  const left = leftOut();
  const at = ({ line }: Pick<Pair, "line">): Place => ({ file, line });
  const fault = (message: string, pair: Pick<Pair, "line">): SpillwayError =>
    new SpillwayError(`network: ${message}`, { place: at(pair) });
  const top = pairsOf(text, file);
  const graphs = top.filter(({ key }) => key === "graph");
  if (graphs.length !== 1)
    throw new SpillwayError(`network: the file must hold one graph, got ${graphs.length}`, {
      place: graphs[1] ? at(graphs[1]) : { file },
    });
  for (const pair of top) if (pair.key !== "graph") left.add(`key ${shown(pair.key)}`, at(pair));
  const inside = (pair: Pair): readonly Pair[] => {
    if (typeof pair.value === "object") return pair.value;
    throw fault(`${pair.key} must be a list [ … ], got ${shown(pair.value)}`, pair);
  };
  const flag = (pair: Pair): boolean => {
    if (pair.value === 0 || pair.value === 1) return pair.value === 1;
    throw fault(`${pair.key} must be 0 or 1, got ${shown(pair.value)}`, pair);
  };
  const idOf = (pair: Pair): string => {
    if (typeof pair.value === "object") throw fault(`${pair.key} must be a number or a text`, pair);
    return String(pair.value);
  };

  let directed: boolean | undefined;
  const labels: (string | undefined)[] = [];
  const number = new Map<string, number>();
  const edges: { source: string; target: string; weight: number | undefined; pair: Pair }[] = [];
  const weightName = mergeWeightName(options.weight);
  for (const pair of inside(graphs[0]!)) {
    if (pair.key === "directed") directed = flag(pair);
    else if (pair.key === "multigraph") flag(pair);
    else if (pair.key === "node") {
      let id: string | undefined;
      let label: string | undefined;
      for (const one of inside(pair)) {
        if (one.key === "id") id = idOf(one);
        else if (one.key === "label") label = idOf(one);
        else left.add(`key ${shown(one.key)} of node`, at(one));
      }
      if (id === undefined) throw fault("a node needs an id", pair);
      if (number.has(id)) throw fault(`there are two nodes with the id ${shown(id)}`, pair);
      number.set(id, labels.push(label) - 1);
    } else if (pair.key === "edge") {
      const ends: Record<"source" | "target", string | undefined> = { source: undefined, target: undefined };
      let weight: number | undefined;
      for (const one of inside(pair)) {
        if (one.key === "source" || one.key === "target") ends[one.key] = idOf(one);
        else if (labelKey(one.key) === weightName) {
          if (typeof one.value !== "number" || !(one.value > 0) || !Number.isFinite(one.value))
            throw fault(`weight must be a finite number above 0, got ${shown(one.value)}`, one);
          weight = one.value;
        } else if (one.key === "directed")
          throw fault(
            "edges that say themselves whether they are directed are not read: say it for the whole",
            one,
          );
        else if (one.key !== "id" && one.key !== "key")
          left.add(`key ${shown(one.key)} of edge`, at(one), weightHint(one.key).hint);
      }
      const { source, target } = ends;
      if (source === undefined || target === undefined)
        throw fault("an edge needs a source and a target", pair);
      edges.push({ source, target, weight, pair });
    } else left.add(`key ${shown(pair.key)} of graph`, at(pair));
  }
  const labelled =
    labels.every((label) => label !== undefined && label !== "") && new Set(labels).size === labels.length;
  const byNumber = [...number.keys()];
  const ids = labelled ? (labels as string[]) : byNumber;
  if (!labelled && labels.some((label) => label !== undefined))
    left.say("not all nodes have a label of their own: agents are called by their ids");
  wantWeightFound(
    options.weight,
    edges.some(({ weight }) => weight !== undefined),
    { file },
  );
  const nameOf = (id: string, end: string, pair: Pair): string => {
    const k = number.get(id);
    if (k === undefined)
      throw fault(`the ${end} of an edge must be a node of the file, got ${shown(id)}`, pair);
    return ids[k]!;
  };
  return networkOfFile(
    {
      ids,
      edges: edges.map(({ source, target, weight, pair }): Edge => {
        const ends = [nameOf(source, "source", pair), nameOf(target, "target", pair)] as const;
        return weight === undefined ? ends : [...ends, weight];
      }),
      directed: directed ?? false,
      place: (k) => at(edges[k]!.pair),
      whole: { file },
      left,
    },
    options,
  );
}

/** The keys and values of GML, as a tree. */
function pairsOf(text: string, file: string): Pair[] {
  const token = /\s+|#[^\n]*|\[|\]|"([^"]*)"|([^\s[\]"]+)/y;
  const root: Pair[] = [];
  const stack: Pair[][] = [root];
  let key: string | undefined;
  let line = 1;
  const source = text.replace(/^\uFEFF/, "");
  const fault = (message: string): SpillwayError =>
    new SpillwayError(`network: this is not GML: ${message}`, { place: { file, line } });
  for (let start = 0; start < source.length; start = token.lastIndex) {
    token.lastIndex = start;
    const [all, quoted, word] = token.exec(source) ?? [];
    if (all === undefined) throw fault("a quote is opened and never closed");
    const here = stack.at(-1)!;
    if (all === "[") {
      if (key === undefined) throw fault("a list without a key");
      if (stack.length > DEEPEST) throw fault("lists in lists without end");
      const list: Pair[] = [];
      here.push({ key, value: list, line });
      stack.push(list);
      key = undefined;
    } else if (all === "]") {
      if (key !== undefined) throw fault(`the key ${shown(key)} has no value`);
      if (stack.length === 1) throw fault("a list is closed that was not opened");
      stack.pop();
    } else if (quoted !== undefined || word !== undefined) {
      if (key === undefined) {
        if (word === undefined || !/^[A-Za-z_][\w.-]*$/.test(word))
          throw fault(`wanted a key, got ${shown(quoted ?? word)}`);
        key = word;
      } else {
        const value = quoted === undefined ? Number(word) : unescaped(quoted);
        if (typeof value === "number" && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(word!))
          throw fault(`the value of ${shown(key)} must be a number or a quoted text, got ${shown(word)}`);
        here.push({ key, value, line });
        key = undefined;
      }
    }
    line += all.split("\n").length - 1;
  }
  if (stack.length > 1) throw fault("a list is opened and never closed");
  if (key !== undefined) throw fault(`the key ${shown(key)} has no value`);
  return root;
}

/** Texts of GML hold characters outside ASCII, quotes and ampersands as in XML. */
function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|(\w{2,4}));/g,
    (all, code: string | undefined, name: string | undefined) => {
      const point = code === undefined ? undefined : Number(code);
      if (point !== undefined) return point <= 0x10ffff ? String.fromCodePoint(point) : all;
      return { quot: '"', amp: "&", lt: "<", gt: ">", apos: "'" }[name!] ?? all;
    },
  );
}
