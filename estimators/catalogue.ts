import type { CatalogueEntry } from "../src/core/defineKind.ts";
import { attributableEffect } from "./attributable/attributableEffect.ts";
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
import { augmentedWeighting } from "./observational/augmentedWeighting.ts";
import { generalizedPropensity } from "./observational/generalizedPropensity.ts";
import { sequentialWeighting } from "./observational/sequentialWeighting.ts";
import { targetedLikelihood } from "./observational/targetedLikelihood.ts";
import { partialInterference } from "./partialInterference.ts";
import { randomizationTest } from "./randomizationTest.ts";
import { rolloutInterpolation } from "./rolloutInterpolation.ts";
import { snipe } from "./snipe.ts";
import { specificationTest } from "./specification/specificationTest.ts";
import { bestSubgroup } from "./subgroups/bestSubgroup.ts";
import { twoStageEffects } from "./twoStageEffects.ts";
import { twoStageLeastSquares } from "./twoStageLeastSquares.ts";

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
  partialInterference,
  rolloutInterpolation,
  randomizationTest,
  focalUnitTest,
  bicliqueTest,
  imputationTest,
  specificationTest,
  exposureReweightedLinear,
  expectedEffect,
  attributableEffect,
  twoStageLeastSquares,
  generalizedPropensity,
  augmentedWeighting,
  targetedLikelihood,
  sequentialWeighting,
  bestSubgroup,
];
