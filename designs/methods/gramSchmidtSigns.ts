import type { Rng } from "../../src/core/rng.ts";
import type { GramSchmidtSystem } from "./gramSchmidtSystem.ts";

/** A unit this near to its end is there. */
const END = 1 - 1e-9;

/**
 * One Gram–Schmidt walk. All units start at 0. A pivot is drawn from those alive and kept until it reaches an end; the others move so
 * that what the pivot unbalances is balanced as well as can be; the walk goes forwards or backwards until one of them reaches −1 or 1,
 * with chances that make the mean step 0. So each unit ends at 1 with chance ½ exactly. Harshaw, Sävje, Spielman and Zhang (2024), algorithm 1.
 *
 * Cost: O(units² × k + units × k³) for k covariates.
 * @returns 1 for each unit that ends at 1, 0 for each that ends at −1
 */
export function gramSchmidtSigns(system: GramSchmidtSystem, rng: Rng): Uint8Array {
  const { units } = system;
  const place = new Float64Array(units);
  let alive = Array.from({ length: units }, (_, i) => i);
  let moment = system.moment(alive);
  let made = units;
  let pivot = -1;
  while (alive.length > 0) {
    if (pivot < 0) {
      pivot = alive[rng.integer(alive.length)]!;
      system.remove(moment, pivot);
    }
    const moves = system.direction(moment, alive, pivot);
    const { forward, backward } = reach(place, alive, moves);
    step(place, alive, moves, rng.uniform() * (forward + backward) < backward ? forward : -backward);
    const left = alive.filter((i) => Math.abs(place[i]!) < 1);
    const kept = Math.abs(place[pivot]!) < 1 ? pivot : -1;
    // Rounding adds up while units are taken out one by one.
    if (2 * left.length < made) {
      moment = system.moment(left.filter((i) => i !== kept));
      made = left.length;
    } else {
      for (const i of alive) if (i !== pivot && Math.abs(place[i]!) === 1) system.remove(moment, i);
    }
    alive = left;
    pivot = kept;
  }
  return Uint8Array.from(place, (x) => (x > 0 ? 1 : 0));
}

/**
 * Every outcome of {@link gramSchmidtSigns} with its probability, by trying every pivot and both ways at each step.
 *
 * Cost: up to 2^units × units! steps, so only for a handful of units.
 */
export function everyGramSchmidtSigns(
  system: GramSchmidtSystem,
): (readonly [signs: Uint8Array, probability: number])[] {
  const { units } = system;
  // Outcomes by their bits; the sums are compensated, because very many small numbers meet.
  const chance = new Float64Array(2 ** units);
  const lost = new Float64Array(2 ** units);
  const count = (place: Float64Array, p: number): void => {
    const bits = place.reduce((all, x, i) => (x > 0 ? all + 2 ** i : all), 0);
    const term = p - lost[bits]!;
    const total = chance[bits]! + term;
    lost[bits] = total - chance[bits]! - term;
    chance[bits] = total;
  };
  const walk = (place: Float64Array, alive: readonly number[], pivot: number, p: number): void => {
    if (alive.length === 0) {
      count(place, p);
      return;
    }
    if (pivot < 0) {
      for (const one of alive) walk(place, alive, one, p / alive.length);
      return;
    }
    const moves = system.direction(system.moment(alive.filter((i) => i !== pivot)), alive, pivot);
    const { forward, backward } = reach(place, alive, moves);
    const both = forward + backward;
    for (const [length, likely] of [
      [forward, backward / both],
      [-backward, forward / both],
    ] as const) {
      // Backwards from the start is the mirror image of forwards.
      if (length < 0 && alive.length === units) continue;
      const next = place.slice();
      step(next, alive, moves, length);
      walk(
        next,
        alive.filter((i) => Math.abs(next[i]!) < 1),
        Math.abs(next[pivot]!) < 1 ? pivot : -1,
        p * likely,
      );
    }
  };
  walk(
    new Float64Array(units),
    Array.from({ length: units }, (_, i) => i),
    -1,
    1,
  );
  return Array.from(chance, (p, bits): readonly [Uint8Array, number] => [
    Uint8Array.from({ length: units }, (_, i) => Math.floor(bits / 2 ** i) % 2),
    p + chance[2 ** units - 1 - bits]!,
  ]).filter(([, p]) => p > 0);
}

/** How far the units can go both ways until one of them is at an end. */
function reach(
  place: Float64Array,
  alive: readonly number[],
  moves: Float64Array,
): { readonly forward: number; readonly backward: number } {
  let forward = Number.POSITIVE_INFINITY;
  let backward = Number.POSITIVE_INFINITY;
  for (let at = 0; at < alive.length; at++) {
    const move = moves[at]!;
    if (move === 0) continue;
    const x = move > 0 ? place[alive[at]!]! : -place[alive[at]!]!;
    forward = Math.min(forward, (1 - x) / Math.abs(move));
    backward = Math.min(backward, (1 + x) / Math.abs(move));
  }
  return { forward, backward };
}

function step(place: Float64Array, alive: readonly number[], moves: Float64Array, length: number): void {
  for (let at = 0; at < alive.length; at++) {
    const i = alive[at]!;
    const x = place[i]! + length * moves[at]!;
    place[i] = x >= END ? 1 : x <= -END ? -1 : x;
  }
}
