import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import type { Action } from "../Agent.ts";
import { AgentFault, type FaultKind } from "../AgentFault.ts";
import { judgeReply } from "../endpoint/judgeReply.ts";

const FIELDS = ["said", "state", "outcome", "call"];
const KINDS: readonly FaultKind[] = ["wait", "stop", "invalid", "refused", "timeout"];

/**
 * The action in the answer of an agent outside, `{ action: { said, state, outcome, call } }`. Whether its values are good is
 * for the run to judge.
 *
 * @param who asked, for the message.
 * @throws AgentFault `invalid` for an answer of another shape, and the fault that it names for
 * `{ error: { kind, message, retryAfter } }`, retryAfter being in seconds.
 * @throws Error for `{ error: "why" }`: the agent failed.
 */
export function readAnswer(who: string, answer: unknown): Action {
  if (!isObject(answer))
    throw invalid(`${who}: wanted an answer { action } or { error }, got ${shown(answer)}`);
  const { action, error } = answer;
  if (error !== undefined && error !== null) throw complaint(who, error);
  if (!isObject(action)) {
    const got = action === undefined ? Object.keys(answer) : action;
    throw invalid(`${who}: wanted an answer with an object as action, got ${shown(got)}`);
  }
  const { action: _, ...beside } = answer;
  const { call } = action;
  // What is said and kept is the study's own; everything else may say that the answer is none.
  const { text: __, drawn: ___, ...told } = isObject(call) ? call : {};
  const flaw = judgeReply([beside, told]);
  if (flaw)
    throw invalid(`${who}: the answer says of itself that it is not good: ${flaw.words.slice(0, 200)}`);
  const unknown = Object.keys(action).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined)
    throw invalid(
      `${who}: there is no field "${unknown.slice(0, 40)}" in an action${suggest(unknown.slice(0, 40), FIELDS)}`,
    );
  return action as Action;
}

function complaint(who: string, error: unknown): Error {
  if (typeof error === "string") return new Error(`${who}: ${error}`);
  const { kind, message, retryAfter } = isObject(error) ? error : {};
  const known = KINDS.find((one) => one === kind);
  if (known === undefined || typeof message !== "string") {
    return invalid(
      `${who}: wanted an error that is a text or { kind, message } with one of ${KINDS.join(", ")} as kind, got ${shown(error)}`,
    );
  }
  const wait =
    typeof retryAfter === "number" && retryAfter >= 0 && Number.isFinite(retryAfter)
      ? { retryAfter: Math.ceil(retryAfter * 1000) }
      : {};
  return new AgentFault(known, `${who}: ${message}`, wait);
}

const invalid = (message: string): AgentFault => new AgentFault("invalid", message);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
