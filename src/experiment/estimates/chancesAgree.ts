import type { Law } from "../../../designs/Design.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import type { Network } from "../../network/Network.ts";

/** Probabilities that are written down with few digits count as the same. */
const NEAR = 5e-4;

/**
 * Compares the probabilities that a table of assignments gives (of the arm that was assigned) with the design: both say who could have got what, so they must agree.
 *
 * @returns what to say of it; nothing where the table has no probabilities.
 * @throws SpillwayError where one differs, and where the design is known by its sampler alone, which says no probability exactly.
 */
export function chancesAgree(
  chances: ReadonlyMap<UnitRow, number>,
  { ids }: Network,
  law: Law,
  placeOf: (unit?: UnitRow) => Place,
): string[] {
  if (chances.size === 0) return [];
  const place = new Map(ids.map((id, i) => [id, i]));
  let unknown = 0;
  for (const [unit, told] of chances) {
    const i = place.get(unit.agent);
    const arm = law.arms.indexOf(unit.arm);
    if (i === undefined || arm < 0) continue;
    const own = law.marginal(i, arm);
    if (own === undefined) {
      unknown++;
      continue;
    }
    if (Math.abs(own - told) > NEAR)
      throw new SpillwayError(
        `assignments: agent ${shown(unit.agent)} had the arm ${shown(unit.arm)} with probability ${told} by the table, and ${Number(own.toPrecision(4))} by the design: give the design that assigned the arms; for agents one by one with probabilities of their own it is {"kind":"bernoulli","probability":[…]}, one for each agent in the order of their ids`,
        { place: placeOf(unit) },
      );
  }
  if (unknown === chances.size)
    return [
      "probabilities of the table of assignments were not compared: the design is known by its sampler alone",
    ];
  return [
    `the ${chances.size} probabilities of the table of assignments are those of the design, which also says how arms of different agents depend on one another`,
  ];
}
