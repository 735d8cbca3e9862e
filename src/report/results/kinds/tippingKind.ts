import type { TippingPoint } from "../../../specify/tipping/tippingPoint.ts";
import { tippingOpening } from "../../opening/tippingOpening.ts";
import { tippingSections } from "../../tippingReport.ts";
import { has } from "../parts/has.ts";
import type { ResultKind } from "../ResultKind.ts";

/** How many wrong ties change an estimate. */
export const tippingKind: ResultKind = {
  kind: "tipping point",
  made: "spillway tipping … --out file.json",
  title: "Tipping point",
  is: (data) => has(data, "tips", "observed", "errors", "rows"),
  opening: (data) => tippingOpening(data as unknown as TippingPoint),
  sections: (data, draw, book) => tippingSections(data as unknown as TippingPoint, draw, book),
};
