import type { PanelEffects } from "../../../estimators/panel/panelEffects.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** Effects of a staggered roll-out for people. */
export function panelText(
  found: PanelEffects & { readonly agents: number; readonly periods: number },
): string {
  const { gate, estimators, cells, stages, agents, periods } = found;
  const interval = (ci: readonly [number, number] | undefined, otherwise: string): string =>
    ci ? `${short(ci[0])} to ${short(ci[1])}` : otherwise;
  const percent = `${Number((100 * gate.confidence).toPrecision(4))} % interval`;
  const [, ...rolled] = stages;
  const rows = estimators.map(({ estimator, about, estimate, se, ci, because }) => [
    estimator,
    about,
    estimate === undefined ? "none" : short(estimate),
    se === undefined ? "" : short(se),
    because === undefined ? interval(ci, "withheld") : "",
  ]);
  const reasons = new Map<string, string[]>();
  for (const { estimator, withheld, because } of estimators) {
    const reason = withheld ?? because;
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), estimator]);
  }
  const ends = new Set(lastPeriods(found));
  const shownCells = cells.filter(({ period }) => ends.has(period));
  return [
    wrapped(
      `${agents} agents, ${periods} periods; stages from ${rolled.map(({ from, share }) => `${from} (${Number((100 * share).toPrecision(3))} % treated)`).join(", ")}`,
    ),
    "",
    wrapped("Global average treatment effect (GATE) in the last stage, by a rule fixed before outcomes:", ""),
    gate.believe === undefined
      ? wrapped(
          `  none may be believed: ${gate.withheld ?? "there is no estimate"}.${gate.estimate === undefined ? "" : ` The nearest estimate, without an interval, is ${short(gate.estimate)}.`}`,
        )
      : `  ${short(gate.estimate!)}, ${percent} ${interval(gate.ci, "")}, by ${gate.believe}`,
    ...gate.why.map((why) => wrapped(`- ${why}`, "  ")),
    "",
    textTable(["estimator", "about", "estimate", "se", percent], rows, [2, 3]),
    ...[...reasons].map(([reason, names]) => wrapped(`${names.join(", ")}: ${reason}`)),
    ...(shownCells.length === 0
      ? []
      : [
          "",
          textTable(
            ["period", "cohort", "treated neighbours", "effect", "se", percent, "n"],
            shownCells.map(({ period, cohort, exposure, estimate, se, ci, n }) => [
              ...[period, cohort ?? "untreated", exposure === "any" ? "" : exposure],
              ...[estimate === undefined ? "none" : short(estimate), se === undefined ? "" : short(se)],
              ...[interval(ci, estimate === undefined ? "" : "withheld"), `${n[0]} / ${n[1]}`],
            ]),
            [3, 4],
          ),
          wrapped(
            "effect: change since the baseline of the cohort less that of agents not treated yet, with treated neighbours or without on both sides; of the untreated, with against without. The last period of each stage; all periods and reasons with --json or --out.",
          ),
        ]),
  ].join("\n");
}

/** The last period with cells before each further stage, and the last of all. */
function lastPeriods({ stages, cells }: PanelEffects): string[] {
  const periods = [...new Set(cells.map(({ period }) => period))];
  const starts = stages.slice(2).map(({ from }) => periods.indexOf(from) - 1);
  return [...starts, periods.length - 1].flatMap((at) => periods[at] ?? []);
}
