import type { TouchedBlocks } from "./touchedBlocks.ts";

/** Which agents share a coin, so that their parts of an estimate may depend on each other. */
export interface SharedCoins {
  /** How many agents each agent shares a coin with, itself included: exact, or a bound where `exact` is false. Among able agents. */
  readonly degree: Float64Array;
  readonly exact: boolean;
  /** At least the largest eigenvalue of the 0/1 matrix of such pairs, diagonal included. */
  readonly eigenvalue: number;
}

/** Pairs up to this number are visited; beyond, coins are counted, and agents that share several are counted several times. */
const MOST_VISITED = 2e8;
/** Pairs up to this number are kept (4 bytes each) for the eigenvalue; beyond, the largest degree takes its place. */
const MOST_KEPT = 2e7;
const STEPS = 60;
const CLOSE = 1e-9;

/**
 * Counts the agents that share a coin, and bounds the largest eigenvalue of the 0/1 matrix by Collatz and Wielandt's
 * max_i (Mv)_i / v_i, which is never below it, for vectors of a power iteration.
 *
 * @param touched coins of each agent
 * @param among 1 for the agents that count
 * @returns Cost: O(pairs × 60 steps), at most 2 × 10⁸ visits and 80 MB.
 */
export function sharedCoins({ offsets, blocks, chance }: TouchedBlocks, among: Uint8Array): SharedCoins {
  const n = among.length;
  const { starts, members } = touchers(offsets, blocks, chance.length, among);
  const degree = new Float64Array(n);
  let visits = 0;
  for (let i = 0; i < n; i++) {
    if (among[i] === 0) continue;
    let bound = 1;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
      bound += starts[blocks[e]! + 1]! - starts[blocks[e]!]! - 1;
    degree[i] = bound;
    visits += bound;
  }
  const size = among.reduce((count, one) => count + one, 0);
  if (visits > MOST_VISITED) {
    const bounded = degree.map((one) => Math.min(one, size));
    return { degree: bounded, exact: false, eigenvalue: most(bounded) };
  }
  const stamp = new Int32Array(n).fill(-1);
  const row = new Uint32Array(n + 1);
  const kept = visits <= MOST_KEPT;
  const partners = new Uint32Array(kept ? visits : 0);
  let count = 0;
  for (let i = 0; i < n; i++) {
    let found = 0;
    if (among[i] === 1)
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
        for (let m = starts[blocks[e]!]!; m < starts[blocks[e]! + 1]!; m++) {
          const j = members[m]!;
          if (stamp[j] === i) continue;
          stamp[j] = i;
          found++;
          if (kept) partners[count++] = j;
        }
    degree[i] = found;
    row[i + 1] = count;
  }
  return { degree, exact: true, eigenvalue: kept ? largest(row, partners, degree) : most(degree) };
}

/** The agents that touch each block. */
function touchers(
  offsets: Uint32Array,
  blocks: Uint32Array,
  count: number,
  among: Uint8Array,
): { starts: Uint32Array; members: Uint32Array } {
  const starts = new Uint32Array(count + 1);
  const each = (visit: (b: number, i: number) => void): void => {
    for (let i = 0; i < among.length; i++)
      if (among[i] === 1) for (let e = offsets[i]!; e < offsets[i + 1]!; e++) visit(blocks[e]!, i);
  };
  each((b) => {
    starts[b + 1]!++;
  });
  for (let b = 0; b < count; b++) starts[b + 1]! += starts[b]!;
  const next = starts.slice();
  const members = new Uint32Array(starts[count]!);
  each((b, i) => {
    members[next[b]!++] = i;
  });
  return { starts, members };
}

function largest(row: Uint32Array, partners: Uint32Array, degree: Float64Array): number {
  let vector = degree.map((d) => Math.max(d, 1));
  let upper = most(degree);
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(vector.length);
    let [above, below, scale] = [0, Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < vector.length; i++) {
      if (degree[i] === 0) continue;
      for (let e = row[i]!; e < row[i + 1]!; e++) next[i]! += vector[partners[e]!]!;
      above = Math.max(above, next[i]! / vector[i]!);
      below = Math.min(below, next[i]! / vector[i]!);
      scale = Math.max(scale, next[i]!);
    }
    upper = Math.min(upper, above);
    if (above - below <= CLOSE * above || scale === 0) break;
    // Any positive vector gives a bound; a small entry must only not become 0.
    vector = next.map((x) => Math.max(x / scale, 1e-200));
  }
  return upper;
}

const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0);
