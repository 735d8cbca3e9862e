// spillway/measures: quantities of what agents said and did.
import type { CatalogueEntry } from "../core/defineKind.ts";
import { entropy } from "./entropy.ts";
import type { Measure } from "./Measure.ts";

export { completeRecords } from "./completeRecords.ts";
export { type EntropySettings, entropy } from "./entropy.ts";
export type { Measure, Measured as MeasuredValue, NotMeasured, Symbols } from "./Measure.ts";

/** The catalogue of measures. A new one is a file beside this and a line here. */
export const measures: readonly CatalogueEntry<Measure>[] = [entropy];
