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

/** Mean, error and interval of differences, by Student's t at a level. */
export function effectOf(agent: string, values: readonly (number | undefined)[], level: number): TwinEffect {
  const known = values.filter((value) => value !== undefined);
  const worlds = known.length;
  if (worlds === 0) return { agent, worlds, because: "no world has its outcome in both branches" };
  const estimate = meanOf(known)!;
  if (worlds === 1) return { agent, worlds, estimate, because: "one world has no standard error" };
  const se = Math.sqrt(known.reduce((sum, one) => sum + (one - estimate) ** 2, 0) / (worlds - 1) / worlds);
  const reach = studentTQuantile((1 + level) / 2, worlds - 1) * se;
  return { agent, worlds, estimate, se, ci: [estimate - reach, estimate + reach] };
}
