import type { Cell } from "../core/csvText.ts";
import type { Measured } from "../truth/Measured.ts";
import type { DiagnosisRow } from "./diagnose.ts";

/** Diagnosands with their names in tables, in the order of columns. */
const DIAGNOSANDS = [
  "truth",
  "estimate",
  "bias",
  "rmse",
  "sd",
  "se",
  "ratio",
  "coverage",
  "length",
  "power",
  "typeS",
  "typeM",
  "noEstimate",
  "noInterval",
  "first",
  "second",
] as const;

/** Rows of a diagnosis as a table: what each is about, then every diagnosand and its Monte Carlo error (`_mcse`). */
export function diagnosisTable(rows: readonly DiagnosisRow[]): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
} {
  const own = [...new Set(rows.flatMap((row) => row.own.map(({ name }) => name)))];
  const both = (measured: Measured | undefined): Cell[] => [measured?.value, measured?.mcse];
  return {
    header: [
      ...["contrast", "first_condition", "second_condition", "estimator", "simulations"],
      ...[...DIAGNOSANDS, ...own].flatMap((name) => [name, `${name}_mcse`]),
    ],
    rows: rows.map((row) => [
      row.contrast,
      ...row.conditions,
      row.estimator,
      row.simulations,
      ...DIAGNOSANDS.flatMap((name) => both(row[name])),
      ...own.flatMap((name) => both(row.own.find((one) => one.name === name))),
    ]),
  };
}
