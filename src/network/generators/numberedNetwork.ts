import { buildRows } from "../buildRows.ts";
import type { Network } from "../Network.ts";
import { wantSize } from "../wantSize.ts";

/** Where the generators put their edges: grows as needed, 8 bytes an edge. */
interface EdgeSink {
  add(source: number, target: number): void;
  /** The undirected network of all edges added, with the ids "0" … "n − 1". */
  network(): Network;
}

/**
 * An undirected network in the making, for generators; n agents, about `expected` edges. The ids are in order already.
 *
 * @throws SpillwayError when it would be too large, before memory is taken
 */
export function numberedNetwork(who: string, n: number, expected: number): EdgeSink {
  wantSize(who, n, expected);
  let from = new Uint32Array(Math.max(16, Math.ceil(expected)));
  let to = new Uint32Array(from.length);
  let size = 0;
  const grown = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
    const larger = new Uint32Array(2 * old.length);
    larger.set(old);
    return larger;
  };
  return {
    add(source, target) {
      if (size === from.length) {
        wantSize(who, n, size + 1);
        from = grown(from);
        to = grown(to);
      }
      from[size] = source;
      to[size++] = target;
    },
    network() {
      const weight = new Float64Array(size).fill(1);
      const rows = buildRows(n, { from: from.subarray(0, size), to: to.subarray(0, size), weight }, false);
      const ids = Array.from({ length: n }, (_, i) => String(i));
      return {
        n,
        edges: rows.sources.length / 2,
        directed: false,
        ids,
        offsets: rows.offsets,
        sources: rows.sources,
        notes: [],
      };
    },
  };
}
