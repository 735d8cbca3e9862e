import type { Action, View } from "../../agents/Agent.ts";
import type { Json } from "../../core/canonicalJson.ts";
import { callId } from "../../log/journal/callId.ts";
import { hashOfContent } from "../../log/journal/contentHash.ts";
import { ACT, askPhase } from "../../log/journal/isAct.ts";
import type { CallLine, Turn, TurnStatus } from "../../log/Turn.ts";
import type { Reply } from "../calls/ask.ts";
import { callLine, callLineIfAny, sumOfCalls } from "../calls/callLine.ts";
import { judgeAction } from "../calls/judgeAction.ts";
import { readFault } from "../calls/readFault.ts";
import { reasonOf } from "../calls/reasonOf.ts";
import { frozenJson } from "./frozenJson.ts";

/** In which phase of its round a view is shown. */
export function phaseOf({ question }: View): string {
  return question ? askPhase(question.name) : ACT;
}

/** What came before the last attempt of a turn. */
interface Before {
  /** Number of attempts. */
  readonly attempts: number;
  /** What they cost. */
  readonly calls: readonly (CallLine | undefined)[];
  /** The last attempt as it is charged; default as it tells. */
  readonly charged?: CallLine | undefined;
}

const AT_ONCE: Before = { attempts: 0, calls: [] };

/**
 * The journal's record of one turn. A thrown error is a `failed` turn, or what the fault says. A return value that is no
 * action, an outcome that is no finite number and words that JSON cannot hold make an `invalid` one. None of them has
 * an action or an outcome: nothing is made up. Actions pass through canonical JSON, so that a run goes on from memory
 * exactly as it would from the file, even if the agent later changes the object that it returned. They are frozen: an
 * agent that changes what it heard or kept, instead of a copy, fails with the engine's message instead of changing what
 * others see.
 */
export function turnRecord(
  planHash: string,
  view: View,
  reply: Reply,
  ms: number,
  at: string,
  before: Before = AT_ONCE,
): Turn {
  const { world, round, agent, arm, question } = view;
  // What an agent heard stands in the line of its turn.
  const heard = question ? [] : view.heard;
  const phase = phaseOf(view);
  const { action, outcome, status, because, content, call: told } = read(reply);
  const last = before.charged ?? told;
  const id = callId(planHash, world, agent, round, phase);
  const contentHash = hashOfContent(content);
  const attempts = before.attempts + 1;
  const call = attempts === 1 ? last : sumOfCalls([...before.calls, last]);
  // Spreading costs as much as hashing, and this is the record of nearly every turn of agents that compute.
  if (call === undefined && action !== undefined && outcome !== undefined) {
    return {
      type: "turn",
      world,
      round,
      phase,
      agent,
      arm,
      heard,
      action,
      outcome,
      status,
      attempts,
      callId: id,
      contentHash,
      ms,
      at,
    };
  }
  return {
    type: "turn",
    world,
    round,
    phase,
    agent,
    arm,
    heard,
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    status,
    ...(because === undefined ? {} : { because }),
    attempts,
    ...call,
    callId: id,
    contentHash,
    ms,
    at,
  };
}

interface Result {
  readonly status: TurnStatus;
  readonly because?: string | undefined;
  readonly action?: Turn["action"] | undefined;
  readonly outcome?: number | undefined;
  /** Canonical JSON of [action, outcome], with null for what is absent. */
  readonly content: string;
  readonly call?: CallLine | undefined;
}

function read(reply: Reply): Result {
  if ("thrown" in reply) {
    const fault = readFault(reply.thrown);
    const because = reasonOf(reply.thrown);
    return fault
      ? { ...unread(STATUS_OF[fault.kind], because), call: callLineIfAny(fault.call) }
      : unread("failed", because);
  }
  let told: CallLine | undefined;
  try {
    const fault = judgeAction(reply.returned);
    if (fault !== undefined) return unread("invalid", fault);
    told = callLine((reply.returned as Action).call);
  } catch (error) {
    return unread("invalid", reasonOf(error));
  }
  try {
    const { said, state, outcome } = reply.returned as Action;
    const { action, text } = readAction(said, state);
    const measured = outcome === 0 ? 0 : outcome;
    const content = `[${text},${measured === undefined ? "null" : measured}]`;
    return { status: "ok", because: undefined, action, outcome: measured, content, call: told };
  } catch (error) {
    return {
      ...unread("invalid", `what the agent said or keeps must be JSON: ${reasonOf(error)}`),
      call: told,
    };
  }
}

/** An action without anything else, and its canonical JSON: keys in the order of their code units. */
function readAction(
  said: Json | undefined,
  state: Json | undefined,
): { action: NonNullable<Turn["action"]>; text: string } {
  if (said === undefined) {
    if (state === undefined) return { action: Object.freeze({}), text: "{}" };
    const kept = frozenJson(state);
    return { action: Object.freeze({ state: kept.value! }), text: `{"state":${kept.text}}` };
  }
  const words = frozenJson(said);
  if (state === undefined)
    return { action: Object.freeze({ said: words.value! }), text: `{"said":${words.text}}` };
  const kept = state === said ? words : frozenJson(state);
  return {
    action: Object.freeze({ said: words.value!, state: kept.value! }),
    text: `{"said":${words.text},"state":${kept.text}}`,
  };
}

const STATUS_OF = {
  wait: "failed",
  stop: "failed",
  invalid: "invalid",
  refused: "refused",
  timeout: "timeout",
  // A step that the run does not let go on.
  step: "failed",
} as const;

const NOTHING = "[null,null]";

function unread(status: TurnStatus, because: string): Result {
  return { status, because, content: NOTHING };
}
