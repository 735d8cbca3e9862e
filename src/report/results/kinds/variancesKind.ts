import { csvText } from "../../../core/csvText.ts";
import type { PersonSituation } from "../../../measures/variance/personSituation.ts";
import type { Draw } from "../../figures/plotter.ts";
import { variancesSvg } from "../../figures/variancesSvg.ts";
import { formatPercent, formatSignificant } from "../../formatNumber.ts";
import { type Html, html, trusted } from "../../html.ts";
import { type FigureBook, figure } from "../../parts/figure.ts";
import { interval, number, objects, text, texts } from "../fields.ts";
import { has } from "../parts/has.ts";
import { notesOf } from "../parts/notesOf.ts";
import { section } from "../parts/section.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";
import { rowsTable } from "../rowsTable.ts";

/** What is due to persons, situations and their interaction. */
export const variancesKind: ResultKind = {
  kind: "variance shares",
  made: "spillway decompose … --out file.json",
  title: "Person and situation",
  is: (data) => has(data, "factors", "replicates", "means", "rows"),
  says: (data) => [variancesSentence(data)],
  sections: variancesSections,
};

function variancesSentence(data: ResultData): string {
  const parts = objects(data.rows).filter(
    (row) => row.kind === "component" && number(row.variance) !== undefined,
  );
  if (parts.length === 0)
    return "How much is due to each factor? No variance can be told; the table says why.";
  const most = parts.reduce((top, row) => (number(row.variance)! > number(top.variance)! ? row : top));
  const share = number(most.share);
  return `How much of what agents do is due to each factor? Most to ${texts(most.of).join(" × ")}: variance ${formatSignificant(number(most.variance)!)}${share === undefined ? "" : `, ${formatPercent(Number(share.toFixed(3)))} of the total`}.`;
}

async function variancesSections(data: ResultData, draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const found = data as unknown as PersonSituation;
  const rows = objects(data.rows).map((row) => ({ ...row, of: texts(row.of).join(" × ") }));
  return [
    section(
      "variances",
      "Variance shares",
      await figure(book, {
        name: "variances",
        shown: html`<div>${trusted(await variancesSvg(found, { id: "variances-picture", draw }))}</div>`,
        svg: await variancesSvg(found, { id: "variances-file", draw }),
        csv: csvText(
          ["kind", "of", "variance", "low", "high", "share"],
          objects(data.rows).map((row) => [
            ...[text(row.kind), texts(row.of).join(" × "), number(row.variance)],
            ...[interval(row.ci)?.[0], interval(row.ci)?.[1], number(row.share)],
          ]),
        ),
        sentence: variancesSentence(data),
        caption: "Components of variance with their intervals, then (hollow) Shapley values and sums.",
      }),
      rowsTable("Variances", rows, [
        { head: "of", field: "of" },
        { head: "kind", field: "kind" },
        { head: "variance", field: "variance", numeric: true },
        { head: "interval", field: "ci", numeric: true },
        { head: "share", field: "share", numeric: true },
        { head: "p", field: "p", numeric: true },
      ]),
      notesOf(data),
    ),
  ];
}
