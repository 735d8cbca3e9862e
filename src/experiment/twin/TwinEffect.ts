import { lessRounding } from "../../core/numbers/lessRounding.ts";
import { studentTQuantile } from "../../core/numbers/studentT.ts";

/** An effect on one agent, or of one agent on the team. */
export interface TwinEffect {
  readonly agent: string;
  /** Worlds with something to compare. */
  readonly worlds: number;
  readonly estimate?: number;
  readonly se?: number;
  readonly ci?: readonly [number, number];
  /** Why there is no estimate or no interval. */
  readonly because?: string;
}

/** Mean of what is known; undefined where nothing is. */
export function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0) / known.length;
}

/** What the two branches have of a world: with the injection, and as it was. */
export type BranchPair = readonly [injected: number | undefined, base: number | undefined];

/** Mean, error and interval of differences, by Student's t at a level. What is rounding alone is 0. */
export function effectOf(agent: string, pairs: readonly BranchPair[], level: number): TwinEffect {
  const whole = pairs.filter((pair): pair is readonly [number, number] => !pair.includes(undefined));
  const known = whole.map(difference);
  const scale = whole.flat().reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const worlds = known.length;
  if (worlds === 0) return { agent, worlds, because: "no world has its outcome in both branches" };
  const estimate = meanOf(known)!;
  if (worlds === 1) return { agent, worlds, estimate, because: "one world has no standard error" };
  const spread = known.reduce((sum, one) => sum + (one - estimate) ** 2, 0) / (worlds - 1) / worlds;
  const se = lessRounding(Math.sqrt(spread), scale);
  const reach = studentTQuantile((1 + level) / 2, worlds - 1) * se;
  // Worlds that are all the same tell nothing of how much others differ: an interval without length would claim certainty.
  if (se === 0) return { agent, worlds, estimate, se, because: "the same in every world: no interval" };
  return { agent, worlds, estimate, se, ci: [estimate - reach, estimate + reach] };
}

/** By how much the branches of a world differ, without rounding. */
export function difference([injected, base]: readonly [number, number]): number {
  return lessRounding(injected - base, Math.max(Math.abs(injected), Math.abs(base)));
}
