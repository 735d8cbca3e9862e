import { csvText } from "../../../core/csvText.ts";
import type { Draw } from "../../figures/plotter.ts";
import { seriesSvg } from "../../figures/seriesSvg.ts";
import { formatSignificant } from "../../formatNumber.ts";
import type { Html } from "../../html.ts";
import { answerOf } from "../../opening/answerOf.ts";
import { counted } from "../../opening/clause.ts";
import { type FigureBook, figure } from "../../parts/figure.ts";
import { twoWidths } from "../../parts/twoWidths.ts";
import { estimatesSection } from "../../sections/estimatesSection.ts";
import { number, objects, text } from "../fields.ts";
import { bareRow } from "../parts/bareRow.ts";
import { foundIn } from "../parts/foundIn.ts";
import { rowsHave } from "../parts/has.ts";
import { scopeIn } from "../parts/scopeIn.ts";
import { section } from "../parts/section.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";
import { rowsTable } from "../rowsTable.ts";

/** What agents do together that they do not do alone. */
export const interactionKind: ResultKind = {
  kind: "interaction",
  made: "spillway interaction … --out file.json",
  title: "Isolated and interacting",
  is: (data) => rowsHave(data, "isolated", "interacting", "worlds"),
  opening: (data) => {
    const rows = objects(data.rows);
    const worlds = [...new Set(rows.flatMap((row) => number(row.worlds) ?? []))];
    return {
      question: `By how much does interaction change the ${text(data.quantity) || "mean"} of a world, against the same agents isolated, in ${worlds.length === 1 ? counted(worlds[0]!, "paired world") : "paired worlds"}${data.experiment === undefined ? "" : ` ${scopeIn(data)}`}?`,
      answer: answerOf(
        rows.map((row) => ({ ...foundIn(row, data, "estimate"), name: text(row.name) })),
        {
          nothing: "no level of interaction was compared",
          nameAll: true,
          more: ["worlds are compared in pairs, and the world is the unit"],
        },
      ),
    };
  },
  sections: interactionSections,
};

async function interactionSections(data: ResultData, draw: Draw, book: FigureBook): Promise<readonly Html[]> {
  const rows = objects(data.rows);
  const estimates = rows.map((row) =>
    bareRow(
      {
        ...row,
        contrast: text(row.name),
        first: "interacting",
        second: "isolated",
        estimator: "world",
      },
      data,
    ),
  );
  const points = rows.flatMap((row, k) =>
    objects(row.byRound).flatMap((one) => {
      const at = number(one.round);
      if (at === undefined) return [];
      const of = (field: string, series: string) => {
        const y = number(one[field]);
        return y === undefined ? [] : [{ x: at, y, series }];
      };
      return [
        ...(k === 0 ? of("isolated", "isolated") : []),
        ...of("interacting", text(row.name) || "interacting"),
      ];
    }),
  );
  const path = (size: { readonly id: string; readonly width?: number }): Promise<string> =>
    seriesSvg(
      {
        ...size,
        title: "Isolated and interacting by round",
        x: { label: "round" },
        y: { label: "mean of worlds" },
        points,
      },
      draw,
    );
  const ends = [...new Set(points.map(({ series }) => series))].map((name) => {
    const own = points.filter(({ series }) => series === name);
    return `${name} from ${formatSignificant(own[0]!.y)} to ${formatSignificant(own.at(-1)!.y)}`;
  });
  return [
    await estimatesSection({ estimates }, draw, book, { id: "interaction", bare: true }),
    ...(points.length === 0
      ? []
      : [
          section(
            "by-round",
            "Isolated against interacting, round by round",
            await figure(book, {
              name: "isolated-interacting",
              shown: await twoWidths("by-round", path),
              svg: await path({ id: "by-round-file" }),
              csv: csvText(
                ["series", "round", "mean"],
                points.map(({ series, x, y }) => [series, x, y]),
              ),
              sentence: `Means over worlds went: ${ends.join("; ")}.`,
              caption:
                "Means over worlds of what agents did in each round, cut off from each other and interacting.",
            }),
          ),
        ]),
    section(
      "interaction-rows",
      "Every number",
      rowsTable("Every number", rows, [
        { head: "interaction", field: "name" },
        { head: "worlds", field: "worlds", numeric: true },
        { head: "isolated", field: "isolated", numeric: true },
        { head: "interacting", field: "interacting", numeric: true },
        { head: "effect", field: "estimate", numeric: true },
        { head: "error", field: "se", numeric: true },
        { head: "interval", field: "ci", numeric: true },
        { head: "p", field: "p", numeric: true },
        { head: "p, sign-flip", field: "pSignFlip", numeric: true },
      ]),
    ),
  ];
}
