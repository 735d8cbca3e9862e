import type { Kind } from "../core/defineKind.ts";
import { bayesianCascade } from "./bayesianCascade.ts";
import { command } from "./command.ts";
import { conditionalCooperator } from "./conditionalCooperator.ts";
import { degroot } from "./degroot.ts";
import { exposureResponse } from "./exposureResponse.ts";
import { flawed } from "./flawed.ts";
import { http } from "./http.ts";
import { independentCascade } from "./independentCascade.ts";
import { language } from "./language.ts";
import { linearInMeans } from "./linearInMeans.ts";
import { namingGame } from "./namingGame.ts";
import type { Population } from "./Population.ts";
import { publicGoods } from "./publicGoods.ts";
import { recorded } from "./recorded.ts";
import { threshold } from "./threshold.ts";

// Contracts, populations with the types of their settings, and what agents of one's own may need
export type {
  Action,
  Agent,
  AskContext,
  AskedQuestion,
  CallRecord,
  Heard,
  LatestTurn,
  Play,
  View,
} from "./Agent.ts";
export { AgentFault, type FaultKind } from "./AgentFault.ts";
export { type AiSdkOptions, aiSdkModel } from "./aiSdkModel.ts";
export type { AnswerSettings } from "./answerSettings.ts";
export { type BayesianCascadeSettings, bayesianCascade } from "./bayesianCascade.ts";
export { type ArmedPopulation, type ArmOverride, byArm, type Treatment } from "./byArm.ts";
export { type CommandSettings, command } from "./command.ts";
export { type ConditionalCooperatorSettings, conditionalCooperator } from "./conditionalCooperator.ts";
export { type DegrootSettings, degroot } from "./degroot.ts";
export type { EndpointSettings } from "./endpointSettings.ts";
export { type ExposureResponseSettings, exposureResponse } from "./exposureResponse.ts";
export { type FlawedSettings, flawed } from "./flawed.ts";
export { type HttpSettings, http } from "./http.ts";
export { type IndependentCascadeSettings, independentCascade } from "./independentCascade.ts";
export type { LanguageModel, LanguageReply, LanguageRequest } from "./LanguageModel.ts";
export { language, languageOf } from "./language.ts";
export type { LanguageSettings } from "./languageSettings.ts";
export { type LinearInMeansSettings, linearInMeans } from "./linearInMeans.ts";
export { type NamingGameSettings, namingGame } from "./namingGame.ts";
export { type EndpointOptions, openaiCompatible } from "./openaiCompatible.ts";
export type { ConditionOf, Message, Population, PopulationSetting } from "./Population.ts";
export { type PotentialOutcomes, potentialOutcomes, type ResponseTable } from "./potentialOutcomes.ts";
export { type PublicGoodsSettings, publicGoods } from "./publicGoods.ts";
export type { Question, QuestionPurpose, QuestionSettings } from "./Question.ts";
export { type RecordedSettings, recorded } from "./recorded.ts";
export type { Script } from "./scripted.ts";
export { type ThresholdSettings, threshold } from "./threshold.ts";
export type { ViewData } from "./viewData.ts";

/** A population as a catalogue entry, whatever its settings. */
export type PopulationKind = Pick<Kind<never, Population>, "kind" | "summary" | "settings" | "from">;

/** Every population that a study file can name. */
export const populations: readonly PopulationKind[] = [
  exposureResponse,
  linearInMeans,
  threshold,
  independentCascade,
  degroot,
  bayesianCascade,
  namingGame,
  conditionalCooperator,
  publicGoods,
  flawed,
  language,
  command,
  http,
  recorded,
];
