import type { Diagnosis } from "../../../diagnose/diagnose.ts";
import { diagnosisSections } from "../../diagnosisReport.ts";
import { diagnosisOpening } from "../../opening/diagnosisOpening.ts";
import { number, objects } from "../fields.ts";
import { has } from "../parts/has.ts";
import type { ResultData, ResultKind } from "../ResultKind.ts";

/** Bias, coverage and power of estimators, by simulation. */
export const diagnosisKind: ResultKind = {
  kind: "diagnosis",
  made: "spillway diagnose … --out folder (diagnosis.json)",
  title: "Diagnosis",
  is: (data) => has(data, "redraw", "simulations", "studyHash", "rows"),
  opening: (data) => diagnosisOpening(diagnosisOf(data)),
  sections: (data, draw, book) => diagnosisSections(diagnosisOf(data), draw, book),
};

/** A diagnosis of a file, with the simulations that it may hold. */
function diagnosisOf(data: ResultData): Diagnosis {
  const lists = Array.isArray(data.estimates) ? data.estimates : [];
  const simulated = objects(data.rows).map((_, k) =>
    (Array.isArray(lists[k]) ? (lists[k] as unknown[]) : []).map((one) => {
      const estimate = number(one);
      return estimate === undefined ? {} : { estimate };
    }),
  );
  return { ...data, simulated } as unknown as Diagnosis;
}
