import { normalDraw } from "../../core/numbers/normalDraw.ts";
import type { Rng } from "../../core/rng.ts";

/**
 * One normal trait with mean 0 for each agent, drawn from the stream of the agent's id, so that it stays the same when
 * other agents come or go. Cost: O(n), and nothing is drawn when the spread is 0.
 *
 * @param label names the trait, so that two traits of one agent are unrelated.
 * @param spread standard deviation, from 0.
 */
export function traits(rng: Rng, ids: readonly string[], label: string, spread: number): Float64Array {
  if (spread === 0) return new Float64Array(ids.length);
  return Float64Array.from(ids, (id) => spread * normalDraw(rng.fork(id).fork(label)));
}
