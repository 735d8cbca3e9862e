import type { Action, View } from "../agents/Agent.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { sha256 } from "../core/sha256.ts";
import type { Turn, TurnStatus } from "../log/Turn.ts";
import type { Reply } from "./ask.ts";
import { judgeAction } from "./judgeAction.ts";
import { reasonOf } from "./reasonOf.ts";

/** The only phase of a round so far. */
export const PHASE = "act";

/**
 * The journal's record of one turn. A thrown error is a `failed` turn. A return value that is no action, an outcome that
 * is no finite number and words that JSON cannot hold make an `invalid` one. Neither has an action or an outcome:
 * nothing is made up. Actions pass through canonical JSON, so that a run goes on from memory exactly as it would from
 * the file, even if the agent later changes the object that it returned. They are frozen: an agent that changes what it
 * heard or kept, instead of a copy, fails with the engine's message instead of changing what others see.
 */
export function turnRecord(planHash: string, view: View, reply: Reply, times: Pick<Turn, "ms" | "at">): Turn {
  const { world, round, agent, arm, heard } = view;
  const result = read(reply);
  return {
    type: "turn",
    world,
    round,
    phase: PHASE,
    agent,
    arm,
    heard,
    ...result.fields,
    attempts: 1,
    callId: callId(planHash, world, agent, round),
    contentHash: sha256(result.content),
    ...times,
  };
}

/** SHA-256 that identifies a call: by what it is, never by its prompt, so equal prompts are separate draws. */
export function callId(planHash: string, world: number, agent: string, round: number): string {
  return sha256(canonicalJson([planHash, world, agent, round, PHASE, 0]));
}

interface Result {
  readonly fields: Pick<Turn, "action" | "outcome" | "because"> & { readonly status: TurnStatus };
  /** Canonical JSON of [action, outcome], with null for what is absent. */
  readonly content: string;
}

function read(reply: Reply): Result {
  if ("thrown" in reply) return unread("failed", reasonOf(reply.thrown));
  try {
    const fault = judgeAction(reply.returned);
    if (fault !== undefined) return unread("invalid", fault);
    const { said, state, outcome } = reply.returned as Action;
    const content = canonicalJson([{ said, state }, outcome]);
    const [action, measured] = JSON.parse(content, frozen) as [{ said?: Json; state?: Json }, number | null];
    return {
      content,
      fields: measured === null ? { action, status: "ok" } : { action, outcome: measured, status: "ok" },
    };
  } catch (error) {
    return unread("invalid", `what the agent said or keeps must be JSON: ${reasonOf(error)}`);
  }
}

function unread(status: TurnStatus, because: string): Result {
  return { content: canonicalJson([null, null]), fields: { status, because } };
}

function frozen(_key: string, value: unknown): unknown {
  return Object.freeze(value);
}
