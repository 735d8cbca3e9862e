import type { CatalogueEntry } from "../src/core/defineKind.ts";
import { conflictGraphEstimate } from "./conflictGraphEstimate.ts";
import { differenceInMeans } from "./differenceInMeans.ts";
import type { Estimator } from "./Estimator.ts";
import { expectedEffect } from "./expectedEffect.ts";
import { exposureReweightedLinear } from "./exposureReweightedLinear.ts";
import { hajek } from "./hajek.ts";
import { horvitzThompson } from "./horvitzThompson.ts";
import { augmentedWeighting } from "./observational/augmentedWeighting.ts";
import { generalizedPropensity } from "./observational/generalizedPropensity.ts";
import { sequentialWeighting } from "./observational/sequentialWeighting.ts";
import { targetedLikelihood } from "./observational/targetedLikelihood.ts";
import { partialInterference } from "./partialInterference.ts";
import { rolloutInterpolation } from "./rolloutInterpolation.ts";
import { snipe } from "./snipe.ts";
import { twoStageEffects } from "./twoStageEffects.ts";
import { twoStageLeastSquares } from "./twoStageLeastSquares.ts";

/** The catalogue of estimators. A new one is a file beside this, a line here and a page in docs/estimators. */
export const estimators: readonly CatalogueEntry<Estimator>[] = [
  hajek,
  horvitzThompson,
  conflictGraphEstimate,
  differenceInMeans,
  snipe,
  twoStageEffects,
  partialInterference,
  rolloutInterpolation,
  exposureReweightedLinear,
  expectedEffect,
  twoStageLeastSquares,
  generalizedPropensity,
  augmentedWeighting,
  targetedLikelihood,
  sequentialWeighting,
];
