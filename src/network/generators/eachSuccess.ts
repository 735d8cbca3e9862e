import type { Rng } from "../../core/rng.ts";

/**
 * Calls `visit` with every success, in order, among `count` independent coins that each succeed with chance p. Instead of
 * tossing them all, it draws how many failures come before the next success: one number per success.
 *
 * The number of failures is geometric, P(failures ≥ t) = (1 − p)^t, and is drawn by inversion: the largest t with
 * F(t) = 1 − (1 − p)^t at most a uniform number. It is found bit by bit from F(2^j), by F(a + b) = F(a) + F(b) (1 − F(a)):
 * additions and products only, so the same stream gives the same successes in every engine, where a logarithm
 * (Batagelj and Brandes 2005, "Efficient generation of large random networks") may differ in its last bit. Starting from p
 * itself, small p lose no digits. Cost: O(log count) for each success.
 *
 * @param count whole number from 0 to 2^53
 */
export function eachSuccess(rng: Rng, p: number, count: number, visit: (index: number) => void): void {
  if (p <= 0) return;
  const cdf: number[] = [p];
  for (let reach = 1; reach < count; reach *= 2) {
    const last = cdf[cdf.length - 1]!;
    cdf.push(last + last * (1 - last));
  }
  let index = -1;
  for (;;) {
    const uniform = rng.uniform();
    let below = 0;
    for (let j = cdf.length - 1; j >= 0; j--) {
      const next = below + cdf[j]! * (1 - below);
      if (next > uniform) continue;
      below = next;
      index += 2 ** j;
      if (index >= count) return;
    }
    index++;
    if (index >= count) return;
    visit(index);
  }
}
