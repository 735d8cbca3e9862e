import type { Look } from "../../../estimators/looks/looksTest.ts";
import type { StudyLooks } from "../../sequential/lookAtWorlds.ts";
import { noteLines } from "../output.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** Looks at worlds as a table, and what follows. */
export function looksText(result: StudyLooks): string {
  const { inquiry, looks, alpha, statistic, alternative, assignments, listed, unlooked, notes } = result;
  const number = (value: number | undefined): string => (value === undefined ? "–" : short(value));
  const said = [
    ...notes,
    ...(unlooked > 0
      ? [
          `${unlooked === 1 ? "1 world is" : `${unlooked} worlds are`} there beyond the last planned look: not looked at`,
        ]
      : []),
  ];
  const compared =
    assignments === 0 ? "" : `, ${assignments} joint assignments${listed ? ", all there are" : " drawn"}`;
  return [
    `${inquiry}: no treatment changes any outcome; ${statistic}, ${alternative}, level ${alpha} for all looks together${compared}`,
    "",
    textTable(
      ["look", "worlds", "level so far", "level needed", "statistic", "spent", "verdict"],
      looks.map((look) => [
        ...[String(look.look), String(look.worlds), short(look.level), number(look.needed)],
        ...[number(look.statistic), number(look.spent), verdictOf(look)],
      ]),
      [0, 1, 2, 3, 4, 5],
    ),
    "",
    wrapped(
      "A look rejects when the level that this takes is at most the level so far. After a look that rejected the study stops. Estimates after a stop are drawn to the extreme: report the looks with them.",
    ),
    ...(said.length > 0 ? ["", noteLines(said)] : []),
  ].join("\n");
}

function verdictOf({ verdict, left }: Look): string {
  if (verdict === "rejected") return "stop: rejected";
  if (verdict === "go on") return `go on: alpha left ${short(left!)}`;
  if (verdict === "stopped") return "no look: stopped before";
  return verdict === "waiting" ? "waiting for worlds" : "end: not rejected";
}
