import type { Network } from "../../network/Network.ts";

/** The blocks around each agent, its own first: those of agent i are `blocks[offsets[i]] … blocks[offsets[i + 1] − 1]`. */
interface TouchSets {
  readonly offsets: Uint32Array;
  readonly blocks: Uint32Array;
}

/**
 * Which blocks an agent and its in-neighbours are in, for one division into blocks after another: {@link touch} without
 * doses, in the order in which they are met. The arrays are used again by the next call. Cost of a call: O(n + edges).
 */
export function incidenceSets({ n, offsets: rows, sources }: Network): (block: Uint32Array) => TouchSets {
  const met = new Float64Array(n);
  const offsets = new Uint32Array(n + 1);
  const blocks = new Uint32Array(n + sources.length);
  let round = 0;
  return (block) => {
    let size = 0;
    for (let i = 0; i < n; i++) {
      round++;
      met[block[i]!] = round;
      blocks[size++] = block[i]!;
      for (let e = rows[i]!; e < rows[i + 1]!; e++) {
        const b = block[sources[e]!]!;
        if (met[b] === round) continue;
        met[b] = round;
        blocks[size++] = b;
      }
      offsets[i + 1] = size;
    }
    return { offsets, blocks };
  };
}
