import { objects, text } from "../fields.ts";
import { claimsOf } from "../parts/claims.ts";
import { forest } from "../parts/forest.ts";
import { foundOf } from "../parts/foundOf.ts";
import { rowsHave } from "../parts/has.ts";
import type { ResultKind } from "../ResultKind.ts";

/** Systems over tasks and seeds. */
export const comparisonKind: ResultKind = {
  kind: "comparison of systems",
  made: "spillway compare … --out file.json",
  title: "Comparison of systems",
  is: (data) => rowsHave(data, "score", "first", "second"),
  says: (data) => [
    `Which system does better? ${foundOf(objects(data.rows), "difference")}`,
    ...claimsOf(objects(data.rows)),
  ],
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
