import type { Draw } from "../../figures/plotter.ts";
import { type Html, html } from "../../html.ts";
import type { FigureBook } from "../../parts/figure.ts";
import type { ReportTruth } from "../../ReportInput.ts";
import { estimatesSection } from "../../sections/estimatesSection.ts";
import { fields, number, objects, text } from "../fields.ts";
import { bareRow } from "../parts/bareRow.ts";
import { claimsList, claimsOf } from "../parts/claims.ts";
import { foundOf } from "../parts/foundOf.ts";
import { rowsHave } from "../parts/has.ts";
import { notesOf } from "../parts/notesOf.ts";
import { section } from "../parts/section.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";
import { rowsTable } from "../rowsTable.ts";

/** Effects from files, or from a run. */
export const estimatesKind: ResultKind = {
  kind: "estimates",
  made: "spillway estimate … --out file.json",
  title: "Estimates",
  is: (data) => rowsHave(data, "contrast", "estimator"),
  says: (data) => [
    `What changes between the conditions? ${foundOf(objects(data.rows), "estimate")}`,
    ...claimsOf(objects(data.rows)),
  ],
  sections: estimatesSections,
};

async function estimatesSections(data: ResultData, draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const rows = objects(data.rows);
  const estimates = rows.filter((row) => typeof row.kind !== "string").map((row) => bareRow(row, data));
  const further = rows.filter((row) => typeof row.kind === "string");
  const truths = objects(data.truths).flatMap((one): ReportTruth[] => {
    const value = number(one.value);
    return value === undefined ? [] : [{ contrast: text(one.contrast), value, how: text(one.how) }];
  });
  const adherence = fields(data.preregistration);
  const deviations = objects(adherence.deviations);
  return [
    await estimatesSection({ estimates, truths }, draw, book),
    ...(further.length === 0
      ? []
      : [
          section(
            "further",
            "Other questions",
            rowsTable("Other questions", further, [
              { head: "question", field: "contrast" },
              { head: "estimator", field: "estimator" },
              { head: "answer", field: "estimate", numeric: true },
              { head: "statistic", field: "statistic", numeric: true },
              { head: "interval", field: "ci", numeric: true },
              { head: "p", field: "p", numeric: true },
              { head: "claim", field: "claim" },
            ]),
          ),
        ]),
    ...(data.preregistration === undefined
      ? []
      : [
          section(
            "preregistration",
            "Deviations from the preregistration",
            deviations.length === 0
              ? html`<p>There is no deviation.</p>`
              : html`<ul>${deviations.map(({ words }) => html`<li>${text(words)}</li>`)}</ul>`,
          ),
        ]),
    section("claims", "What the numbers rest on", claimsList(rows), notesOf(data)),
  ];
}
