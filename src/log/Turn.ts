import type { Json } from "../core/canonicalJson.ts";

/** How an agent call ended. Only `ok` has an action; nothing is ever filled in for the others. */
export type TurnStatus = "ok" | "refused" | "invalid" | "failed" | "timeout";

/** One finished agent call: one line of the journal. */
export interface Turn {
  readonly type: "turn";
  readonly world: number;
  readonly round: number;
  readonly phase: string;
  readonly agent: string;
  readonly arm: string;
  readonly heard: readonly { readonly from: string; readonly said: Json }[];
  /** Present when status is ok. */
  readonly action?: { readonly said?: Json; readonly state?: Json };
  readonly outcome?: number;
  readonly status: TurnStatus;
  /** Why the call did not end well. */
  readonly because?: string;
  readonly attempts: number;
  readonly model?: string;
  readonly usage?: { readonly input: number; readonly output: number };
  readonly cost?: number;
  /** SHA-256 over (plan hash, world, agent, round, phase, sample): what the call was, never what it said. */
  readonly callId: string;
  /** SHA-256 over the canonical JSON of [action, outcome], null for what is absent: what the agent did. */
  readonly contentHash: string;
  /** Duration in milliseconds and time of the end (ISO 8601): the only fields that differ between equal runs. */
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
}

/** Last line of a journal that is complete. */
export interface EndLine {
  readonly type: "end";
  readonly turns: number;
}

export type JournalLine = RunLine | Turn | EndLine;
