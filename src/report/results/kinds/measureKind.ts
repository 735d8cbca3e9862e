import { csvText } from "../../../core/csvText.ts";
import { flowSvg } from "../../figures/flowSvg.ts";
import type { Draw } from "../../figures/plotter.ts";
import { formatCount, formatSignificant } from "../../formatNumber.ts";
import type { Html } from "../../html.ts";
import { claimClause } from "../../opening/claimClause.ts";
import { capital, clause, counted, listed, named } from "../../opening/clause.ts";
import type { Opening } from "../../opening/Opening.ts";
import { type FigureBook, figure } from "../../parts/figure.ts";
import { twoWidths } from "../../parts/twoWidths.ts";
import { interval, number, objects, text, texts } from "../fields.ts";
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
  opening: measureOpening,
  sections: measureSections,
};

function measureOpening({ rows: given, data }: ResultData): Opening {
  const rows = objects(given);
  const asked = [...new Set(rows.map((row) => `${text(row.measure)} of ${listed(texts(row.variables))}`))];
  const shown = rows.filter((row) => number(row.value) !== undefined);
  const most = Math.max(0, ...rows.map((row) => number(row.n) ?? 0));
  const question = `How much information do the data ${named(text(data))} hold, by ${listed(asked.map(named))}${most === 0 ? "" : `, in ${counted(most, "record")}`}?`;
  if (shown.length === 0) {
    const why = [
      ...new Set(rows.flatMap((row) => (typeof row.because === "string" ? [clause(row.because)] : []))),
    ];
    return {
      question,
      answer: `There is no estimate, because ${why.slice(0, 2).join("; ") || "no row has a value"}.`,
    };
  }
  const told = shown.slice(0, 3).map((row) => {
    const [p, chance, range] = [number(row.p), number(row.nullMean), interval(row.ci)];
    const of = text(row.of) === "" ? "" : ` for ${named(text(row.of))}`;
    const beside = [
      ...(range === undefined
        ? []
        : [`interval ${formatSignificant(range[0])} to ${formatSignificant(range[1])}`]),
      ...(chance === undefined ? [] : [`${formatSignificant(chance)} by chance`]),
      p === undefined ? "no null was drawn" : `p = ${formatSignificant(p)}`,
    ];
    return `${formatSignificant(number(row.value)!)} ${text(row.unit)}${of} (${beside.join(", ")})`;
  });
  const left = shown.length - told.length;
  return {
    question,
    answer: `${capital(listed(told))}${left > 0 ? `, and ${formatCount(left)} more below` : ""}; ${claimClause(shown.map((row) => text(row.claim)))}.`,
  };
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
              shown: await twoWidths("information", ({ id, width }) => flowSvg(drawn, id, width)),
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
