import type { CatalogueEntry } from "../../core/defineKind.ts";
import { jsonRecords } from "./jsonRecords.ts";
import type { LogMap } from "./LogMap.ts";

/** The catalogue of maps from foreign logs to tables. A new one is a file beside this and a line here. */
export const maps: readonly CatalogueEntry<LogMap>[] = [jsonRecords];
