import type { Claim } from "../../estimators/Claim.ts";
import type { PolicyReading } from "../../estimators/contrast/policyReading.ts";
import type { AnswerRow, EstimateRow } from "../../estimators/Estimator.ts";
import type { ChecklistItem } from "../experiment/reporting/checklist.ts";
import type { StudyChecks } from "../experiment/studyChecks.ts";
import type { Network } from "../network/Network.ts";
import type { Adherence } from "../preregister/Adherence.ts";
import type { RoundSpecification } from "../specify/specifyStudy.ts";
import type { ResultFile } from "./results/ResultKind.ts";
import type { RunStory } from "./story/RunStory.ts";

/** One line of the table of estimates: a contrast as one estimator sees it. */
export interface ReportRow {
  readonly contrast: string;
  /** Conditions of the contrast: mean under `first` minus mean under `second`. */
  readonly first: string;
  readonly second: string;
  readonly estimator: string;
  /** Absent when there is no estimate; `because` says why. */
  readonly estimate?: number;
  /** Standard error; absent when it is withheld. */
  readonly se?: number;
  readonly ci?: readonly [low: number, high: number];
  /** Confidence of `ci`, from 0 to 1. */
  readonly confidence?: number;
  readonly varianceMethod?: string;
  /** How the interval was made, for example `wald-t`. */
  readonly interval?: string;
  /** Agents observed in the first and in the second condition. */
  readonly n: readonly [first: number, second: number];
  /** Agents for whom both conditions are possible. */
  readonly population: number;
  /** Ids of the agents outside that population. */
  readonly excluded: readonly string[];
  readonly notes: readonly string[];
  /** Agents that the design puts in each condition on average. */
  readonly expected?: readonly [first: number, second: number];
  /** How many independent agents each condition's agents are worth. */
  readonly effective?: readonly [first: number, second: number];
  /** What makes the result fragile. */
  readonly warnings?: readonly string[];
  /** Why variance formula and interval are these, where the design chose them. */
  readonly chosen?: { readonly variance?: string; readonly interval?: string };
  /** Why there is no estimate. */
  readonly because?: string;
  /** Why there is an estimate but no standard error. */
  readonly withheld?: string;
  /** Whether the estimator ignores the design or the interference, and stands here for comparison. */
  readonly naive?: boolean;
  /** Monte Carlo error of the estimate, when probabilities are simulated. */
  readonly mcse?: number;
  /** What the number rests on, what it estimates in words, and what it is to a policy; absent where nobody said. */
  readonly claim?: Claim;
  readonly estimand?: string;
  readonly reading?: PolicyReading;
  /** An interval, and a p-value, that hold for all contrasts together. */
  readonly simultaneous?: readonly [low: number, high: number];
  readonly adjusted?: number;
}

/** One line of the table of other questions. */
export type FurtherRow = Exclude<AnswerRow, EstimateRow>;

/** The true value of a contrast, known when agents are synthetic. */
export interface ReportTruth {
  readonly contrast: string;
  readonly value: number;
  /** Monte Carlo error of the value, when it is simulated. */
  readonly mcse?: number;
  /** How the value is known, in words. */
  readonly how: string;
}

/** How likely a condition was, over all agents. */
export interface ReportProbability {
  readonly condition: string;
  /** Agents in the condition, and how many the design expects. */
  readonly observed: number;
  readonly expected: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Agents whose probability is 0 by construction. */
  readonly impossible: number;
  readonly method: "exact" | "monte-carlo";
  readonly draws?: number;
  /** Probability of each agent; the distribution is drawn when every condition has them. */
  readonly values?: ArrayLike<number>;
}

/** Where the numbers come from. */
export interface ReportProvenance {
  readonly planHash: string;
  readonly networkHash: string;
  readonly studyHash?: string;
  readonly seeds: readonly { readonly name: string; readonly seed: string }[];
  readonly design: { readonly name: string; readonly params: Readonly<Record<string, unknown>> };
  readonly rounds: number;
  readonly worlds: number;
  /** How many turns ended in each way (ok, refused, invalid, failed, timeout). */
  readonly turns: readonly { readonly status: string; readonly count: number }[];
}

/** What the picture of the network needs. */
export interface NetworkPicture {
  readonly network: Network;
  /** Place of each agent in the unit square, y pointing down. Absent when no layout was made. */
  readonly positions?: { readonly x: Float64Array; readonly y: Float64Array };
  /** Names of the arms, and the arm of each agent as an index into them. */
  readonly arms: readonly string[];
  readonly assignment: ArrayLike<number>;
  /** Names of the conditions, and the condition of each agent as an index into them. */
  readonly conditions: readonly string[];
  readonly condition: ArrayLike<number>;
}

/**
 * Everything the report shows, as plain data. Every text may be hostile (ids and notes come from files and agents):
 * the report escapes all of it.
 */
export interface ReportInput extends NetworkPicture {
  readonly title: string;
  readonly description?: string;
  /** Version of Spillway. */
  readonly spillway: string;
  /** Why `positions` are absent. */
  readonly positionsAbsent?: string;
  /** Where there are too many agents to draw: a part of them. */
  readonly sample?: NetworkPicture;
  /** Where each agent lies, in the unit square, for the density picture of all of them. */
  readonly places?: { readonly x: Float64Array; readonly y: Float64Array };
  /** Outcome of each agent in the world that is drawn; undefined where it has none. */
  readonly values?: readonly (number | undefined)[];
  /** Number of the world that is drawn and counted. Default 0, the first. */
  readonly world?: number;
  /** Name of the outcome. */
  readonly outcome?: string;
  /** What was supposed and left out when files other than the network were read. */
  readonly readingNotes?: readonly string[];
  readonly exposure?: { readonly name: string; readonly params: Readonly<Record<string, unknown>> };
  /** The assignment mechanism in a phrase: "60 agents, assigned independently". */
  readonly mechanism?: string;
  /**
   * What each condition means, as words that follow "being": `treated with no treated neighbour`. Used in the headline;
   * known exposures have their own words, others are called by the names of their conditions.
   */
  readonly meanings?: readonly string[];
  readonly estimates: readonly ReportRow[];
  /** What was asked beside contrasts; absent when nothing was. */
  readonly further?: readonly FurtherRow[];
  /** Tests of the exposure mapping; absent when spillway specify was not asked. */
  readonly specification?: readonly RoundSpecification[];
  readonly truths?: readonly ReportTruth[];
  /** Ids of the agents that the design does not study; absent when it studies all. */
  readonly unstudied?: readonly string[];
  /** One for each condition, in the order of `conditions`. */
  readonly probabilities: readonly ReportProbability[];
  /** How far study and run follow their preregistration; absent when they have none. */
  readonly preregistration?: Adherence;
  /** What a report of a study with language models has to say; absent where agents are synthetic. */
  readonly checklist?: readonly ChecklistItem[];
  /** What the journal shows beyond the last round; absent when there is none. */
  readonly story?: RunStory;
  /** Files of results about this run, in the order in which their sections stand: a diagnosis, measures, variance shares, trust checks. */
  readonly results?: readonly ResultFile[];
  /** What the journal says of the run; absent when there is none. */
  readonly checks?: StudyChecks;
  readonly assumptions: readonly { readonly name: string; readonly text: string }[];
  /** References, one text each. */
  readonly cites: readonly string[];
  readonly provenance: ReportProvenance;
  /** Command lines that make the results again, each with a word on what it does. */
  readonly commands: readonly { readonly does: string; readonly command: string }[];
}
