import { fields, objects, text, texts } from "../fields.ts";
import { forest } from "../parts/forest.ts";
import { foundOf } from "../parts/foundOf.ts";
import { has } from "../parts/has.ts";
import type { ResultKind } from "../ResultKind.ts";

/** A staggered roll-out. */
export const panelKind: ResultKind = {
  kind: "panel",
  made: "spillway panel … --out file.json",
  title: "Panel",
  is: (data) => has(data, "rule", "gate", "estimators"),
  says: (data) => [
    `What does the roll-out change? ${texts(fields(data.gate).why).join(" ") || foundOf(objects(data.estimators), "estimate")}`,
  ],
  sections: forest(
    "estimate",
    (row) => [text(row.about), text(row.estimator)],
    [
      { head: "estimator", field: "estimator" },
      { head: "about", field: "about" },
      { head: "estimate", field: "estimate", numeric: true },
      { head: "error", field: "se", numeric: true },
      { head: "interval", field: "ci", numeric: true },
    ],
    "estimators",
  ),
};
