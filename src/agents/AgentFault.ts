import type { CallRecord } from "./Agent.ts";

/**
 * Why an agent gave no action, as far as it matters for what a run does next:
 *
 * - `wait`: the world outside is busy or broken for now (429, 5xx, a connection that was reset): the same call is made again later
 * - `stop`: no call can succeed until a person does something (quota, billing, a wrong key): the run stops and can be resumed
 * - `invalid`: there is an answer that cannot be used: the agent is asked again, a stated number of times
 * - `refused`: the model declines to answer: that is its answer
 * - `timeout`: no answer in time: made again like `wait`
 */
export type FaultKind = "wait" | "stop" | "invalid" | "refused" | "timeout";

/** What an agent throws to say why it has no action. Anything else that it throws is a failure of the agent itself. */
export class AgentFault extends Error {
  readonly kind: FaultKind;
  /** Milliseconds after which the call may be made again, where the other side says so. */
  readonly retryAfter?: number;
  /** What the call cost although it brought no action. */
  readonly call?: CallRecord;

  constructor(
    kind: FaultKind,
    message: string,
    more: { readonly retryAfter?: number; readonly call?: CallRecord; readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "AgentFault";
    this.kind = kind;
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter;
    if (more.call !== undefined) this.call = more.call;
  }
}
