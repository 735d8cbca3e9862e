import type { Sweep } from "../../../diagnose/sweep.ts";
import { sweepOpening } from "../../opening/sweepOpening.ts";
import { sweepSections } from "../../sweepReport.ts";
import { text } from "../fields.ts";
import type { ResultKind } from "../ResultKind.ts";

/** Diagnoses at several settings. */
export const sweepKind: ResultKind = {
  kind: "sweep",
  made: "spillway diagnose … --vary … --out folder (sweep.json)",
  title: "Sweep",
  is: (data) => Array.isArray(data.paths) && Array.isArray(data.cells),
  opening: (data) => sweepOpening(text(data.name) || "the study", data as unknown as Sweep),
  sections: (data, draw, book) => sweepSections(data as unknown as Sweep, draw, book),
};
