import type { Design } from "../../designs/Design.ts";
import type { Estimator } from "../../estimators/Estimator.ts";
import type { Adjustment } from "../../estimators/hypotheses/adjustP.ts";
import type { Contrast, FurtherInquiry } from "../../estimators/Inquiry.ts";
import { type Looks, looksFault, settledLooks } from "../../estimators/looks/Looks.ts";
import { askable } from "../agents/askable.ts";
import type { Treatment } from "../agents/byArm.ts";
import type { Population } from "../agents/Population.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantSeed } from "../core/wantSeed.ts";
import { wantWhole } from "../core/wantWhole.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import { wantFloor } from "../probability/withFloor.ts";
import {
  heardRounds,
  type Interaction,
  type InteractionSettings,
  interaction,
  wantKnownArms,
} from "../run/interaction.ts";
import { type RunSettings, runSettings, settingsData } from "../run/runSettings.ts";
import type { Question, QuestionSettings } from "../survey/Question.ts";
import { settledQuestions } from "../survey/questionInFile.ts";
import { exposureFor } from "./exposureFor.ts";
import { type FurtherOutcome, wantOutcomes } from "./furtherOutcomes.ts";
import { type InquiryInput, inquiries, wantAnswers } from "./inquiries.ts";
import type { NetworkSource } from "./networkOf.ts";
import { type SecondWaveRule, type SettledRule, settledRule } from "./SecondWaveRule.ts";
import { treatAgents } from "./treatAgents.ts";

/**
 * A whole experiment as a plain object, one key for each letter of MIDA: model, inquiry, data strategy, answer strategy
 * (Blair, Coppock and Humphreys 2023). Everything is settled: no defaults are left open.
 */
export interface Study {
  /** Shown in reports. */
  readonly name: string;
  readonly description?: string;
  /** Seed of everything that is drawn, as text. */
  readonly seed: string;
  /** What is believed of the world: who may influence whom, and what acts. */
  readonly model: { readonly network: NetworkSource; readonly agents: Population };
  /** Contrasts that are asked for. */
  readonly inquiry: readonly Contrast[];
  /** What is asked beside contrasts: policy effects, slopes, the global effect, tests. Omitted when nothing is, so the hash is unaffected. */
  readonly further?: readonly FurtherInquiry[];
  /** What is done: who is treated, what that means for an agent, and for how long. */
  readonly data: {
    readonly assign: Design;
    readonly expose: Exposure;
    /** Per-arm overrides of agent settings, keyed by arm name. Omitted when empty, so the hash is unaffected. */
    readonly treat?: Treatment;
    /** How agents interact. Omitted when it is the default, so the hash is unaffected. */
    readonly interact?: Interaction;
    /** Questions that agents are asked outside their turns. Omitted when empty, so the hash is unaffected. */
    readonly ask?: readonly Question[];
    /** Present in an A/A study: every agent gets the treatment of the first arm, whatever its own. */
    readonly aa?: true;
    /** Rounds of each world. */
    readonly rounds: number;
    /** Complete runs of the population, each with an assignment of its own. */
    readonly worlds: number;
    /** Name of the measured outcome, for reports. */
    readonly outcome: string;
    /** Further outcomes by their names, each asked the same inquiries or some of them. Omitted when there are none, so the hash is unaffected. */
    readonly outcomes?: Readonly<Record<string, FurtherOutcome>>;
  };
  /** Whom contrasts are about, where agents too unlikely in a condition are left out by the design. Omitted when nobody is, so the hash is unaffected. */
  readonly population?: { readonly floor: number };
  /** How it is answered. */
  readonly answer: readonly Estimator[];
  /** Whether contrasts get intervals and p-values that hold for all of them together, too. Omitted when not, so the hash is unaffected. */
  readonly simultaneous?: true;
  /** How p-values of tests are adjusted for their number. Omitted when they are not, so the hash is unaffected. */
  readonly adjust?: Adjustment;
  /** Planned looks at outcomes before all worlds are played. Omitted when there are none, so the hash is unaffected. */
  readonly looks?: Looks;
  /** The rule by which this study, as a pilot, chooses its main wave; in the main wave, with what was chosen. Omitted when there is none, so the hash is unaffected. */
  readonly secondWave?: SettledRule;
  /** Confidence of intervals, between 0 and 1. */
  readonly confidence: number;
  /** Simulated assignments where probabilities cannot be exact; absent for 10,000, so that it changes no hash. */
  readonly draws?: number | "auto";
  /** Limits, budgets and how often to try; what of it can change no answer changes no hash. */
  readonly run?: RunSettings;
  /** File of its preregistration, relative to the folder of the study; changes no hash. */
  readonly preregistration?: string;
  /** Folder of the study file, where programs and recordings that its agents name are looked for; changes no hash. */
  readonly folder?: string;
  /** Files that the study file names; changes no hash. Absent when it names none. */
  readonly files?: readonly StudyFile[];
  /** What was supposed, left out or is likely a slip where its files were read, in sentences; changes no hash. */
  readonly notes?: readonly string[];
}

