import type { Draw } from "../../figures/plotter.ts";
import { type Html, html } from "../../html.ts";
import { answerOf } from "../../opening/answerOf.ts";
import { askedClause } from "../../opening/askedClause.ts";
import { clause, listed, named } from "../../opening/clause.ts";
import type { Opening } from "../../opening/Opening.ts";
import type { FigureBook } from "../../parts/figure.ts";
import type { ReportTruth } from "../../ReportInput.ts";
import { estimatesSection } from "../../sections/estimatesSection.ts";
import { fields, number, objects, text } from "../fields.ts";
import { bareRow } from "../parts/bareRow.ts";
import { claimsList } from "../parts/claims.ts";
import { foundIn } from "../parts/foundIn.ts";
import { rowsHave } from "../parts/has.ts";
import { notesOf } from "../parts/notesOf.ts";
import { scopeIn } from "../parts/scopeIn.ts";
import { section } from "../parts/section.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";
import { rowsTable } from "../rowsTable.ts";

/** Effects from files, or from a run. */
export const estimatesKind: ResultKind = {
  kind: "estimates",
  made: "spillway estimate … --out file.json",
  title: "Estimates",
  is: (data) => rowsHave(data, "contrast", "estimator"),
  opening: estimatesOpening,
  sections: estimatesSections,
};

function estimatesOpening(data: ResultData): Opening {
  const rows = objects(data.rows);
  // The first that is not naive of each question, as in the report of a run.
  const asked = new Map<string, ResultData>();
  for (const row of rows) {
    const name = nameOf(row);
    const there = asked.get(name);
    if (there === undefined || (there.naive === true && row.naive !== true)) asked.set(name, row);
  }
  const some = [...asked.values()];
  const contrasts = some.filter((row) => typeof row.kind !== "string");
  const scope = scopeIn(data);
  return {
    question:
      contrasts.length > 0
        ? `${askedClause(
            contrasts.map((row) => ({ name: nameOf(row), first: text(row.first), second: text(row.second) })),
            "the outcome",
          )} ${scope}?`
        : `What is ${some.length === 1 ? clause(text(some[0]!.estimand)) : listed(some.map((row) => named(nameOf(row))))}, ${scope}?`,
    answer: answerOf(
      some.map((row) => ({ ...foundIn(row, data, "estimate"), name: nameOf(row) })),
      { nothing: "nothing was asked" },
    ),
  };
}

const nameOf = (row: ResultData): string =>
  row.round === undefined ? text(row.contrast) : `${text(row.contrast)}, round ${text(row.round)}`;

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
