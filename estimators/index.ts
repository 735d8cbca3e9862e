export { answer } from "./answer.ts";
export { assumptions } from "./assumptions.ts";
export { type AttributableEffectSettings, attributableEffect } from "./attributable/attributableEffect.ts";
export { type BicliqueTestSettings, bicliqueTest } from "./bicliqueTest.ts";
export { CLAIMS, type Claim } from "./Claim.ts";
export { estimators } from "./catalogue.ts";
export { type ChangeFromBaselineSettings, changeFromBaseline } from "./changeFromBaseline.ts";
export { type ConflictEigenvalue, conflictEigenvalue } from "./conflict/conflictEigenvalue.ts";
export { type ConflictGraphEstimateSettings, conflictGraphEstimate } from "./conflictGraphEstimate.ts";
export type { EstimateRequest } from "./contrast/experimentData.ts";
export type { Outcomes } from "./contrast/observe.ts";
export { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
export { type DifferenceEstimatorSettings, differenceEstimator } from "./differenceEstimator.ts";
export { type DifferenceInMeansSettings, differenceInMeans } from "./differenceInMeans.ts";
export type {
  AnswerHead,
  AnswerRow,
  DataNeeds,
  Estimate,
  EstimateRow,
  Estimator,
  Figures,
  FurtherEstimate,
  NoAnswer,
  NoEstimate,
  RowHead,
  TestResult,
} from "./Estimator.ts";
export type {
  ExperimentData,
  Grouping,
  Measurements,
  Observed,
  RoundData,
  WorldContext,
  WorldData,
} from "./ExperimentData.ts";
export { type ExposureRegressionSettings, exposureRegression } from "./exposureRegression.ts";
export { type PredictedError, snipeError } from "./global/snipeError.ts";
export { estimate, estimateOutcomes, type OutcomesRequest } from "./estimate.ts";
export { type BestSubgroupSettings, bestSubgroup } from "./subgroups/bestSubgroup.ts";
export { type ExposureSlopeSettings, exposureSlope } from "./exposureSlope.ts";
export { type FocalUnitTestSettings, focalUnitTest } from "./focalUnitTest.ts";
export { type HajekSettings, hajek } from "./hajek.ts";
export { type HorvitzThompsonSettings, horvitzThompson } from "./horvitzThompson.ts";
export { type Adjustment, adjustP } from "./hypotheses/adjustP.ts";
export { type JointValues, maxT } from "./hypotheses/maxT.ts";
export { type ImputationTestSettings, imputationTest } from "./imputationTest.ts";
export {
  type Contrast,
  type FurtherInquiry,
  type GlobalInquiry,
  type Inquiry,
  type InquiryKind,
  inquiryInWords,
  inquiryKind,
  type MeasureInquiry,
  type MostInquiry,
  type PolicyInquiry,
  type SlopeInquiry,
  type TestInquiry,
} from "./Inquiry.ts";
export { inquiryFault } from "./further/inquiryFault.ts";
export { type InquireRequest, inquire } from "./inquire.ts";
export { type CalibratedSettings, calibrated } from "./interval/calibrated.ts";
export type { IntervalSetting } from "./interval/intervalSetting.ts";
export { type NormalPower, normalPower } from "./interval/normalPower.ts";
export { type Interval, waldInterval } from "./interval/waldInterval.ts";
export {
  type ClusterRobust,
  clusterRobust,
} from "./regression/clusterRobust.ts";
export { type HacBandwidth, hacBandwidth } from "./regression/hacBandwidth.ts";
export {
  type LeastSquares,
  leastSquares,
  type RankDeficient,
  type RegressionColumn,
} from "./regression/leastSquares.ts";
export { type KernelRepair, type NetworkHac, networkHac } from "./regression/networkHac.ts";
export type { RegressionErrors } from "./regression/regressionErrors.ts";
export { type AugmentedWeightingSettings, augmentedWeighting } from "./observational/augmentedWeighting.ts";
export type { DoublyRobustSettings } from "./observational/doublyRobust.ts";
export { type Association, type EValue, eValue } from "./observational/eValue.ts";
export {
  type GeneralizedPropensitySettings,
  generalizedPropensity,
} from "./observational/generalizedPropensity.ts";
export { type FrontierPoint, homophilyFrontier } from "./observational/homophilyFrontier.ts";
export { marginalSensitivity, type SensitivityBounds } from "./observational/marginalSensitivity.ts";
export {
  type SequentialWeightingSettings,
  sequentialWeighting,
} from "./observational/sequentialWeighting.ts";
export { type TargetedLikelihoodSettings, targetedLikelihood } from "./observational/targetedLikelihood.ts";
export {
  type BoundedFigure,
  type CoarseToFineRequest,
  type CoarseToFineRow,
  coarseToFine,
} from "./misspecified/coarseToFine.ts";
export type { Looks } from "./looks/Looks.ts";
export { type Look, type LooksRequest, type LooksResult, looksTest } from "./looks/looksTest.ts";
export { type PartialInterferenceSettings, partialInterference } from "./partialInterference.ts";
export { type RolloutInterpolationSettings, rolloutInterpolation } from "./rolloutInterpolation.ts";
export { type ExpectedEffectSettings, expectedEffect } from "./expectedEffect.ts";
export {
  type ExposureReweightedLinearSettings,
  exposureReweightedLinear,
} from "./exposureReweightedLinear.ts";
export { type SnipeSettings, snipe } from "./snipe.ts";
export type { Specification, SpecificationStep } from "./specification/Specification.ts";
export { type SpecifyRequest, type SpecifySettings, specify } from "./specification/specify.ts";
export { type SpecificationTestSettings, specificationTest } from "./specification/specificationTest.ts";
export { type TwoStageEffectsSettings, twoStageEffects } from "./twoStageEffects.ts";
export { type RandomizationTestSettings, randomizationTest } from "./randomizationTest.ts";
export { type TwoStageLeastSquaresSettings, twoStageLeastSquares } from "./twoStageLeastSquares.ts";
export { type AronowSamiiVariance, aronowSamii } from "./variance/aronowSamii.ts";
export { chooseVariance, type VarianceChoice, type VarianceName } from "./variance/chooseVariance.ts";
export { collapsedBound } from "./variance/collapsedBound.ts";
export { type ConstantEffectsSettings, constantEffects } from "./variance/constantEffects.ts";
export { dependencyBound } from "./variance/dependencyBound.ts";
export { eigenvalueBound } from "./variance/eigenvalueBound.ts";
export { exactVariance, type ScheduleVariance } from "./variance/exactVariance.ts";
export { expectedVariance, type OutcomeModel } from "./variance/expectedVariance.ts";
export { type GroupedSettings, groupedBound } from "./variance/groupedBound.ts";
export { type HajekError, type HajekErrorOptions, hajekErrors } from "./variance/hajekErrors.ts";
export { type OptimisedSettings, optimisedBound } from "./variance/optimisedBound.ts";
export type { PriorOutcomes } from "./variance/optimisedSlack.ts";
export type { PreparedVariance, Seen, VarianceSetting } from "./variance/PreparedVariance.ts";
export type { VarianceSettingName } from "./variance/varianceSetting.ts";
export { worstCaseVariance } from "./variance/worstCaseVariance.ts";
export { youngBound } from "./variance/youngBound.ts";
export type { Panel as RolloutPanel } from "./panel/Panel.ts";
export type { PanelCell } from "./panel/panelCells.ts";
export type { PanelGate } from "./panel/believe.ts";
export type { PanelEstimate } from "./panel/estimateRows.ts";
export {
  type PanelEffects,
  type PanelEffectsOptions,
  panelEffects,
} from "./panel/panelEffects.ts";
export {
  adoptionBatches,
  adoptionOrder,
  type MessagePassingPaths,
  type MessagePassingSettings,
  messagePassing,
  untreatedTrend,
} from "./panel/messagePassing.ts";
