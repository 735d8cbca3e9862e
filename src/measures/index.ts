// spillway/measures: quantities of what agents said and did.
import type { CatalogueEntry } from "../core/defineKind.ts";
import { activeInformation } from "./activeInformation.ts";
import { conditionalMutualInformation } from "./conditionalMutualInformation.ts";
import { continuousMutualInformation } from "./continuousMutualInformation.ts";
import { continuousTransferEntropy } from "./continuousTransferEntropy.ts";
import { directedInformation } from "./directedInformation.ts";
import { dualTotalCorrelation } from "./dualTotalCorrelation.ts";
import { entropy } from "./entropy.ts";
import { informationFlow } from "./informationFlow.ts";
import type { Measure } from "./Measure.ts";
import { mutualInformation } from "./mutualInformation.ts";
import { oInformation } from "./oInformation.ts";
import { partialInformation } from "./partialInformation.ts";
import { sInformation } from "./sInformation.ts";
import { totalCorrelation } from "./totalCorrelation.ts";
import { transferEntropy } from "./transferEntropy.ts";

export { type ActiveInformationSettings, activeInformation } from "./activeInformation.ts";
export type { EntropicSettings } from "./cells/entropic.ts";
export { completeRecords } from "./completeRecords.ts";
export {
  type ConditionalMutualInformationSettings,
  conditionalMutualInformation,
} from "./conditionalMutualInformation.ts";
export {
  type ContinuousMutualInformationSettings,
  continuousMutualInformation,
} from "./continuousMutualInformation.ts";
export {
  type ContinuousTransferEntropySettings,
  continuousTransferEntropy,
} from "./continuousTransferEntropy.ts";
export type { Atoms, Redundancy } from "./decomposition/decompose.ts";
export { type DirectedInformationSettings, directedInformation } from "./directedInformation.ts";
export { type DualTotalCorrelationSettings, dualTotalCorrelation } from "./dualTotalCorrelation.ts";
export { type Emergence, type EmergenceOptions, emergence, type GroupRun } from "./emergence.ts";
export { type EntropySettings, entropy } from "./entropy.ts";
export { type InformationFlowSettings, informationFlow } from "./informationFlow.ts";
export type {
  Distribution,
  LocalValues,
  Measure,
  Measured as MeasuredValue,
  NotMeasured,
  Symbols,
} from "./Measure.ts";
export { mutualInformation } from "./mutualInformation.ts";
export type { ContinuousSettings } from "./neighbours/continuous.ts";
export { type ExchangeOptions, exchangeRuns } from "./nulls/exchangeRuns.ts";
export {
  type NullOptions,
  type NullResult,
  type RedrawVariables,
  randomizationNull,
} from "./nulls/randomizationNull.ts";
export { redrawLaw } from "./nulls/redrawLaw.ts";
export { type OInformationSettings, oInformation } from "./oInformation.ts";
export {
  decomposeInformation,
  type PartialInformationSettings,
  partialInformation,
} from "./partialInformation.ts";
export {
  type EdgeTransfer,
  type EdgeTransferOptions,
  edgeTransfer,
} from "./series/edgeTransfer.ts";
export type { Panel } from "./series/Panel.ts";
export { type SInformationSettings, sInformation } from "./sInformation.ts";
export { symbolsOf } from "./symbolsOf.ts";
export { type TotalCorrelationSettings, totalCorrelation } from "./totalCorrelation.ts";
export { type TransferEntropySettings, transferEntropy } from "./transferEntropy.ts";
export type { Factorial, FactorialRecord } from "./variance/factorialCells.ts";
export {
  type InteractionEffect,
  type InteractionEffectOptions,
  interactionEffect,
  type PairedWorld,
  type WorldMean,
  worldsForTest,
} from "./variance/interactionEffect.ts";
export {
  type PersonSituation,
  type PersonSituationOptions,
  personSituation,
  type VarianceRow,
} from "./variance/personSituation.ts";
export { type ShapleyShare, shapleyShares, type VariancePart } from "./variance/shapleyShares.ts";
export type { VarianceEstimate } from "./variance/VarianceEstimate.ts";

/** The catalogue of measures. A new one is a file beside this and a line here. */
export const measures: readonly CatalogueEntry<Measure>[] = [
  entropy,
  mutualInformation,
  conditionalMutualInformation,
  transferEntropy,
  activeInformation,
  directedInformation,
  informationFlow,
  totalCorrelation,
  dualTotalCorrelation,
  oInformation,
  sInformation,
  partialInformation,
  continuousMutualInformation,
  continuousTransferEntropy,
];
