import { AgentFault, type FaultKind } from "../AgentFault.ts";
import { retryAfter } from "./retryAfter.ts";

/** An answer over HTTP that brings no text. */
export interface HttpAnswer {
  readonly status: number;
  /** Looks a header up by its name in lower case. */
  readonly header: (name: string) => string | null | undefined;
  readonly body: string;
}

/** Codes that say that money or permission is missing, whatever the status. */
const STOP_CODES: ReadonlySet<string> = new Set([
  "insufficient_quota",
  "billing_hard_limit_reached",
  "billing_not_active",
  "billing_error",
  "payment_required",
  "insufficient_credits",
  "insufficient_balance",
  "exceeded_current_quota_error",
  "account_deactivated",
  "access_terminated",
  "invalid_api_key",
  "authentication_error",
  "permission_error",
]);
const REFUSED_CODES: ReadonlySet<string> = new Set([
  "content_filter",
  "content_policy_violation",
  "responsibleaipolicyviolation",
  "moderation_blocked",
]);
/** The endpoint generated something that its own schema check threw away. */
const INVALID_CODES: ReadonlySet<string> = new Set(["json_validate_failed"]);
const LONGEST = 300;

/**
 * An answer over HTTP that is no success, as a fault: codes of quota and billing stop the run whatever the status, and so do 401, 402, 403
 * and requests that the endpoint does not understand; a content filter is a refusal; 408, 409, 425, 429 and 5xx are waited for, as long as the
 * other side asks for.
 *
 * @param who asks, for the message.
 * @param clean blanks keys in what the other side says.
 */
export function httpFault(who: string, answer: HttpAnswer, clean: (text: string) => string): AgentFault {
  const { status, header, body } = answer;
  const { codes, words } = complaint(body);
  const wait = retryAfter(header);
  const said = clean(words).slice(0, LONGEST);
  const message = `${who}: the endpoint answered with status ${status}${said === "" ? "" : `: ${said}`}`;
  const kind = kindOf(status, codes);
  if (kind !== "stop") return new AgentFault(kind, message, wait === undefined ? {} : { retryAfter: wait });
  return new AgentFault(kind, `${message}${remedy(status, codes, header("location"), clean)}`);
}

/** What an error object inside an answer of status 200 amounts to; undefined when there is none. */
export function envelopeFault(
  who: string,
  answer: HttpAnswer,
  clean: (text: string) => string,
): AgentFault | undefined {
  const parsed = parsedObject(answer.body);
  const error = parsed?.error;
  if (error === undefined || error === null || error === false) return undefined;
  const code = Number((error as { code?: unknown }).code ?? (error as { status?: unknown }).status);
  const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : 500;
  return httpFault(who, { ...answer, status }, clean);
}

function kindOf(status: number, codes: readonly string[]): FaultKind {
  const has = (known: ReadonlySet<string>): boolean => codes.some((code) => known.has(code));
  if (has(REFUSED_CODES)) return "refused";
  if (has(INVALID_CODES)) return "invalid";
  if (has(STOP_CODES)) return "stop";
  if (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500) return "wait";
  return "stop";
}

function remedy(
  status: number,
  codes: readonly string[],
  location: string | null | undefined,
  clean: (text: string) => string,
): string {
  if (status >= 300 && status < 400)
    return `: it has moved${location ? ` to ${clean(location).slice(0, LONGEST)}` : ""}; give its new address as url`;
  if (status === 401 || status === 403) return "; is the key right, and may it use this model?";
  if (status === 404)
    return "; are the address and the name of the model right? (an address usually ends in /v1)";
  if (status === 402 || codes.some((code) => STOP_CODES.has(code)))
    return "; the run can be resumed when the account is in order";
  return "";
}

/** Codes and words of an error in any of the usual shapes. */
function complaint(body: string): { readonly codes: readonly string[]; readonly words: string } {
  const whole = parsedObject(body);
  if (whole === undefined) return { codes: [], words: body.trim() };
  const error = whole.error ?? whole;
  if (typeof error !== "object" || error === null) return { codes: [], words: String(error) };
  const { message, msg, detail, code, type, innererror } = error as Readonly<Record<string, unknown>>;
  const inner = (innererror as { code?: unknown } | null | undefined)?.code;
  const codes = [code, type, inner].flatMap((one) => (typeof one === "string" ? [one.toLowerCase()] : []));
  const words = [message, msg, detail, whole.message].find((one) => typeof one === "string") as
    | string
    | undefined;
  const marks = [...new Set(codes)].filter((one) => one !== "error").join(", ");
  return { codes, words: (words ?? body.trim()) + (words && marks !== "" ? ` (${marks})` : "") };
}

function parsedObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const given: unknown = JSON.parse(body);
    // Some endpoints put the error into a list.
    const parsed: unknown = Array.isArray(given) ? given[0] : given;
    return typeof parsed === "object" && parsed !== null
      ? (parsed as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
