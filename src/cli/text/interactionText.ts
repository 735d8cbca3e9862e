import type { InteractionRow } from "../../experiment/decompose/interactionFiles.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** Effects of interaction for people. */
export function interactionText(rows: readonly InteractionRow[]): string {
  const number = (value: number | undefined): string => (value === undefined ? "" : short(value));
  const range = (ci: readonly [number, number] | undefined): string =>
    ci ? `${short(ci[0])} to ${short(ci[1])}` : "withheld";
  const reference = rows[0]?.bias?.reference;
  return [
    textTable(
      ["interaction", "isolated", "interacting", "effect", "se", "interval", "p (t)", "p (signs)", "worlds"],
      rows.map((row) => [
        row.name,
        ...[row.isolated, row.interacting, row.estimate, row.se].map(number),
        range(row.ci),
        number(row.p),
        number(row.pSignFlip),
        String(row.worlds),
      ]),
      [1, 2, 3, 4, 6, 7, 8],
    ),
    ...(reference === undefined
      ? []
      : [
          "",
          textTable(
            ["interaction", `bias from ${short(reference)}`, "estimate", "interval", "p (signs)"],
            rows.flatMap(({ name, bias }) =>
              (["isolated", "interacting"] as const).map((half) => [
                name,
                half,
                short(bias![half].estimate),
                range(bias![half].ci),
                short(bias![half].pSignFlip),
              ]),
            ),
            [2, 4],
          ),
        ]),
    "",
    wrapped(
      `effect: mean over paired worlds of interacting less isolated; the world is the unit. p (signs): ${rows.every(({ exact }) => exact) ? "exact, over all signs of the differences" : "signs of the differences drawn"}.`,
    ),
  ].join("\n");
}
