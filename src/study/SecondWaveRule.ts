import type { Contrast } from "../../estimators/Inquiry.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { few } from "../core/few.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { shown } from "../core/shown.ts";

/** The rule by which a pilot chooses the main wave, fixed before the pilot is played. */
export interface SecondWaveRule {
  /** Designs to choose from, each with its kind and settings. */
  readonly designs: readonly Readonly<Record<string, unknown>>[];
  /** Name of a contrast of the study. Default the first. */
  readonly contrast?: string | undefined;
  /** Wanted standard error, in units of the outcome. Default: the most worlds are taken. */
  readonly se?: number | undefined;
  /** The most worlds of the main wave. Default the study's. */
  readonly worlds?: number | undefined;
  /** In the study of a main wave: what the rule has chosen. */
  readonly chosen?: ChosenWave | undefined;
}

/** A main wave as a rule has chosen it. */
export interface ChosenWave {
  /** SHA-256 of the rule. */
  readonly rule: string;
  /** SHA-256 of the pilot's study. */
  readonly pilot: string;
  readonly design: Readonly<Record<string, unknown>>;
  readonly worlds: number;
  readonly seed: string | number;
  /** SHA-256 of all that, so that a change by hand shows. */
  readonly hash: string;
}

/** A rule with its defaults filled in. */
export type SettledRule = SecondWaveRule & { readonly contrast: string; readonly worlds: number };

/** Designs that a rule may choose from. */
const MOST = 20;

/**
 * A rule with its defaults, as it is sealed.
 *
 * @throws SpillwayError for a contrast that the study has not, and for looks, which are at the main wave's own number of worlds.
 */
export function settledRule(
  rule: SecondWaveRule,
  study: { readonly inquiry: readonly Contrast[]; readonly worlds: number; readonly looks: boolean },
): SettledRule {
  const { designs, contrast = study.inquiry[0]?.name, se, worlds = study.worlds, chosen } = rule;
  const fault = (words: string): SpillwayError => new SpillwayError(`study: secondWave: ${words}`);
  if (designs.length < 1 || designs.length > MOST)
    throw fault(`designs must list 1 to ${MOST} designs, got ${designs.length}`);
  if (contrast === undefined || !study.inquiry.some(({ name }) => name === contrast))
    throw fault(
      `contrast must be one of the study's (${few(study.inquiry.map(({ name }) => name))}), got ${contrast === undefined ? "none" : shown(contrast)}`,
    );
  if (se !== undefined && !(se > 0)) throw fault(`se must be a number above 0, got ${shown(se)}`);
  if (!Number.isInteger(worlds) || worlds < 1)
    throw fault(`worlds must be a whole number from 1, got ${shown(worlds)}`);
  if (study.looks && chosen === undefined)
    throw fault(
      "looks of a pilot would be at its own number of worlds, and the main wave may have another: plan looks in the main study",
    );
  return {
    designs: designs.map((one) => JSON.parse(canonicalJson(one as Json))),
    contrast,
    worlds,
    ...(se === undefined ? {} : { se }),
    ...(chosen === undefined ? {} : { chosen }),
  };
}

/** SHA-256 of a rule: of its designs, contrast, wanted error and most worlds, as a preregistration names it. */
export function ruleHash({ designs, contrast, se, worlds }: SecondWaveRule): string {
  return sha256(
    canonicalJson({
      designs: designs as readonly Json[],
      contrast: contrast ?? null,
      se: se ?? null,
      worlds: worlds ?? null,
    }),
  );
}

/** SHA-256 of what a rule has chosen. */
export function choiceHash({ rule, pilot, design, worlds, seed }: Omit<ChosenWave, "hash">): string {
  return sha256(canonicalJson({ rule, pilot, design: design as Json, worlds, seed }));
}
