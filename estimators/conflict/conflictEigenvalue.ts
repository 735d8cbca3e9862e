// Kandiros, Pipis, Daskalakis and Harshaw (2024), "The conflict graph design", section 5: the spectral bound.

import type { ConflictScheme } from "../../designs/law/conflictScheme.ts";
import { largestEigenvalue } from "../../src/core/numbers/largestEigenvalue.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { outRows } from "../../src/network/outRows.ts";
import { boundFromAbove } from "./boundFromAbove.ts";

/** More dependent pairs than this are bounded instead of kept (12 bytes each); so is what takes more than MOST_VISITS to find them. */
const MOST_PAIRS = 1e7;
const MOST_VISITS = 3e8;

export interface ConflictEigenvalue {
  readonly value: number;
  /** True when there are too many pairs to look at, and the value lies above the largest eigenvalue. */
  readonly bound: boolean;
}

const known = new WeakMap<ConflictScheme, ConflictEigenvalue>();

/**
 * The largest eigenvalue of Cov(W), where W has for each agent i two entries 1[E_i1]/q_i and −1[E_i0]/q_i. Turned by the sum and
 * the difference of the two, the matrix falls apart: the sums have 1/q_i and nothing else, the differences the n × n matrix
 * with 1/q_i − 2 on its diagonal and beside it −2 for agents that conflict, and 2((1 − 2p)^−|B_i ∩ B_j| − 1) for others,
 * which is 0 unless a common earlier agent has to desire nothing for both. Only those pairs are visited. Where there are
 * too many of them the value is that of a larger matrix without negative entries, in which |B_i ∩ B_j| stands as a product.
 *
 * @returns Cost: O(Σ_m (agents after m)²), 320 products with the pairs; kept for the scheme.
 */
export function conflictEigenvalue(scheme: ConflictScheme): ConflictEigenvalue {
  wantArgument("conflictEigenvalue", "a conflict scheme", scheme, { fields: ["network"] });
  wantArgument("conflictEigenvalue", "a conflict scheme", scheme);
  const found = known.get(scheme) ?? findEigenvalue(scheme);
  known.set(scheme, found);
  return found;
}

function findEigenvalue(scheme: ConflictScheme): ConflictEigenvalue {
  const { network, event } = scheme;
  const pairs = dependentPairs(scheme);
  if (!pairs) return { value: boundFromAbove(scheme), bound: true };
  const multiply = (x: Float64Array, into: Float64Array): void => {
    for (let i = 0; i < network.n; i++) into[i] = (1 / event[i]! - 2) * x[i]!;
    for (let i = 0; i < network.n; i++) {
      for (let e = pairs.offsets[i]!; e < pairs.offsets[i + 1]!; e++) {
        const j = pairs.others[e]!;
        into[i]! += pairs.values[e]! * x[j]!;
        into[j]! += pairs.values[e]! * x[i]!;
      }
    }
  };
  const sums = event.reduce((most, q) => Math.max(most, 1 / q), 0);
  return { value: Math.max(sums, largestEigenvalue(multiply, network.n)), bound: false };
}

/** The entries of the matrix above its diagonal, as rows; undefined when they are too many. */
function dependentPairs({
  network,
  conflicts,
  earlier,
  desire,
}: ConflictScheme): { offsets: Uint32Array; others: Uint32Array; values: Float64Array } | undefined {
  const { n } = network;
  const later = outRows({ n, ...earlier });
  let visits = 0;
  for (let m = 0; m < n; m++) visits += (later.offsets[m + 1]! - later.offsets[m]!) ** 2;
  if (visits > MOST_VISITS) return undefined;
  const offsets = new Uint32Array(n + 1);
  const others: number[] = [];
  const values: number[] = [];
  const common = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    for (let e = earlier.offsets[i]!; e < earlier.offsets[i + 1]!; e++) {
      const m = earlier.sources[e]!;
      for (let f = later.offsets[m]!; f < later.offsets[m + 1]!; f++) {
        const j = later.targets[f]!;
        if (j > i && common[j]!++ === 0) row.push(j);
      }
    }
    const conflicting = conflicts.sources.subarray(conflicts.offsets[i]!, conflicts.offsets[i + 1]!);
    // Agents that conflict never get what they desire together, whatever they have in common.
    for (const j of conflicting) common[j] = 0;
    for (const j of row) {
      if (common[j]! > 0) {
        others.push(j);
        values.push(2 * ((1 - 2 * desire) ** -common[j]! - 1));
      }
      common[j] = 0;
    }
    for (const j of conflicting) {
      if (j <= i) continue;
      others.push(j);
      values.push(-2);
    }
    offsets[i + 1] = others.length;
    if (others.length > MOST_PAIRS) return undefined;
  }
  return { offsets, others: Uint32Array.from(others), values: Float64Array.from(values) };
}
