import type { CatalogueEntry } from "../src/core/defineKind.ts";
import { bicliqueTest } from "./bicliqueTest.ts";
import { conflictGraphEstimate } from "./conflictGraphEstimate.ts";
import { differenceInMeans } from "./differenceInMeans.ts";
import type { Estimator } from "./Estimator.ts";
import { focalUnitTest } from "./focalUnitTest.ts";
import { hajek } from "./hajek.ts";
import { horvitzThompson } from "./horvitzThompson.ts";
import { imputationTest } from "./imputationTest.ts";
import { randomizationTest } from "./randomizationTest.ts";

/** The catalogue of estimators. A new one is a file beside this, a line here and a page in docs/estimators. */
export const estimators: readonly CatalogueEntry<Estimator>[] = [
  hajek,
  horvitzThompson,
  conflictGraphEstimate,
  differenceInMeans,
  randomizationTest,
  focalUnitTest,
  bicliqueTest,
  imputationTest,
];
