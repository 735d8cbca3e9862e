import type { CatalogueEntry } from "../src/core/defineKind.ts";
import type { Estimator } from "./Estimator.ts";

/** The catalogue of estimators. */
export declare const estimators: readonly CatalogueEntry<Estimator>[];
