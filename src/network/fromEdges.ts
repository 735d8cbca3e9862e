import { meant } from "../core/doubleOf.ts";
import { labelNotes } from "../core/labelNotes.ts";
import { type Place, SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { buildRows } from "./buildRows.ts";
import { compareIds } from "./compareIds.ts";
import type { Network } from "./Network.ts";

/** One edge: source id, target id, and a weight that defaults to 1. The source may influence the target. */
export type Edge = readonly [source: string, target: string, weight?: number];

export interface FromEdgesOptions {
  /** Whether an edge goes one way only. Default false: it stands for both directions. */
  readonly directed?: boolean;
  /**
   * Which end of a directed edge does the influencing. Default `source-to-target`. Use `target-to-source` for data in
   * which an edge means "source listens to target" (follower lists, nominations).
   */
  readonly influence?: "source-to-target" | "target-to-source";
  /** All agents, for those without edges. When given, an edge that names anybody else is an error. Default: the ends of the edges. */
  readonly agents?: readonly string[];
  /** Where edge number k stands in a file, for error messages. */
  readonly place?: (k: number) => Place;
}

/**
 * A network from a list of edges. Agents are sorted by id, so neither the order of edges nor of agents matters.
 * An edge given twice counts once and a self-loop is left out (an agent's own treatment is its own arm, not exposure);
 * `notes` says how many.
 *
 * Cost: O(n log n + edges).
 * @throws SpillwayError for no agents at all, an empty id, an unknown agent, a weight that is not a finite number
 * above 0, and the same edge with two different weights.
 */
export function fromEdges(edges: Iterable<Edge>, options: FromEdgesOptions = {}): Network {
  wantArgument("fromEdges", "a list of edges", edges, { fields: ["map"] });
  wantArgument("fromEdges", "options", options);
  const { directed = false, influence = "source-to-target", agents, place } = options;
  const fault = (k: number, message: string): SpillwayError =>
    new SpillwayError(message, place ? { place: place(k) } : {});
  const list = Array.isArray(edges) ? (edges as readonly Edge[]) : [...edges];
  const ids = agents ? [...new Set(agents)] : endsOf(list);
  if (agents?.includes(""))
    throw new SpillwayError("network: an agent needs an id, got an empty one in the list of agents");
  if (ids.length === 0)
    throw new SpillwayError(
      "network: there are no agents: the list of edges is empty and no agents are named",
    );
  if (agents && ids.length < agents.length)
    throw new SpillwayError(`network: agent ${shown(firstRepeated(agents))} is listed twice`);
  ids.sort(compareIds);
  const index = new Map(ids.map((id, i) => [id, i]));

  const from = new Uint32Array(list.length);
  const to = new Uint32Array(list.length);
  const weight = new Float64Array(list.length).fill(1);
  let loops = 0;
  let kept = 0;
  const origin = new Uint32Array(list.length);
  list.forEach(([source, target, given = 1], k) => {
    const s = index.get(source);
    const t = index.get(target);
    if (s === undefined || t === undefined) {
      const who = s === undefined ? source : target;
      throw fault(
        k,
        who === ""
          ? "network: an edge needs a source and a target, got an empty id"
          : `network: agent ${shown(who)} of an edge is not in the list of agents${meant(who, ids)}: add it there or remove the edge`,
      );
    }
    if (!(Number.isFinite(given) && given > 0))
      throw fault(k, `network: weight must be a finite number above 0, got ${given}`);
    if (s === t) {
      loops++;
      return;
    }
    const flip = influence === "target-to-source";
    from[kept] = flip ? t : s;
    to[kept] = flip ? s : t;
    weight[kept] = given;
    origin[kept] = k;
    kept++;
  });
  const ends = { from: from.subarray(0, kept), to: to.subarray(0, kept), weight: weight.subarray(0, kept) };
  const { offsets, sources, weights, repeated, conflict } = buildRows(ids.length, ends, directed);
  if (conflict !== undefined) {
    const k = origin[conflict]!;
    throw fault(
      k,
      `network: the edge ${shown(list[k]![0])} – ${shown(list[k]![1])} is given with two different weights`,
    );
  }
  const notes = labelNotes("agents", ids);
  if (loops > 0)
    notes.push(
      `${loops} self-loop${loops === 1 ? " was" : "s were"} left out: an agent's own treatment is its arm, not its exposure`,
    );
  if (repeated > 0)
    notes.push(
      `${repeated} repeated edge${repeated === 1 ? " was" : "s were"} counted once${directed ? "" : " (in an undirected network a–b and b–a are one edge)"}`,
    );
  const edgeCount = directed ? sources.length : sources.length / 2;
  return {
    n: ids.length,
    edges: edgeCount,
    directed,
    ids,
    offsets,
    sources,
    ...(weights ? { weights } : {}),
    notes,
  };
}

function endsOf(edges: readonly Edge[]): string[] {
  const ids = new Set<string>();
  for (const [source, target] of edges) {
    if (source !== "") ids.add(source);
    if (target !== "") ids.add(target);
  }
  return [...ids];
}

function firstRepeated(ids: readonly string[]): string {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return "";
}
