import type { CatalogueEntry } from "../src/core/defineKind.ts";
import { bicliqueTest } from "./bicliqueTest.ts";
import { changeFromBaseline } from "./changeFromBaseline.ts";
import { conflictGraphEstimate } from "./conflictGraphEstimate.ts";
import { differenceEstimator } from "./differenceEstimator.ts";
import { differenceInMeans } from "./differenceInMeans.ts";
import type { Estimator } from "./Estimator.ts";
import { expectedEffect } from "./expectedEffect.ts";
import { exposureRegression } from "./exposureRegression.ts";
import { exposureReweightedLinear } from "./exposureReweightedLinear.ts";
import { exposureSlope } from "./exposureSlope.ts";
import { focalUnitTest } from "./focalUnitTest.ts";
import { hajek } from "./hajek.ts";
import { horvitzThompson } from "./horvitzThompson.ts";
import { imputationTest } from "./imputationTest.ts";
import { randomizationTest } from "./randomizationTest.ts";
import { rolloutInterpolation } from "./rolloutInterpolation.ts";
import { snipe } from "./snipe.ts";
import { twoStageEffects } from "./twoStageEffects.ts";

/** The catalogue of estimators. A new one is a file beside this, a line here and a page in docs/estimators. */
export const estimators: readonly CatalogueEntry<Estimator>[] = [
  hajek,
  horvitzThompson,
  exposureRegression,
  changeFromBaseline,
  differenceEstimator,
  exposureSlope,
  conflictGraphEstimate,
  differenceInMeans,
  snipe,
  twoStageEffects,
  rolloutInterpolation,
  randomizationTest,
  focalUnitTest,
  bicliqueTest,
  imputationTest,
  exposureReweightedLinear,
  expectedEffect,
];
