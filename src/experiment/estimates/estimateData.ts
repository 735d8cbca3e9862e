import { policyReading } from "../../../estimators/contrast/policyReading.ts";
import type { AnswerRow } from "../../../estimators/Estimator.ts";
import { present } from "../../core/present.ts";

/** A row of estimates as it stands in JSON. */
export interface EstimateData {
  readonly contrast: string;
  readonly estimator: string;
  readonly [field: string]: unknown;
}

/** A row of estimates as plain data: what there is an answer to, or why there is none. Absent fields are left out. */
export function estimateData(row: AnswerRow): EstimateData {
  const { contrast, estimator, population, excluded, naive, notes, warnings, claim, estimand } = row;
  const of = "kind" in row ? { kind: row.kind } : { first: row.first, second: row.second };
  const about = {
    ...("kind" in row ? {} : { n: row.n, expected: row.expected }),
    population,
    excluded,
    ...(naive ? { naive } : {}),
    notes,
    warnings,
    claim,
    estimand,
    policy: policyReading(row),
  };
  if ("because" in row) return { contrast, estimator, ...of, because: row.because, ...about };
  const own = Object.fromEntries(
    Object.entries(row).filter(([field]) => !(field in about) && !HEAD.includes(field)),
  );
  // Without a standard error the variance says nothing of the experiment at hand.
  if (own.se === undefined) for (const field of ["variance", "varianceMethod"]) delete own[field];
  const ordered = ORDER.flatMap((field) => (field in own ? [[field, own[field]] as const] : []));
  const rest = Object.entries(own).filter(([field]) => !ORDER.includes(field));
  return { contrast, estimator, ...of, ...present(Object.fromEntries([...ordered, ...rest])), ...about };
}

/** Fields that stand before the numbers. */
const HEAD: readonly string[] = [
  "contrast",
  "estimator",
  "kind",
  "first",
  "second",
  "n",
  "expected",
  "naive",
];

/** The order of the numbers; others follow. */
const ORDER: readonly string[] = [
  "estimate",
  "se",
  "ci",
  "confidence",
  "variance",
  "varianceMethod",
  "interval",
  "degrees",
  "redraws",
  "chosen",
  "withheld",
  "mcse",
  "effective",
  "represented",
  "topShare",
];
