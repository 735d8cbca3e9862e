import type { SpecificationStep } from "../../../estimators/specification/Specification.ts";
import type { RoundSpecification } from "../../specify/specifyStudy.ts";
import { noteLines } from "../output.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** Tests of exposure maps as a table, and what they say in words. */
export function specificationText({
  round,
  period,
  outcome,
  steps,
  study,
  verdict,
  comparison,
  notes,
  population,
  worlds,
}: RoundSpecification): string {
  const rows = [...steps, ...(study ? [study] : [])];
  const head = `${outcome === undefined ? "" : `${outcome}: `}${round === undefined ? "" : `round ${round}${period === undefined ? "" : ` (${period})`}: `}${population} agents with an outcome${worlds > 1 ? `, ${worlds} worlds` : ""}`;
  const table = textTable(
    ["outcomes depend only on", "p", "closed p", "", "agents", "assignments"],
    rows.map((step) => [
      step.map === "study" ? "study's mapping" : step.map,
      step.p === undefined ? "–" : short(step.p),
      step.closed === undefined ? "–" : short(step.closed),
      wordOf(step),
      step.agents === undefined ? "–" : String(step.agents),
      step.assignments === undefined ? "–" : `${step.assignments}${step.listed ? "" : " drawn"}`,
    ]),
    [1, 2, 4, 5],
  );
  const warnings = rows.flatMap((step) => step.warnings.map((warning) => `${step.map}: ${warning}`));
  const said = [...new Set([...notes, ...warnings])];
  return [
    head,
    "",
    table,
    "",
    ...verdict.map((one) => wrapped(one)),
    ...compared(comparison),
    ...(said.length > 0 ? ["", noteLines(said)] : []),
  ].join("\n");
}

const wordOf = ({ rejected, because }: SpecificationStep): string =>
  because !== undefined ? "no answer" : rejected === true ? "refuted" : "not refuted";

/** The same contrasts under finer and finer maps; why there is no answer stands below, where a long reason stretches no column. */
function compared(rows: RoundSpecification["comparison"]): string[] {
  if (rows.length === 0) return [];
  const reasons = rows.flatMap(({ contrast, map, found, because }) =>
    found === undefined && because !== undefined
      ? [wrapped(`${contrast}, ${map}: no answer, because ${because}`)]
      : [],
  );
  const range = ([low, high]: readonly [number, number]): string => `${short(low)} to ${short(high)}`;
  return [
    "",
    "The same contrast under finer maps, with errors for dependence one step farther:",
    "",
    textTable(
      ["contrast", "map", "compared", "agents", "estimate", "interval", "change", "interval"],
      rows.map(({ contrast, map, first, second, population, found, change }) => [
        ...[contrast, map, `${first} − ${second}`, String(population)],
        ...(found ? [short(found.estimate), range(found.ci)] : ["no answer", "–"]),
        ...(change ? [short(change.estimate), range(change.ci)] : ["", ""]),
      ]),
      [3, 4, 6],
    ),
    ...(reasons.length > 0 ? ["", ...reasons] : []),
  ];
}
