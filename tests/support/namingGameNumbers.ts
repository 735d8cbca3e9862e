import { readFileSync } from "node:fs";

// The numbers of the published runs, with their tolerances, as they were computed by another program.
export const expected = JSON.parse(
  readFileSync("examples/naming-game-logs/data/expected.json", "utf8"),
) as Expected;

export interface Numbers {
  readonly [name: string]: number | Numbers;
}
interface Expected {
  readonly import_checks: Readonly<Record<string, Numbers>>;
  readonly convergence_main: Readonly<Record<string, Numbers>>;
  readonly convergence_other: Readonly<Record<string, Numbers>>;
  readonly peer_effect_main: Readonly<
    Record<string, Readonly<Record<string, number>> & Readonly<Record<string, Numbers>>>
  >;
  readonly committed_minority: Readonly<
    Record<string, { runs: number; runs_used: number; mean_share: number; per_run: number[][] }>
  >;
}

/** Numbers agree to 1e-9; what is a count agrees exactly then. */
export function compare(found: unknown, wanted: unknown, path: string): string[] {
  if (typeof wanted === "number")
    return typeof found === "number" && Math.abs(found - wanted) <= 1e-9
      ? []
      : [`${path}: ${String(found)}, wanted ${wanted}`];
  if (typeof wanted !== "object" || wanted === null)
    return found === (wanted ?? undefined) ? [] : [`${path}: ${String(found)}`];
  return Object.entries(wanted).flatMap(([key, value]) =>
    compare((found as Record<string, unknown>)?.[key], value, `${path}.${key}`),
  );
}
