import type { BenchmarkResult } from "../../benchmarks/play/runBenchmark.ts";
import { describeQuestion } from "../../experiment/survey/describeQuestion.ts";
import { short } from "./estimatesTable.ts";
import { textTable, wrapped } from "./textTable.ts";

/** What a benchmark found, for people. */
export function benchmarkText({ rows, controls }: BenchmarkResult): string {
  const known = rows.some(({ exact }) => exact !== undefined);
  const told = rows.flatMap(({ published }) => (published ? [published] : []));
  const number = (value: number | undefined): string => (value === undefined ? "" : short(value));
  const sources = told.map(({ source, found }, k) =>
    found
      ? `[${k + 1}] ${typeof found.value === "string" ? `${found.value}: ` : ""}${source} (${found.read})`
      : `[${k + 1}] published: not checked here; see ${source}`,
  );
  let mark = 0;
  const table = textTable(
    ["quantity", "ours", "se", "n", ...(known ? ["exact"] : []), "published"],
    rows.map(({ quantity, estimate, se, n, exact, published }) => [
      quantity,
      ...[number(estimate), number(se), String(n)],
      ...(known ? [number(exact)] : []),
      published
        ? `${typeof published.found?.value === "number" ? number(published.found.value) : "see"} [${++mark}]`
        : "",
    ]),
    known ? [1, 2, 3, 4] : [1, 2, 3],
  );
  const asked = controls.flatMap(({ variant, check }) =>
    describeQuestion(check).map((words) => wrapped(`${variant}: ${words}`)),
  );
  return [
    table,
    "",
    ...sources.map((one) => wrapped(one)),
    wrapped(
      "se: over worlds or groups, which are the units; empty where all are equal. exact: the expectation of the synthetic agents, by a formula or a chain apart from their code.",
    ),
    ...(asked.length > 0 ? ["", ...asked] : []),
  ].join("\n");
}
