import { answerOf } from "../../opening/answerOf.ts";
import { counted, listed, named } from "../../opening/clause.ts";
import { number, objects, text, texts } from "../fields.ts";
import { forest } from "../parts/forest.ts";
import { foundIn } from "../parts/foundIn.ts";
import { rowsHave } from "../parts/has.ts";
import type { ResultKind } from "../ResultKind.ts";

/** Systems over tasks and seeds. */
export const comparisonKind: ResultKind = {
  kind: "comparison of systems",
  made: "spillway compare … --out file.json",
  title: "Comparison of systems",
  is: (data) => rowsHave(data, "score", "first", "second"),
  opening: (data) => {
    const rows = objects(data.rows);
    const most = Math.max(0, ...rows.map((row) => number(row.tasks) ?? 0));
    const systems = objects(data.systems).length;
    return {
      question: `Which ${systems === 0 ? "system" : `of ${counted(systems, "system")}`} does better in ${listed(texts(data.scores).map(named)) || "its score"}${most === 0 ? "" : `, on ${counted(most, "task")}`}?`,
      answer: answerOf(
        rows.map((row) => ({
          ...foundIn(row, data, "difference"),
          name:
            texts(data.scores).length > 1
              ? `${text(row.contrast)} in ${text(row.score)}`
              : text(row.contrast),
        })),
        { nothing: "there is nothing to compare", nameAll: true },
      ),
    };
  },
  sections: forest(
    "difference",
    (row) => [text(row.contrast), text(row.score)],
    [
      { head: "contrast", field: "contrast" },
      { head: "score", field: "score" },
      { head: "difference", field: "difference", numeric: true },
      { head: "error", field: "se", numeric: true },
      { head: "interval", field: "ci", numeric: true },
      { head: "p", field: "p", numeric: true },
      { head: "adjusted p", field: "adjusted", numeric: true },
      { head: "units", field: "units", numeric: true },
      { head: "claim", field: "claim" },
    ],
    "rows",
  ),
};
