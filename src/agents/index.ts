import type { Kind } from "../core/defineKind.ts";
import { language } from "./language/language.ts";
import type { Population } from "./Population.ts";
import { command } from "./program/command.ts";
import { http } from "./program/http.ts";
import { recorded } from "./recorded.ts";
import { bayesianCascade } from "./synthetic/bayesianCascade.ts";
import { beautyContest } from "./synthetic/beautyContest.ts";
import { conditionalCooperator } from "./synthetic/conditionalCooperator.ts";
import { conformist } from "./synthetic/conformist.ts";
import { degroot } from "./synthetic/degroot.ts";
import { exposureResponse } from "./synthetic/exposureResponse.ts";
import { fishery } from "./synthetic/fishery.ts";
import { flawed } from "./synthetic/flawed.ts";
import { independentCascade } from "./synthetic/independentCascade.ts";
import { linearInMeans } from "./synthetic/linearInMeans.ts";
import { namingGame } from "./synthetic/namingGame.ts";
import { publicGoods } from "./synthetic/publicGoods.ts";
import { threshold } from "./synthetic/threshold.ts";

export type { AnswerField, AnswerSettings, ObjectAnswer, TextAnswer } from "../survey/answerSettings.ts";
export type { Question, QuestionPurpose, QuestionSettings } from "../survey/Question.ts";
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
export { type ArmedPopulation, type ArmOverride, byArm, type Treatment } from "./byArm.ts";
export { type AiSdkOptions, aiSdkModel } from "./language/aiSdkModel.ts";
export type { EndpointSettings } from "./language/endpointSettings.ts";
export type { LanguageModel, LanguageReply, LanguageRequest } from "./language/LanguageModel.ts";
export { language, languageOf } from "./language/language.ts";
export type { LanguageSettings } from "./language/languageSettings.ts";
export { type EndpointOptions, openaiCompatible } from "./language/openaiCompatible.ts";
export type { ConditionOf, Message, Population, PopulationSetting, PotentialOutcomes } from "./Population.ts";
export { type CommandSettings, command } from "./program/command.ts";
export { type HttpSettings, http } from "./program/http.ts";
export type { QuestionData, ViewData } from "./program/viewData.ts";
export { type RecordedSettings, recorded } from "./recorded.ts";
export type { Script } from "./scripted.ts";
export { type BayesianCascadeSettings, bayesianCascade } from "./synthetic/bayesianCascade.ts";
export { type BeautyContestSettings, beautyContest } from "./synthetic/beautyContest.ts";
export {
  type ConditionalCooperatorSettings,
  conditionalCooperator,
} from "./synthetic/conditionalCooperator.ts";
export { type ConformistSettings, conformist } from "./synthetic/conformist.ts";
export { type DegrootSettings, degroot } from "./synthetic/degroot.ts";
export { type ExposureResponseSettings, exposureResponse } from "./synthetic/exposureResponse.ts";
export { type FisherySettings, fishery } from "./synthetic/fishery.ts";
export { type FlawedSettings, flawed } from "./synthetic/flawed.ts";
export { type IndependentCascadeSettings, independentCascade } from "./synthetic/independentCascade.ts";
export { type LinearInMeansSettings, linearInMeans } from "./synthetic/linearInMeans.ts";
export { type NamingGameSettings, namingGame } from "./synthetic/namingGame.ts";
export {
  potentialOutcomes,
  type ResponseTable,
} from "./synthetic/potentialOutcomes.ts";
export { type PublicGoodsSettings, publicGoods } from "./synthetic/publicGoods.ts";
export { type ThresholdSettings, threshold } from "./synthetic/threshold.ts";

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
  conformist,
  beautyContest,
  fishery,
  flawed,
  language,
  command,
  http,
  recorded,
];
