import type { Json } from "../core/canonicalJson.ts";
import type { Rng } from "../core/rng.ts";
import type { Network } from "../network/Network.ts";
import type { Question } from "../survey/Question.ts";
import type { Action, Agent, View } from "./Agent.ts";

/** A recipe for the agents of a study: settings only. */
export interface Population {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** True when the agents are simulated, cost nothing and their true effects can be computed by replay. */
  readonly synthetic: boolean;
  /** Rounds below which these agents cannot do what they are for; default 1. */
  readonly leastRounds?: number;
  /** True when turns draw chance, so that two replays of a world differ. Default: when there is a setting `noise` that is not 0. */
  readonly chance?: boolean;
  /** True when calls wait for each other and go in batches, which a run that was killed finds again. Default false. */
  readonly batched?: boolean;
  /** The same agents, with files and programs that the settings name taken from this folder; absent where settings name none. */
  inFolder?(folder: string): Population;
  /** What each agent would be asked in a view, for people to read before anything is spent; absent where there is no prompt. */
  prompt?(setting: PopulationSetting): (i: number) => (view: View) => Promise<readonly Message[]>;
  /** The form of the answer that a view asks for, as a JSON Schema; absent where none is asked for. */
  schema?(view: View): Json | undefined;
  /**
   * What an agent might do in a view, made up, so that people see what others would hear; with `longest`, in as many words as
   * it may use. Absent where nobody knows.
   */
  example?(view: View, longest?: boolean): Action | undefined;
  /**
   * An upper bound on the tokens of one call, and on its cost where prices are known, for budgets and limits: known before it, and
   * counted where the call does not tell. Absent where nobody knows one.
   */
  tokens?(view: View): { readonly input: number; readonly output: number; readonly cost?: number };
  /**
   * Further calls that a turn takes, as the views that are asked in them, with what its steps bring made up; for forecasts. Absent where a turn
   * is one call.
   */
  further?(view: View): readonly View[];
  /**
   * Everything beside chance on which what an agent does in a view can depend, as data: the messages and settings of a call,
   * the script. Two views for which it is equal are one to the agent. Absent where nobody knows; throws what making the call
   * would throw.
   */
  sent?(view: View): Json;
  /** What looks unintended in the settings, one sentence each, for people to read before anything is spent. Default: nothing. */
  notes?(arms: readonly string[]): readonly string[];
  /** Whether its agents, who answer views with a `question`, can answer this one: throws why not. Absent where they do not answer for themselves. */
  wantQuestion?(question: Question): void;
  /**
   * The same agents in a world that loses nothing: every message arrives and every outcome is seen. A study is judged by what these
   * do. Absent where the agents lose nothing.
   */
  truthful?(): Population;
  /**
   * The potential outcomes of agents whose outcome is a function of their exposure condition alone. Absent where it depends on
   * more. Throws as {@link create} does.
   */
  table?(setting: PopulationSetting): PotentialOutcomes;
  /** Names of the arms whose agents follow a script, and so do not answer for themselves although others do. */
  readonly scripted?: readonly string[];
  /** The agent of each number 0 … n − 1. Traits that differ between agents are drawn here, from `rng.fork(id)`, once for all worlds. */
  create(setting: PopulationSetting): (i: number) => Agent;
}

export interface PopulationSetting {
  readonly network: Network;
  /** Names of the arms. */
  readonly arms: readonly string[];
  readonly rng: Rng;
  /** The exposure of the study as a function of what an agent can hear; given by the study. */
  readonly conditionOf?: ConditionOf;
  /** Asks for something to be called when the run has ended, well or not: to stop processes and close connections. */
  readonly onClose?: (close: () => void | Promise<void>) => void;
  /** File of a run's folder in which batches of calls are noted, for agents that send them. Absent outside of a run: then calls go alone. */
  readonly batches?: string;
}

/** What each agent would do in each condition: the truth that a synthetic experiment is judged by. */
export interface PotentialOutcomes {
  readonly conditions: readonly string[];
  /** Standard deviation of the noise of a turn, the first normal draw of its stream; 0 where a turn draws nothing. */
  readonly noise: number;
  /** Expected outcome of agent i in a condition, before the noise of a turn. */
  of(i: number, condition: string): number;
}

/** One message of a prompt. */
export interface Message {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
  /** Tools that the assistant called with it, where that is no part of its words; `arguments` are JSON. */
  readonly calls?: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  /** Of a message of a tool: the id of the call that it answers. */
  readonly answers?: string;
}

/** Condition of an agent from its own arm and the numbers of its in-neighbours in the focal arm and in all. */
export interface ConditionOf {
  readonly conditions: readonly string[];
  /** Name of the arm that is counted among in-neighbours. */
  readonly focal: string;
  of(arm: string, treated: number, degree: number): string;
}
