import type { Change } from "../study-file/changedStudy.ts";
import type { BenchmarkRow } from "./play/BenchmarkRow.ts";
import type { Played } from "./play/Played.ts";

/** Words in which language models are told a game. */
interface GameWords {
  /** Template of the message of a turn. */
  readonly prompt: string;
  /** Template of the system message. */
  readonly system: string;
}

/** Worlds of a benchmark that differ in settings of the study. */
interface BenchmarkVariant {
  /** Name of its folder: small letters, digits and dashes. */
  readonly name: string;
  readonly changes: readonly Change[];
}

/** An experiment of the literature as a study file: what is randomized, what is estimated, what is known, and what others found. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly treatment: string;
  readonly exposure: string;
  readonly estimand: string;
  /** What differs from the published rules. */
  readonly deviations: readonly string[];
  readonly sources: readonly string[];
  /** Names of the arms, for the control questions. */
  readonly arms: readonly string[];
  /** The study in YAML; `{{agents}}` and `{{controls}}` stand for the lines of the agents and of the control questions. */
  readonly study: string;
  /** Further files that the study names, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  readonly variants: readonly BenchmarkVariant[];
  /** The synthetic agents in YAML, whose truth the rows know. */
  readonly synthetic: string;
  /** What language models are told: the game, and the same game in other words. */
  readonly words: GameWords;
  readonly disguise: GameWords;
  /** What kind of answer they give, and what of it is the outcome, in YAML. */
  readonly answer: string;
  /** What is measured of the worlds that were played, by the name of the variant. */
  rows(played: ReadonlyMap<string, Played>): readonly BenchmarkRow[];
}
