import { sum } from "./sum.ts";

const kept = new Map<string, Float64Array>();

/** P(count = k) of so many coins, from the mode outwards, so that nothing underflows on the way. */
export function binomialChances(n: number, chance: number): Float64Array {
  const key = `${n} ${chance}`;
  const known = kept.get(key);
  if (known) return known;
  const chances = new Float64Array(n + 1);
  if (chance <= 0 || chance >= 1) chances[chance <= 0 ? 0 : n] = 1;
  else {
    const mode = Math.min(n, Math.floor((n + 1) * chance));
    const odds = chance / (1 - chance);
    chances[mode] = 1;
    for (let k = mode + 1; k <= n; k++) chances[k] = chances[k - 1]! * odds * ((n - k + 1) / k);
    for (let k = mode - 1; k >= 0; k--) chances[k] = (chances[k + 1]! / odds) * ((k + 1) / (n - k));
    const all = sum(chances);
    for (let k = 0; k <= n; k++) chances[k]! /= all;
  }
  if (kept.size >= 16) kept.clear();
  kept.set(key, chances);
  return chances;
}