/** A file that a study file names. */
export interface StudyFile {
  /** As it stands in the study. */
  readonly name: string;
  /** Whether it lies outside the folder of the study. */
  readonly outside: boolean;
}

/** A study as it is written down. */
export interface StudyInput {
  /** Default "study". */
  readonly name?: string;
  readonly description?: string;
  /** Seed of everything that is drawn: any text or finite number. */
  readonly seed: string | number;
  readonly model: { readonly network: NetworkSource; readonly agents: Population };
  /** By its name, first and second condition of each contrast, or another inquiry without its name; or the inquiries as a list. */
  readonly inquiry: InquiryInput;
  readonly data: {
    readonly assign: Design;
    readonly expose: Exposure;
    /**
     * By the name of the arm, settings of its agents that differ (`{ treated: { temperature: 0.9 } }`), or a script that
     * they follow (`{ committed: { script: { says: "M" } } }`). Default: nothing differs but what the agents make of the
     * name of their arm.
     */
    readonly treat?: Treatment;
    /**
     * How agents interact: who hears whom and with which probability, who acts when, and what agents are told of the past.
     * Default: all act in every round, and hear what their in-neighbours said in the round before.
     */
    readonly interact?: InteractionSettings;
    /** What agents are asked outside their turns, without remembering it. Default: nothing. */
    readonly ask?: readonly QuestionSettings[];
    /** Whether it is an A/A study: every agent gets the treatment of the first arm, whatever its own. Default false. */
    readonly aa?: boolean;
    /** Rounds of each world, from 1. Default 2, or as many as the agents need at least. */
    readonly rounds?: number;
    /** Complete runs of the population, from 1. Default 1. */
    readonly worlds?: number;
    /** Name of the measured outcome. Default "outcome". */
    readonly outcome?: string;
    /** Further outcomes by their names: fields of answers, and answers to questions. Default: none. */
    readonly outcomes?: Readonly<Record<string, FurtherOutcome>>;
  };
  /**
   * Leaves out agents whose probability is below `floor`, above 0 and below 1, in a condition that some contrast compares: a population that the design fixes
   * before any outcome (`withFloor`). Default: everybody who can be in both conditions.
   */
  readonly population?: { readonly floor: number };
  /** Estimators, at least one. */
  readonly answer: readonly Estimator[];
  /** Whether contrasts get intervals and p-values that hold for all of them together, too. Default false. */
  readonly simultaneous?: boolean | undefined;
  /** How p-values of tests are adjusted for their number: holm, bh or by. Default: not at all. */
  readonly adjust?: Adjustment | undefined;
  /** Looks at the outcomes of some of the worlds before all are played, with the level that each may spend (`looksTest`). Default: none. */
  readonly looks?: Looks | undefined;
  /** The rule by which this study, as a pilot, chooses design and size of its main wave (`spillway second-wave`). Default: none. */
  readonly secondWave?: SecondWaveRule | undefined;
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Simulated assignments where probabilities cannot be exact, from 2, or `auto` for as many as the estimates need. Default 10,000. */
  readonly draws?: number | "auto";
  /** Limits, budgets and how often to try, for agents that cost something. */
  readonly run?: RunSettings;
  /** File of its preregistration, relative to the folder of the study, whose deviations run, estimate and report list. Default: none. */
  readonly preregistration?: string;
  /** Folder where programs and recordings that the agents name are looked for. Default: the working folder. */
  readonly folder?: string;
  /** Files that the study file names, for whoever looks at what a study reaches. Default: none. */
  readonly files?: readonly StudyFile[];
  /** What was noted where its files were read. Default: nothing. */
  readonly notes?: readonly string[];
}

