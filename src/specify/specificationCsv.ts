import { csvText } from "../core/csvText.ts";
import type { RoundSpecification } from "./specifyStudy.ts";

const HEADER = [
  ...["round", "map", "hypothesis", "against", "p", "next_p", "closed_p", "rejected", "alpha", "method"],
  ...["agents", "assignments", "listed", "mcse", "because", "warnings"],
  ...[
    "contrast",
    "first",
    "second",
    "estimate",
    "se",
    "ci_low",
    "ci_high",
    "change",
    "change_low",
    "change_high",
  ],
  "outcome",
];

type Row = Readonly<Record<string, string | number | undefined>>;

/**
 * Tests of exposure maps as CSV, a row for each hypothesis (the study's own mapping is that with the map `study`), each map that is left out, and each contrast under each map, which has its name in `contrast`.
 */
export function specificationCsv(blocks: readonly RoundSpecification[]): string {
  const rows = blocks.flatMap(
    ({ round, period, outcome, steps, study, skipped, alpha, comparison }): Row[] => {
      const head = { round: period ?? round, alpha, outcome };
      return [
        ...[...steps, ...(study ? [study] : [])].map((step) => ({
          ...{ ...head, map: step.map, hypothesis: step.hypothesis, against: step.against.join("; ") },
          ...{ p: step.p, next_p: step.nextP, closed_p: step.closed, rejected: step.rejected?.toString() },
          ...{ method: step.method, agents: step.agents, assignments: step.assignments, mcse: step.mcse },
          ...{ listed: step.listed?.toString(), because: step.because, warnings: step.warnings.join("; ") },
        })),
        ...skipped.map((one) => ({ ...head, ...one })),
        ...comparison.map(({ contrast, map, first, second, population, found, change, because }) => ({
          ...{ round: period ?? round, outcome, contrast, map, first, second, because, agents: population },
          ...{ estimate: found?.estimate, se: found?.se, ci_low: found?.ci[0], ci_high: found?.ci[1] },
          ...{ change: change?.estimate, change_low: change?.ci[0], change_high: change?.ci[1] },
        })),
      ];
    },
  );
  return csvText(
    HEADER,
    rows.map((row) => HEADER.map((name) => row[name])),
  );
}
