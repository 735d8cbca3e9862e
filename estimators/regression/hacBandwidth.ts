import { rng } from "../../src/core/rng.ts";
import type { Network } from "../../src/network/Network.ts";
import { wantNetwork } from "../../src/network/wantNetwork.ts";
import { popcount } from "../../src/probability/laws/popcount.ts";
import { bothWays } from "./networkBalls.ts";

/** A bandwidth, and what it was made of. */
export interface HacBandwidth {
  readonly bandwidth: number;
  /** Mean path length of the largest connected part. */
  readonly pathLength: number;
  /** Whether neighbourhoods grow exponentially with the distance, or like a power of it. */
  readonly growth: "exponential" | "polynomial";
}

/** Agents from which distances are measured, where the largest part has more. */
const SOURCES = 200;

/**
 * The bandwidth of network HAC errors by Leung's rule (2022, "Causal inference under approximate neighborhood interference",
 * Econometrica 90, section 5): b = max(2k, b̃), where k is how far the exposure mapping looks and b̃ is half the mean path length L of the largest
 * connected part where neighbourhoods grow exponentially, its cube root where they grow like a power; rounded half to even.
 *
 * @param radius steps that the exposure mapping looks, from 0
 * @param growth default `exponential` where L < 2 ln n / ln d̄ of the largest part (d̄ its mean degree), else `polynomial`
 * @returns Cost: at most 200 breadth-first searches, from agents drawn with a fixed seed.
 */
export function hacBandwidth(
  network: Network,
  radius: number,
  growth?: "exponential" | "polynomial",
): HacBandwidth {
  wantNetwork("hacBandwidth", network);
  const { starts, ends } = bothWays(network);
  const { n } = network;
  const part = largestPart(n, starts, ends);
  const stream = rng("path lengths");
  const sources =
    part.length <= SOURCES
      ? [...part]
      : Array.from({ length: SOURCES }, () => part[Math.floor(stream.uniform() * part.length)]!);
  const { total, pairs } = pathSums(sources, n, starts, ends);
  const pathLength = pairs === 0 ? 0 : total / pairs;
  let ties = 0;
  for (const i of part) ties += new Set(ends.subarray(starts[i]!, starts[i + 1]!)).size;
  const degree = part.length === 0 ? 0 : ties / part.length;
  const found =
    growth ??
    (degree > 1 && pathLength < (2 * Math.log(part.length)) / Math.log(degree)
      ? "exponential"
      : "polynomial");
  const half = halfToEven(found === "exponential" ? pathLength / 2 : Math.cbrt(pathLength));
  return { bandwidth: Math.max(2 * radius, half), pathLength, growth: found };
}

/**
 * The lengths of all shortest paths from the sources, added up, and how many there are: 32 searches at once, each a bit of a number, so that
 * a tie is looked at once for all the searches that reach it in the same step.
 */
function pathSums(
  sources: readonly number[],
  n: number,
  starts: Uint32Array,
  ends: Uint32Array,
): { total: number; pairs: number } {
  let [total, pairs] = [0, 0];
  const [seen, next] = [new Int32Array(n), new Int32Array(n)];
  let front = new Int32Array(n);
  let after = new Int32Array(n);
  for (let first = 0; first < sources.length; first += 32) {
    seen.fill(0);
    let [size, found] = [0, 0];
    for (const [bit, source] of sources.slice(first, first + 32).entries()) {
      if (seen[source] === 0) front[size++] = source;
      seen[source]! |= 1 << bit;
    }
    const bits = new Int32Array(n);
    for (let at = 0; at < size; at++) bits[front[at]!] = seen[front[at]!]!;
    for (let step = 1; size > 0; step++) {
      found = 0;
      for (let at = 0; at < size; at++) {
        const i = front[at]!;
        const own = bits[i]!;
        bits[i] = 0;
        for (let e = starts[i]!; e < starts[i + 1]!; e++) {
          const j = ends[e]!;
          const fresh = own & ~seen[j]!;
          if (fresh === 0) continue;
          if (next[j] === 0) after[found++] = j;
          next[j]! |= fresh;
        }
      }
      for (let at = 0; at < found; at++) {
        const j = after[at]!;
        bits[j] = next[j]!;
        seen[j]! |= next[j]!;
        const many = popcount(next[j]!);
        total += step * many;
        pairs += many;
        next[j] = 0;
      }
      [front, after] = [after, front];
      size = found;
    }
  }
  return { total, pairs };
}

function largestPart(n: number, starts: Uint32Array, ends: Uint32Array): Uint32Array {
  const seen = new Uint8Array(n);
  const queue = new Uint32Array(n);
  let best: Uint32Array = new Uint32Array(0);
  for (let first = 0; first < n; first++) {
    if (seen[first] === 1) continue;
    seen[first] = 1;
    queue[0] = first;
    let size = 1;
    for (let at = 0; at < size; at++)
      for (let e = starts[queue[at]!]!; e < starts[queue[at]! + 1]!; e++) {
        const j = ends[e]!;
        if (seen[j] === 1) continue;
        seen[j] = 1;
        queue[size++] = j;
      }
    if (size > best.length) best = queue.slice(0, size);
  }
  return best;
}

/** Rounds to the nearest whole number, a half to the even one. */
function halfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
