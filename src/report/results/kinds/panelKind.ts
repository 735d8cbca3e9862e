import { answerOf } from "../../opening/answerOf.ts";
import { clause, counted } from "../../opening/clause.ts";
import { fields, number, text, texts } from "../fields.ts";
import { forest } from "../parts/forest.ts";
import { foundIn } from "../parts/foundIn.ts";
import { has } from "../parts/has.ts";
import { scopeIn } from "../parts/scopeIn.ts";
import type { ResultKind } from "../ResultKind.ts";

/** A staggered roll-out. */
export const panelKind: ResultKind = {
  kind: "panel",
  made: "spillway panel … --out file.json",
  title: "Panel",
  is: (data) => has(data, "rule", "gate", "estimators"),
  opening: (data) => {
    const gate = fields(data.gate);
    const periods = number(data.periods);
    const why = texts(gate.why);
    const believe = text(gate.believe);
    return {
      question: `What would treating everybody change, by a staggered roll-out${periods === undefined ? "" : ` over ${counted(periods, "period")}`} ${scopeIn({ experiment: { agents: data.agents, design: "rollout" } })}?`,
      answer: answerOf(
        [
          {
            ...foundIn({ ...gate, because: text(gate.withheld) || why.join(" ") }, data, "estimate"),
            ...(believe === "" ? {} : { estimator: believe }),
            name: "everybody",
            // Drifts over periods are a model; the row of the gate says how much of them there is.
            claim: "modelled",
          },
        ],
        {
          nothing: "no estimator fits",
          more: why.length === 0 ? [] : [`how: ${clause(why.map(clause).join("; "))}`],
        },
      ),
    };
  },
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
