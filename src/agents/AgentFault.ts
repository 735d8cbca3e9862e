import type { CallRecord } from "./Agent.ts";

/**
 * Why an agent gave no action, as far as it matters for what a run does next:
 *
 * - `wait`: the world outside is busy or broken for now (429, 5xx, a connection that was reset): the same call is made again later
 * - `stop`: no call can succeed until a person does something (quota, billing, a wrong key): the run stops and can be resumed
 * - `invalid`: there is an answer that cannot be used: the agent is asked again, a stated number of times
 * - `refused`: the model declines to answer: that is its answer
 * - `timeout`: no answer in time: made again like `wait`
 * - `step`: no fault: a step of the turn went well, what it brought is in `call.step`, and the turn goes on with another call
 */
export type FaultKind = "wait" | "stop" | "invalid" | "refused" | "timeout" | "step";

/**
 * Why a `stop` may concern one turn alone:
 *
 * - `turned-down`: this call is turned down as it is (a prompt that is too long, any 4xx). The turn ends as failed when the calls of others go well; the run
 *   stops when they are turned down too
 * - `no-answer`: what came is no answer of the kind wanted at all (a stream, another interface's). The call is made again like `wait` when those of others
 *   go well; else the run stops
 */
type FaultDoubt = "turned-down" | "no-answer";

/** What is known of a fault beside its kind. */
interface FaultDetails {
  /** Milliseconds after which the call may be made again, where the other side says so: it holds for all calls. */
  readonly retryAfter?: number;
  /** True when the other side says that it has too much to do: then fewer calls are made at a time. Default: when it says how long to wait. */
  readonly busy?: boolean;
  /** Of `stop`: that it may concern this turn alone. Default: it concerns all. */
  readonly doubt?: FaultDoubt;
  /** The status of an answer over HTTP, by which calls that were turned down alike are known. */
  readonly status?: number;
  /**
   * Whether the call may have used something that nobody told. Default: for `timeout`, `invalid` and `refused`; what is turned down with a
   * status has used nothing.
   */
  readonly unsure?: boolean;
  /** What the call cost although it brought no action. */
  readonly call?: CallRecord;
}

/** What an agent throws to say why it has no action. Anything else that it throws is a failure of the agent itself. */
export class AgentFault extends Error {
  readonly kind: FaultKind;
  readonly retryAfter?: number;
  readonly busy?: boolean;
  readonly doubt?: FaultDoubt;
  readonly status?: number;
  readonly unsure?: boolean;
  readonly call?: CallRecord;

  constructor(kind: FaultKind, message: string, more: FaultDetails & { readonly cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "AgentFault";
    this.kind = kind;
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter;
    if (more.busy !== undefined) this.busy = more.busy;
    if (more.doubt !== undefined) this.doubt = more.doubt;
    if (more.status !== undefined) this.status = more.status;
    if (more.unsure !== undefined) this.unsure = more.unsure;
    if (more.call !== undefined) this.call = more.call;
  }
}

/** Whether a call that ended with this fault may have used something that nobody told. */
export function mayHaveUsed({ kind, unsure }: Pick<AgentFault, "kind" | "unsure">): boolean {
  return unsure ?? (kind !== "wait" && kind !== "stop");
}
