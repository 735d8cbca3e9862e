import { csvText } from "../../../core/csvText.ts";
import type { PersonSituation } from "../../../measures/variance/personSituation.ts";
import type { Draw } from "../../figures/plotter.ts";
import { variancesSvg } from "../../figures/variancesSvg.ts";
import { formatCount, formatPercent, formatSignificant } from "../../formatNumber.ts";
import type { Html } from "../../html.ts";
import { claimClause } from "../../opening/claimClause.ts";
import { clause, counted, listed, named } from "../../opening/clause.ts";
import type { Opening } from "../../opening/Opening.ts";
import { type FigureBook, figure } from "../../parts/figure.ts";
import { twoWidths } from "../../parts/twoWidths.ts";
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
  opening: variancesOpening,
  sections: variancesSections,
};

function variancesOpening(data: ResultData): Opening {
  const factors = objects(data.factors).map((one) => named(text(one.name)));
  const [least, most] = interval(data.replicates) ?? [0, 0];
  const each =
    least === most ? counted(least, "world") : `${formatCount(least)} to ${formatCount(most)} worlds`;
  const because = objects(data.rows).find((row) => typeof row.because === "string")?.because;
  return {
    question: `How much of the variance of what agents do is due to ${listed(factors) || "each factor"}, in ${counted(number(data.cells) ?? 0, "cell")} of ${each} each?`,
    answer:
      variancesSentence(data, "claim") ??
      `There is no estimate, because ${clause(text(because) || "no variance can be told")}.`,
  };
}

/** Which factor makes most of the variance; nothing where no variance is known. */
function variancesSentence(data: ResultData, end?: "claim"): string | undefined {
  const parts = objects(data.rows).filter(
    (row) => row.kind === "component" && number(row.variance) !== undefined,
  );
  if (parts.length === 0) return undefined;
  const most = parts.reduce((top, row) => (number(row.variance)! > number(top.variance)! ? row : top));
  const [share, ci] = [number(most.share), interval(most.ci)];
  const range =
    ci === undefined
      ? " (no interval)"
      : ` (${number(data.confidence) === undefined ? "" : `${formatPercent(number(data.confidence)!)} `}interval ${formatSignificant(ci[0])} to ${formatSignificant(ci[1])})`;
  const of = texts(most.of).map(named).join(" × ");
  const claim =
    end === undefined
      ? ""
      : `; about ${data.levels === "random" ? "many levels of which these are taken to be a sample" : "these levels and no others"}; ${claimClause([])}`;
  return `Most is due to ${of}: variance ${formatSignificant(number(most.variance)!)}${range}${share === undefined ? "" : `, ${formatPercent(Number(share.toFixed(3)))} of the total`}${claim}.`;
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
        shown: await twoWidths("variances", (size) => variancesSvg(found, { ...size, draw })),
        svg: await variancesSvg(found, { id: "variances-file", draw }),
        csv: csvText(
          ["kind", "of", "variance", "low", "high", "share"],
          objects(data.rows).map((row) => [
            ...[text(row.kind), texts(row.of).join(" × "), number(row.variance)],
            ...[interval(row.ci)?.[0], interval(row.ci)?.[1], number(row.share)],
          ]),
        ),
        sentence:
          variancesSentence(data) ??
          `None of ${formatCount(objects(data.rows).length)} variances can be told; the table says why.`,
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
