import { type CohortFit, cohortModel } from "./cohortModel.ts";
import { plainContrasts } from "./plainContrasts.ts";
import type { RolloutStages } from "./rolloutStages.ts";
import type { StageMeans } from "./stageMeans.ts";

/** Mean squares, over redraws, of what estimators differ from their values under the fitted effects. */
export interface RedrawnErrors {
  readonly own: number;
  readonly difference: number;
  readonly horvitzThompson: number;
  readonly change: number;
}

/** Outcomes of a redrawn roll-out are those seen less the fitted effects of the real one, plus those of the redrawn one. */
export function redrawnErrors(
  means: StageMeans,
  { cohort, chance }: RolloutStages,
  fit: CohortFit,
  redrawn: readonly Uint8Array[],
): RedrawnErrors {
  const { values } = means;
  const stages = values.length;
  const effects = Array.from({ length: stages }, (_, c) =>
    Array.from({ length: stages }, (__, k) => (c > 0 && k >= c ? fit.effect(c, k) : 0)),
  );
  const without = values.map((column, k) => column.map((y, i) => y - effects[cohort[i]!]![k]!));
  const found = {
    own: [] as number[],
    difference: [] as number[],
    horvitzThompson: [] as number[],
    change: [] as number[],
  };
  for (const drawn of redrawn) {
    const made = {
      ...means,
      values: without.map((column, k) => column.map((y, i) => y + effects[drawn[i]!]![k]!)),
    };
    const again = cohortModel(made, drawn);
    if (!("because" in again)) found.own.push(again.target - fit.target);
    const plain = plainContrasts(made, drawn, chance.at(-1)!);
    for (const name of ["difference", "horvitzThompson", "change"] as const)
      if (plain[name] !== undefined) found[name].push(plain[name]);
  }
  const square = (list: readonly number[], centre: number): number =>
    list.length < redrawn.length / 2
      ? Number.NaN
      : list.reduce((all, x) => all + (x - centre) ** 2, 0) / list.length;
  const centred = (list: readonly number[]): number =>
    square(list, list.reduce((all, x) => all + x, 0) / Math.max(1, list.length));
  return {
    own: square(found.own, 0),
    difference: centred(found.difference),
    horvitzThompson: centred(found.horvitzThompson),
    change: centred(found.change),
  };
}