/**
 * Makes a study: fills in the defaults and checks what can be checked without drawing anything. Whether the exposure has
 * the conditions of the inquiry is checked here, whether the design fits the network by {@link check}.
 *
 * @throws SpillwayError for contrasts without conditions to match, names used twice, arms that the design has not,
 * settings by arm that the agents have not, and numbers out of range.
 */
export function study(input: StudyInput): Study {
  wantArgument("study", "the parts of a study", input, { fields: ["model", "inquiry", "data", "answer"] });
  const {
    name = "study",
    description,
    seed,
    model,
    data,
    answer,
    confidence = 0.95,
    simultaneous = false,
    adjust,
    looks,
    secondWave,
    draws,
    population,
    run,
    preregistration,
    folder,
    files,
    notes = [],
  } = input;
  const { inquiry, further } = inquiries(input.inquiry, exposureFor(data.assign, data.expose).conditions);
  wantSeed("study", seed);
  if (!(confidence > 0 && confidence < 1)) {
    throw new SpillwayError(`study: confidence must be a number between 0 and 1, got ${shown(confidence)}`);
  }
  if (answer.length === 0)
    throw new SpillwayError("study: answer must name at least one estimator, got none");
  wantAnswers([...inquiry, ...further], answer);
  const { agents: treated, treat } = treatAgents(model.agents, data.treat, data.assign);
  const there = folder === undefined ? treated : (treated.inFolder?.(folder) ?? treated);
  const interact = interactionOf(data, folder);
  const least = there.leastRounds ?? 1;
  const rounds = data.rounds ?? Math.max(2, least);
  wantWhole("study: rounds", rounds, 1);
  if (rounds < least) {
    throw new SpillwayError(
      `study: rounds must be at least ${least} with agents of kind ${there.name}, got ${rounds}`,
    );
  }
  const ask = settledQuestions(data.ask ?? [], rounds);
  const agents = askable(there, ask);
  const { worlds = 1, outcome = "outcome", outcomes = {}, assign } = data;
  const expose = exposureOver(data.expose, interact, rounds);
  wantOutcomes(outcomes, {
    outcome,
    agents,
    ask,
    inquiries: [...inquiry, ...further].map((one) => one.name),
  });
  wantWhole("study: worlds", worlds, 1);
  const looksWrong = looks && looksFault(looks, worlds);
  if (looksWrong !== undefined) throw new SpillwayError(`study: ${looksWrong}`);
  if (draws !== undefined && draws !== "auto") wantWhole("study: draws", draws, 2);
  runSettings(run);
  if (population) wantFloor(population.floor);
  return {
    name,
    ...present({ description }),
    seed: String(seed),
    model: { network: model.network, agents },
    inquiry,
    ...(further.length === 0 ? {} : { further }),
    data: {
      assign,
      expose,
      ...present({ treat, interact }),
      ...(ask.length === 0 ? {} : { ask }),
      ...(data.aa === true ? { aa: data.aa } : {}),
      rounds,
      worlds,
      outcome,
      ...(Object.keys(outcomes).length === 0 ? {} : { outcomes }),
    },
    ...(population ? { population: { floor: population.floor } } : {}),
    answer: [...answer],
    ...(simultaneous ? { simultaneous } : {}),
    ...present({ adjust }),
    ...(looks ? { looks: settledLooks(looks) } : {}),
    ...(secondWave
      ? {
          secondWave: settledRule(secondWave, {
            inquiry,
            worlds,
            looks: looks !== undefined,
          }),
        }
      : {}),
    confidence,
    ...present({ draws }),
    ...(run === undefined ? {} : { run: settingsData(run) }),
    ...present({ preregistration, folder, files }),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
  };
}

/** The exposure with the rounds in which anything is heard, where it asks for them. */
function exposureOver(expose: Exposure, interact: Interaction | undefined, rounds: number): Exposure {
  if (!expose.lasting) return expose;
  const { from, until } = heardRounds(interact, rounds);
  return expose.lasting(from, until);
}

/** @throws SpillwayError for settings that contradict each other, and arms that the design names otherwise. */
function interactionOf(
  { assign, interact }: StudyInput["data"],
  folder: string | undefined,
): Interaction | undefined {
  const settled = interaction(interact);
  const { arms } = assign.params;
  if (settled && Array.isArray(arms)) wantKnownArms(settled, arms.map(String));
  return folder === undefined ? settled : settled?.inFolder(folder);
}
