import type { Network } from "../network/Network.ts";

/**
 * Which blocks of a design decide the condition of each agent: its own block and the blocks of its in-neighbours.
 * Row i is `blocks[offsets[i]] … blocks[offsets[i + 1] − 1]`, ascending; it always holds the agent's own block.
 */
export interface Touch {
  readonly offsets: Uint32Array;
  readonly blocks: Uint32Array;
  /** How many in-neighbours of the agent are in the block; 0 is possible only for its own block. */
  readonly weights: Uint32Array;
}

/**
 * The touch rows of a network whose agents fall into blocks. An agent whose condition cannot depend on its neighbours
 * (`listens` is false for its degree) is touched by its own block alone. Cost: O(edges log degree).
 */
export function touch(network: Network, block: Uint32Array, listens: (degree: number) => boolean): Touch {
  const { n, offsets: rows, sources } = network;
  const offsets = new Uint32Array(n + 1);
  const blocks = new Uint32Array(sources.length + n);
  const weights = new Uint32Array(sources.length + n);
  let size = 0;
  for (let i = 0; i < n; i++) {
    const first = rows[i]!;
    const last = listens(rows[i + 1]! - first) ? rows[i + 1]! : first;
    const met = new Uint32Array(last - first);
    for (let e = first; e < last; e++) met[e - first] = block[sources[e]!]!;
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
      if (!ownPlaced && b >= own) {
        if (b !== own) put(own, 0);
        ownPlaced = true;
      }
      put(b, weight);
    }
    if (!ownPlaced) put(own, 0);
    offsets[i + 1] = size;
  }
  return { offsets, blocks: blocks.slice(0, size), weights: weights.slice(0, size) };
}

/** Visits each block that touches agent i or agent j, ascending, with how many in-neighbours of each it holds. Cost O(degrees). */
export function eachBlockOfPair(
  { offsets, blocks, weights }: Touch,
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

/** For each block, the agents that it touches, ascending. */
export function touchedBy(
  { offsets, blocks }: Touch,
  blockCount: number,
): { offsets: Uint32Array; agents: Uint32Array } {
  const starts = new Uint32Array(blockCount + 1);
  for (const b of blocks) starts[b + 1]!++;
  for (let b = 0; b < blockCount; b++) starts[b + 1]! += starts[b]!;
  const next = starts.slice();
  const agents = new Uint32Array(blocks.length);
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) agents[next[blocks[k]!]!++] = i;
  }
  return { offsets: starts, agents };
}
