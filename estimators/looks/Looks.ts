// Lan and DeMets (1983), "Discrete sequential boundaries for clinical trials", Biometrika 70.
import { normalCdf, normalQuantile } from "../../src/core/numbers/normal.ts";
import { shown } from "../../src/core/shown.ts";

/** When one looks at the outcomes of replicated worlds, and how much of the level may be spent until then. */
export interface Looks {
  /** Numbers of worlds after which one looks, ascending; the last is the number of all worlds. */
  readonly at: readonly number[];
  /** A spending function of the share of worlds, or the level spent until each look, ascending, the last for all of them. */
  readonly spending: "obrien-fleming" | "pocock" | readonly number[];
  /** Level of all looks together, between 0 and 1. Default 0.05, or the last of the levels listed. */
  readonly alpha?: number;
}

/** Looks at outcomes, each a draw of all redraws, are no more than this. */
const MOST_LOOKS = 1000;

/** What is wrong with planned looks at this many worlds; undefined when nothing is. */
export function looksFault({ at, spending, alpha }: Looks, worlds: number): string | undefined {
  if (at.length === 0 || at.length > MOST_LOOKS)
    return `looks: at must list 1 to ${MOST_LOOKS} numbers of worlds, got ${at.length}`;
  const wrong = at.find((count, k) => !Number.isInteger(count) || count < 1 || count <= (at[k - 1] ?? 0));
  if (wrong !== undefined)
    return `looks: at must be whole numbers of worlds from 1, ascending, got ${shown(wrong)}`;
  if (at.at(-1) !== worlds)
    return `looks: the last look must be at all worlds, ${worlds}, got ${at.at(-1)}: change looks.at, or data.worlds`;
  if (alpha !== undefined && !(alpha > 0 && alpha < 1))
    return `looks: alpha must be a number between 0 and 1, got ${shown(alpha)}`;
  if (typeof spending === "string") return undefined;
  if (spending.length !== at.length)
    return `looks: spending must list a level for each of ${at.length} looks, got ${spending.length}`;
  const level = spending.find((one, k) => !(one >= (spending[k - 1] ?? 0) && one < 1));
  if (level !== undefined)
    return `looks: spending must be levels from 0 to below 1, none below the one before it, got ${shown(level)}`;
  const last = spending.at(-1)!;
  if (last === 0) return "looks: spending must reach a level above 0 at the last look, got 0";
  return alpha === undefined || alpha === last
    ? undefined
    : `looks: alpha must be the last of the levels in spending, ${last}, got ${alpha}: leave alpha out`;
}

/** Looks with their level filled in. */
export function settledLooks(looks: Looks): Looks {
  const { at, spending } = looks;
  return { at: [...at], spending, alpha: levelsOf(looks).at(-1)! };
}

/**
 * The level that may be spent until each look, by the share t of worlds: `obrien-fleming` 2 − 2Φ(z/√t) with z = Φ⁻¹(1 − α/2), hardly anything early;
 * `pocock` α ln(1 + (e − 1)t), nearly even; or the levels listed.
 */
export function levelsOf({ at, spending, alpha = 0.05 }: Looks): readonly number[] {
  if (typeof spending !== "string") return spending;
  const most = at.at(-1)!;
  const z = normalQuantile(1 - alpha / 2);
  return at.map((count) => {
    if (count === most) return alpha;
    const t = count / most;
    return spending === "pocock" ? alpha * Math.log(1 + (Math.E - 1) * t) : 2 * normalCdf(-z / Math.sqrt(t));
  });
}
