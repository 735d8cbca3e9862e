import type { Network } from "../Network.ts";
import { scaledWeights } from "../scaledWeights.ts";

/** What each diversion unit makes of the exposure of outcome units: W_ik, of which the row of an outcome unit sums to 1. */
export interface SharesByUnit {
  /** Number of diversion units. */
  readonly n: number;
  /** Entries of unit k stand at offsets[k] … offsets[k + 1] − 1. */
  readonly offsets: Uint32Array;
  /** Outcome unit of each entry, an index into `rows`. */
  readonly outcomes: Uint32Array;
  /** W of each entry. */
  readonly shares: Float64Array;
  /** For each outcome unit that an edge points to, its units and their W. */
  readonly rows: readonly (readonly (readonly [unit: number, share: number])[])[];
  /** Number of outcome units that an edge points to. */
  readonly exposed: number;
}

/**
 * The shares W_ik of a two-sided network: the weight of the edge from diversion unit k to outcome unit i, divided by that of
 * all edges from diversion units to i. Cost: O(n + edges).
 *
 * @param units numbers of the diversion units
 */
export function sharesByUnit(network: Network, units: Uint32Array): SharesByUnit {
  const number = new Map(Array.from(units, (unit, k) => [unit, k]));
  const rows: [number, number][][] = [];
  const size = new Uint32Array(units.length + 1);
  const weights = scaledWeights(network.weights);
  for (let i = 0; i < network.n; i++) {
    if (number.has(i)) continue;
    const row: [number, number][] = [];
    let total = 0;
    for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++) {
      const k = number.get(network.sources[e]!);
      if (k === undefined) continue;
      const weight = weights ? weights[e]! : 1;
      row.push([k, weight]);
      total += weight;
    }
    if (total === 0) continue;
    for (const entry of row) {
      entry[1] /= total;
      size[entry[0] + 1]!++;
    }
    rows.push(row);
  }
  for (let k = 0; k < units.length; k++) size[k + 1]! += size[k]!;
  const entries = size[units.length]!;
  const outcomes = new Uint32Array(entries);
  const shares = new Float64Array(entries);
  const next = size.slice();
  rows.forEach((row, i) => {
    for (const [k, share] of row) {
      outcomes[next[k]!] = i;
      shares[next[k]!++] = share;
    }
  });
  return { n: units.length, offsets: size, outcomes, shares, rows, exposed: rows.length };
}
