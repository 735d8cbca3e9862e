import type { LocalMapping } from "../../exposure/Exposure.ts";

/**
 * Incidence of design blocks on agents: the blocks whose arm can change agent i's condition, its own and those of its in-neighbours.
 * Row i is `blocks[offsets[i]] … blocks[offsets[i + 1] − 1]`, ascending; it always holds the agent's own block.
 */
export interface Incidence {
  readonly offsets: Uint32Array;
  readonly blocks: Uint32Array;
  /** The dose that the block brings when it is in the focal arm (without doses: how many in-neighbours are in it), up to the agent's cap; 0 is possible only for the agent's own block. */
  readonly weights: Uint32Array;
}

/** The dose of each agent when all its in-neighbours are in the focal arm: their number, where there are no doses. Cost O(edges). */
export function totalDoses({ network, doses, rule }: LocalMapping): Uint32Array {
  const { n, offsets } = network;
  const total = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    if (!doses) {
      total[i] = offsets[i + 1]! - offsets[i]!;
      continue;
    }
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      total[i] = rule.combine === "bits" ? total[i]! | doses[e]! : total[i]! + doses[e]!;
    }
  }
  return total;
}

/**
 * The touch rows of a mapping whose agents fall into blocks. An agent whose condition cannot depend on its neighbours
 * (its cap is 0) is touched by its own block alone. Cost: O(edges log degree).
 *
 * @param cap for each agent the dose above which more makes no difference.
 */
export function incidence(
  { network, doses, rule }: LocalMapping,
  block: Uint32Array,
  cap: (i: number) => number,
): Incidence {
  const { n, offsets: rows, sources } = network;
  const bits = rule.combine === "bits";
  const offsets = new Uint32Array(n + 1);
  const blocks = new Uint32Array(sources.length + n);
  const weights = new Uint32Array(sources.length + n);
  const doseOf = new Map<number, number>();
  let size = 0;
  for (let i = 0; i < n; i++) {
    const first = rows[i]!;
    const most = cap(i);
    const last = most > 0 ? rows[i + 1]! : first;
    const met = new Uint32Array(last - first);
    for (let e = first; e < last; e++) met[e - first] = block[sources[e]!]!;
    if (doses) {
      doseOf.clear();
      for (let e = first; e < last; e++) {
        const b = met[e - first]!;
        const before = doseOf.get(b) ?? 0;
        doseOf.set(b, bits ? before | doses[e]! : before + doses[e]!);
      }
    }
    met.sort();
    const own = block[i]!;
    let ownPlaced = false;
    const put = (b: number, weight: number): void => {
      blocks[size] = b;
      weights[size++] = weight;
    };
    for (let k = 0; k < met.length; ) {
      const b = met[k]!;
      let weight = 0;
      for (; k < met.length && met[k] === b; k++) weight++;
      if (doses) weight = doseOf.get(b)!;
      if (!ownPlaced && b >= own) {
        if (b !== own) put(own, 0);
        ownPlaced = true;
      }
      put(b, bits ? weight : Math.min(weight, most));
    }
    if (!ownPlaced) put(own, 0);
    offsets[i + 1] = size;
  }
  return { offsets, blocks: blocks.slice(0, size), weights: weights.slice(0, size) };
}

/** Visits each block that touches agent i or agent j, ascending, with the dose it brings to each. Cost O(degrees). */
export function eachBlockOfPair(
  { offsets, blocks, weights }: Incidence,
  i: number,
  j: number,
  visit: (block: number, wi: number, wj: number) => void,
): void {
  let x = offsets[i]!;
  let y = offsets[j]!;
  const endX = offsets[i + 1]!;
  const endY = offsets[j + 1]!;
  while (x < endX || y < endY) {
    const bx = x < endX ? blocks[x]! : Number.POSITIVE_INFINITY;
    const by = y < endY ? blocks[y]! : Number.POSITIVE_INFINITY;
    visit(Math.min(bx, by), bx <= by ? weights[x]! : 0, by <= bx ? weights[y]! : 0);
    if (bx <= by) x++;
    if (by <= bx) y++;
  }
}

/** For each block, the agents that it touches, ascending, and where in their rows it stands. Cost O(Σ row length). */
export function touchedBy(
  { offsets, blocks }: Incidence,
  blockCount: number,
): { offsets: Uint32Array; agents: Uint32Array; places: Uint32Array } {
  const starts = new Uint32Array(blockCount + 1);
  for (const b of blocks) starts[b + 1]!++;
  for (let b = 0; b < blockCount; b++) starts[b + 1]! += starts[b]!;
  const next = starts.slice();
  const agents = new Uint32Array(blocks.length);
  const places = new Uint32Array(blocks.length);
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      const at = next[blocks[k]!]!++;
      agents[at] = i;
      places[at] = k;
    }
  }
  return { offsets: starts, agents, places };
}
