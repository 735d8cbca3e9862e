import type { Incidence } from "./incidence.ts";
import { interner } from "./interner.ts";

/** Agents sorted by what the law of their condition depends on. */
export interface AgentTypes {
  /** Type of each agent: 0 … count − 1. Agents of one type have the same kinds of blocks around them. */
  readonly type: Uint32Array;
  readonly count: number;
  /** An agent of each type. */
  readonly representative: readonly number[];
  /** For each entry of the touch rows: a number for its block's group, its dose, and whether it is the agent's own block. */
  readonly entry: Uint32Array;
  readonly entries: number;
}

/** Rows up to this length are sorted in place by insertion, longer ones by the engine. */
const SHORT = 48;

/**
 * Numbers the agents by type. Cost: O(Σ row length × log) in all.
 *
 * @param group group of each block: blocks of one group are exchangeable.
 */
export function agentTypes(
  rows: Incidence,
  block: Uint32Array,
  group: Uint32Array,
  total: Uint32Array,
): AgentTypes {
  const n = rows.offsets.length - 1;
  const kinds = interner(2 ** 30);
  const entry = new Uint32Array(rows.blocks.length);
  for (let i = 0; i < n; i++) {
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const own = rows.blocks[k] === block[i] ? 1 : 0;
      entry[k] = kinds.step(-2 - group[rows.blocks[k]!]!, 2 * rows.weights[k]! + own);
    }
  }
  const profiles = interner(2 ** 30);
  const number = new Map<number, number>();
  const representative: number[] = [];
  const type = new Uint32Array(n);
  let sorted = new Uint32Array(SHORT);
  for (let i = 0; i < n; i++) {
    const first = rows.offsets[i]!;
    const length = rows.offsets[i + 1]! - first;
    if (length > sorted.length) sorted = new Uint32Array(2 * length);
    for (let k = 0; k < length; k++) sorted[k] = entry[first + k]!;
    sort(sorted, length);
    let state = profiles.step(-2, total[i]!);
    for (let k = 0; k < length; k++) state = profiles.step(state, sorted[k]!);
    let found = number.get(state);
    if (found === undefined) {
      found = representative.push(i) - 1;
      number.set(state, found);
    }
    type[i] = found;
  }
  return { type, count: representative.length, representative, entry, entries: kinds.size };
}

function sort(values: Uint32Array, length: number): void {
  if (length > SHORT) {
    values.subarray(0, length).sort();
    return;
  }
  for (let k = 1; k < length; k++) {
    const value = values[k]!;
    let at = k;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}
