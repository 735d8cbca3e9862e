import { csvText } from "../core/csvText.ts";
import type { StudyLooks } from "./lookAtWorlds.ts";

const HEADER = [
  ...["inquiry", "look", "worlds", "level", "verdict", "statistic", "needed", "spent", "left"],
  ...["alpha", "kind", "alternative", "assignments", "listed"],
];

/** Looks as CSV, a row for each inquiry and look. */
export function looksCsv(found: readonly StudyLooks[]): string {
  return csvText(
    HEADER,
    found.flatMap(({ inquiry, looks, alpha, statistic: kind, alternative, assignments, listed }) =>
      looks.map((one) => [
        ...[inquiry, one.look, one.worlds, one.level, one.verdict, one.statistic, one.needed, one.spent],
        ...[one.left, alpha, kind, alternative, assignments, String(listed)],
      ]),
    ),
  );
}
