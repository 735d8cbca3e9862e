import { csvText } from "../core/csvText.ts";
import type { RoundSpecification } from "./specifyStudy.ts";

/** Tests of exposure maps as CSV, a row for each hypothesis; the study's own mapping is the row with the map `study`. */
export function specificationCsv(blocks: readonly RoundSpecification[]): string {
  return csvText(
    [
      ...["round", "map", "hypothesis", "against", "p", "next_p", "closed_p", "rejected", "alpha", "method"],
      ...["agents", "assignments", "listed", "mcse", "because", "warnings"],
    ],
    blocks.flatMap(({ round, period, steps, study, skipped, alpha }) => [
      ...[...steps, ...(study ? [study] : [])].map((step) => [
        ...[
          period ?? round,
          step.map,
          step.hypothesis,
          step.against.join("; "),
          step.p,
          step.nextP,
          step.closed,
        ],
        ...[step.rejected === undefined ? undefined : String(step.rejected), alpha, step.method],
        ...[
          step.agents,
          step.assignments,
          step.listed === undefined ? undefined : String(step.listed),
          step.mcse,
        ],
        ...[step.because, step.warnings.join("; ")],
      ]),
      ...skipped.map(({ map, because }) => [
        ...[period ?? round, map, undefined, undefined, undefined, undefined, undefined, undefined, alpha],
        ...[undefined, undefined, undefined, undefined, undefined, because, undefined],
      ]),
    ]),
  );
}
