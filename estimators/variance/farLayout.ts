import type { FarTypes } from "../../src/probability/PairProbabilities.ts";

/** Where the pairs of types of some agents are kept: those of one part beside each other, those of two parts nowhere, as they are independent. */
interface FarLayout {
  /** Number of types among the agents. */
  readonly size: number;
  /** The type of each slot. */
  readonly types: readonly number[];
  slotOf(type: number): number;
  /** Pairs of slots that are kept: Σ over parts of the number of their types squared. */
  readonly pairs: number;
  /** Place of a pair of slots, from 0; −1 for two parts. */
  at(s: number, t: number): number;
  /** Visits every pair of slots of one part, with its place, ascending. */
  forEach(visit: (s: number, t: number, at: number) => void): void;
}

/**
 * The types of these agents, sorted by part.
 *
 * @param whole whether all types count as one part. Default false.
 */
export function farLayout(far: FarTypes, agents: readonly number[], whole = false): FarLayout {
  const partOf = (t: number): number => (whole ? 0 : (far.part?.[t] ?? 0));
  const order = new Map([...new Set(agents.map((i) => far.type[i]!))].map((t, k) => [t, k]));
  const firstOfPart = new Map<number, number>();
  for (const t of order.keys()) if (!firstOfPart.has(partOf(t))) firstOfPart.set(partOf(t), firstOfPart.size);
  const types = [...order.keys()].sort(
    (a, b) => firstOfPart.get(partOf(a))! - firstOfPart.get(partOf(b))! || order.get(a)! - order.get(b)!,
  );
  const size = types.length;
  const slots = new Int32Array(far.count).fill(-1);
  const start = new Uint32Array(size);
  const end = new Uint32Array(size);
  const row = new Float64Array(size);
  let pairs = 0;
  for (let s = 0; s < size; s++) {
    slots[types[s]!] = s;
    start[s] = s > 0 && partOf(types[s - 1]!) === partOf(types[s]!) ? start[s - 1]! : s;
  }
  for (let s = size - 1; s >= 0; s--)
    end[s] = s + 1 < size && start[s + 1] === start[s] ? end[s + 1]! : s + 1;
  for (let s = 0; s < size; s++) {
    row[s] = pairs;
    pairs += end[s]! - start[s]!;
  }
  return {
    size,
    types,
    slotOf: (type) => slots[type]!,
    pairs,
    at: (s, t) => (start[s] === start[t] ? row[s]! + t - start[s]! : -1),
    forEach(visit) {
      for (let s = 0; s < size; s++)
        for (let t = start[s]!; t < end[s]!; t++) visit(s, t, row[s]! + t - start[s]!);
    },
  };
}
