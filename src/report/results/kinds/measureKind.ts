import { csvText } from "../../../core/csvText.ts";
import { flowSvg } from "../../figures/flowSvg.ts";
import type { Draw } from "../../figures/plotter.ts";
import { formatCount, formatSignificant } from "../../formatNumber.ts";
import { type Html, html, trusted } from "../../html.ts";
import { type FigureBook, figure } from "../../parts/figure.ts";
import { number, objects, text, texts } from "../fields.ts";
import { rowsHave } from "../parts/has.ts";
import { section } from "../parts/section.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";
import { rowsTable } from "../rowsTable.ts";

/** Information in runs, tables and logs. */
export const measureKind: ResultKind = {
  kind: "measure",
  made: "spillway measure … --out file.json",
  title: "Information",
  is: (data) => rowsHave(data, "measure", "variables", "claim"),
  says: (data) => [measureSentence(objects(data.rows))],
  sections: measureSections,
};

function measureSentence(rows: readonly ResultData[]): string {
  const shown = rows.filter((row) => number(row.value) !== undefined);
  const first = shown[0];
  if (first === undefined) return "How much information is there? No value can be told; the table says why.";
  const p = number(first.p);
  return `How much information is there? ${text(first.measure)} of ${texts(first.variables).join(", ")}${text(first.of) === "" ? "" : ` (${text(first.of)})`}: ${formatSignificant(number(first.value)!)} ${text(first.unit)}${p === undefined ? "" : `, p = ${formatSignificant(p)}`}.`;
}

/** Ties that are drawn at most: the strongest. */
const TIES = 300;

async function measureSections(data: ResultData, _draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const rows = objects(data.rows);
  const flows = rows.flatMap((row) => {
    const [from, to, ...more] = text(row.of).split(" → ");
    const value = number(row.effective) ?? number(row.value);
    return from === undefined || to === undefined || more.length > 0 || value === undefined
      ? []
      : [{ from, to, value }];
  });
  const drawn = flows.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, TIES);
  const [top] = drawn;
  return [
    ...(top === undefined
      ? []
      : [
          section(
            "information",
            "Information along ties",
            await figure(book, {
              name: "information",
              shown: html`<div class="network">${trusted(flowSvg(drawn, "information-picture"))}</div>`,
              svg: flowSvg(drawn, "information-file"),
              csv: csvText(
                ["from", "to", "value"],
                flows.map(({ from, to, value }) => [from, to, value]),
              ),
              sentence: `Most passes from ${top.from} to ${top.to}: ${formatSignificant(top.value)}; ${formatCount(flows.length)} ties were measured.`,
              caption: `The wider and darker an arrow, the more passes, less what chance gives where that is known; dashed: below 0.${flows.length > drawn.length ? ` The ${formatCount(drawn.length)} strongest ties are drawn.` : ""}`,
            }),
          ),
        ]),
    section(
      "measure-rows",
      "Every number",
      rowsTable("Every number", rows, [
        { head: "measure", field: "measure" },
        { head: "variables", field: "variables" },
        { head: "of", field: "of" },
        { head: "value", field: "value", numeric: true },
        { head: "unit", field: "unit" },
        { head: "by chance", field: "nullMean", numeric: true },
        { head: "p", field: "p", numeric: true },
        { head: "n", field: "n", numeric: true },
        { head: "claim", field: "claim" },
      ]),
    ),
  ];
}
