import type { Kind } from "../core/defineKind.ts";
import { degroot } from "./degroot.ts";
import { exposureResponse } from "./exposureResponse.ts";
import { linearInMeans } from "./linearInMeans.ts";
import type { Population } from "./Population.ts";
import { threshold } from "./threshold.ts";

// Contracts
export type { Action, Agent, Heard, View } from "./Agent.ts";
// Synthetic populations, whose true effects are known
export { type DegrootSettings, degroot } from "./degroot.ts";
export { type ExposureResponseSettings, exposureResponse } from "./exposureResponse.ts";
export { type LinearInMeansSettings, linearInMeans } from "./linearInMeans.ts";
export type { ConditionOf, Population, PopulationSetting } from "./Population.ts";
// The truth behind exposure-response agents
export { type PotentialOutcomes, potentialOutcomes, type ResponseTable } from "./potentialOutcomes.ts";
export { type ThresholdSettings, threshold } from "./threshold.ts";

/** A population as a catalogue entry, whatever its settings. */
export type PopulationKind = Pick<Kind<never, Population>, "kind" | "summary" | "settings" | "from">;

/** Every population that a study file can name. */
export const populations: readonly PopulationKind[] = [exposureResponse, linearInMeans, threshold, degroot];
