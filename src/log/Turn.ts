import type { Json } from "../core/canonicalJson.ts";

/** How an agent call ended. Only `ok` has an action; nothing is ever filled in for the others. */
export type TurnStatus = "ok" | "refused" | "invalid" | "failed" | "timeout";

/** What a call outside cost and said. Never holds a key. */
export interface CallLine {
  readonly model?: string;
  readonly usage?: { readonly input: number; readonly output: number };
  readonly cost?: number;
  /** The most that it can have used of what was not told, as it counts against budgets; absent where all is told. */
  readonly atMost?: { readonly input?: number; readonly output?: number; readonly cost?: number };
  /** What the other side says of the configuration that answered. */
  readonly fingerprint?: string;
  /** What it could not do as it was asked. */
  readonly warnings?: readonly string[];
  readonly text?: string;
  /** What was read from the text, where it has several fields. */
  readonly answer?: Readonly<Record<string, string | number | boolean>>;
  readonly drawn?: Json;
  /** Turns that the agent remembers and that were left out of the prompt; absent for none. */
  readonly left?: number;
  /** What a step of a turn brought: of attempts of the kind `step` alone. */
  readonly step?: Json;
}

/** One finished turn of an agent, or its answer to a question: one line of the journal. */
export interface Turn extends CallLine {
  readonly type: "turn";
  readonly world: number;
  readonly round: number;
  /** `act` for a turn, `ask:` and the name of the question for an answer, which is what the action says. */
  readonly phase: string;
  readonly agent: string;
  readonly arm: string;
  readonly heard: readonly { readonly from: string; readonly said: Json }[];
  /** Who spoke to it in vain: messages that the study's delivery dropped. Absent when there are none. */
  readonly dropped?: readonly string[];
  /** What it was told of all whom it heard together, where the channel sums them up. */
  readonly crowd?: Json;
  /** Whose history it was told, where that is not its own. */
  readonly historyOf?: string;
  /** Present when status is ok. */
  readonly action?: { readonly said?: Json; readonly state?: Json };
  readonly outcome?: number;
  readonly status: TurnStatus;
  /** Why the call did not end well. */
  readonly because?: string;
  /** How often the agent was asked. `usage` and `cost` are sums over all of it; model, text and what was drawn are the last. */
  readonly attempts: number;
  /** SHA-256 over (plan hash, world, agent, round, phase, sample): what the call was, never what it said. */
  readonly callId: string;
  /** SHA-256 over the canonical JSON of [action, outcome], null for what is absent: what the agent did. */
  readonly contentHash: string;
  /** Duration of the last attempt in milliseconds and time of its end (ISO 8601): the only fields that differ between equal runs. */
  readonly ms: number;
  readonly at: string;
}

/** Why an attempt brought no answer that counts: see `FaultKind` of agents. One that was refused is always the last. A `step` went well, and another call followed. */
export type AttemptKind = "wait" | "stop" | "invalid" | "timeout" | "step";

/** An attempt that was not the last of its turn; it stands before the turn's own line. */
export interface Attempt {
  readonly type: "attempt";
  readonly world: number;
  readonly round: number;
  readonly phase: string;
  readonly agent: string;
  /** From 1, without gaps. */
  readonly attempt: number;
  readonly kind: AttemptKind;
  readonly because: string;
  readonly call?: CallLine;
  /** That of the turn. */
  readonly callId: string;
  readonly ms: number;
  readonly at: string;
}

/** First line of a journal. */
export interface RunLine {
  readonly type: "run";
  readonly format: 1;
  readonly spillway: string;
  readonly planHash: string;
  readonly networkHash: string;
  readonly studyHash?: string;
  readonly seed: string;
  readonly rounds: number;
  readonly worlds: number;
  readonly agents: { readonly kind: string; readonly params: Json };
  /** How agents interact, where that differs from the defaults. */
  readonly interact?: Json;
  /** By which rule the edges of the network change over rounds, in words; absent where they stay. */
  readonly changes?: string;
  /** What agents are asked outside their turns. */
  readonly ask?: Json;
  /** The arm whose treatment every agent gets, in an A/A run. */
  readonly aa?: string;
}

/**
 * The study was edited while the run was not complete, in a way that touches no turn before this line: what holds from here on in the place of the
 * run line.
 */
export interface EditLine extends Pick<RunLine, "rounds" | "agents" | "interact" | "ask"> {
  readonly type: "edit";
  /** Hash of the study as it is from here on; the plan is that of the run line. */
  readonly studyHash: string;
  /** What differs, setting by setting, with both values. */
  readonly changes: readonly string[];
  readonly at: string;
}

/** Last line of a journal that is complete. */
export interface EndLine {
  readonly type: "end";
  readonly turns: number;
}

export type JournalLine = RunLine | EditLine | Turn | Attempt | EndLine;
