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

/** A prompt that does not go into the model, in the words of any endpoint. */
const TOO_LONG =
  /context[_ ]?(?:length|window|size)|maximum context|context_length_exceeded|exceed_context_size|(?:prompt|input|request)(?: \w+)? (?:is |was )?too (?:long|large)|too many (?:input |prompt )?tokens|reduce (?:the length|your prompt)|string_above_max_length/i;

/** What an endpoint complains of. */
export interface Complaint {
  /** In small letters. */
  readonly codes: readonly string[];
  /** Names of what was sent that it turns down, as it gives them. */
  readonly params: readonly string[];
  readonly words: string;
}

/**
 * An answer over HTTP that is no success, as a fault: codes of quota and billing, 402 and redirections stop the run; a content filter is a refusal;
 * 408, 409, 425, 429 and 5xx are waited for, as long as the other side asks for; any other 4xx, 501 and a prompt that is too long turn this call down,
 * and stop the run when they turn all calls down.
 *
 * @param who asks, for the message.
 * @param clean blanks keys in what the other side says.
 * @param settingOf what to change when something that was sent is turned down, where it is known.
 */
export function httpFault(
  who: string,
  answer: HttpAnswer,
  clean: (text: string) => string,
  settingOf: (complaint: Complaint) => string | undefined = () => undefined,
): AgentFault {
  const { status, header, body } = answer;
  const about = complaint(body);
  const { codes, words } = about;
  const wait = retryAfter(header);
  const said = clean(words).slice(0, LONGEST);
  const message = `${who}: the endpoint answered with status ${status}${said === "" ? "" : `: ${said}`}`;
  const tooLong = TOO_LONG.test(`${words} ${codes.join(" ")}`);
  const kind = kindOf(status, codes, tooLong);
  if (kind === "refused") return new AgentFault(kind, message, { unsure: false });
  if (kind === "invalid") return new AgentFault(kind, message);
  if (kind === "wait") {
    // One that asks to be called again at once is not too busy for anybody.
    const busy = wait === undefined ? status === 429 || status === 503 || status === 529 : wait > 0;
    const unsure = MAY_HAVE_WORKED.has(status);
    const more = { busy, unsure };
    return new AgentFault(kind, message, wait === undefined ? more : { ...more, retryAfter: wait });
  }
  const account = status === 402 || status < 400 || codes.some((code) => STOP_CODES.has(code));
  const setting = !account && !tooLong ? settingOf(about) : undefined;
  const what = tooLong ? LONG : setting === undefined ? undefined : `: ${setting}`;
  return new AgentFault(
    kind,
    `${message}${what ?? remedy(status, codes, header("location"), clean)}`,
    account ? {} : { doubt: "turned-down", status: tooLong && status >= 500 ? 413 : status },
  );
}

const LONG =
  "; the prompt of this turn, with room for the answer, does not go into the model: less heard or remembered in it, or a lower `maxTokens`, makes it fit";

/** Statuses of something in between, behind which the call may have gone through. */
const MAY_HAVE_WORKED: ReadonlySet<number> = new Set([408, 502, 504, 520, 521, 522, 523, 524]);

/** What an error object inside an answer of status 200 amounts to; undefined when there is none. */
export function envelopeFault(
  who: string,
  answer: HttpAnswer,
  clean: (text: string) => string,
  settingOf?: (complaint: Complaint) => string | undefined,
): AgentFault | undefined {
  const parsed = parsedObject(answer.body);
  const error = parsed?.error;
  if (error === undefined || error === null || error === false) return undefined;
  const code = Number((error as { code?: unknown }).code ?? (error as { status?: unknown }).status);
  const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : 500;
  return httpFault(who, { ...answer, status }, clean, settingOf);
}

function kindOf(status: number, codes: readonly string[], tooLong: boolean): FaultKind {
  const has = (known: ReadonlySet<string>): boolean => codes.some((code) => known.has(code));
  if (has(REFUSED_CODES)) return "refused";
  if (has(INVALID_CODES)) return "invalid";
  if (has(STOP_CODES)) return "stop";
  if ((tooLong && status !== 429) || status === 501 || status === 505) return "stop";
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
function complaint(body: string): Complaint {
  const whole = parsedObject(body);
  if (whole === undefined) return { codes: [], params: [], words: body.trim() };
  const error = whole.error ?? whole;
  if (typeof error !== "object" || error === null) return { codes: [], params: [], words: String(error) };
  const fields = error as Readonly<Record<string, unknown>>;
  const { message, msg, detail, code, type, innererror } = fields;
  const inner = (innererror as { code?: unknown } | null | undefined)?.code;
  const codes = [code, type, inner].flatMap((one) => (typeof one === "string" ? [one.toLowerCase()] : []));
  const words = [message, msg, detail, whole.message, whole.detail].find((one) => typeof one === "string") as
    | string
    | undefined;
  const params = paramsOf([fields, whole]);
  const marks = [...new Set(codes)].filter((one) => one !== "error").join(", ");
  return { codes, params, words: (words ?? body.trim()) + (words && marks !== "" ? ` (${marks})` : "") };
}

/** What is named as turned down: `param`, places in lists of details, violations of fields. */
function paramsOf(all: readonly Readonly<Record<string, unknown>>[]): string[] {
  return all.flatMap((one) => {
    const { param, parameter, field, loc, detail, details, errors, fieldViolations } = one;
    const place = Array.isArray(loc) ? [loc.join(".").replace(/^body\./, "")] : [];
    const inner = [detail, details, errors, fieldViolations].flatMap((list) =>
      Array.isArray(list)
        ? list.filter((item) => typeof item === "object" && item !== null).slice(0, 20)
        : [],
    ) as Readonly<Record<string, unknown>>[];
    return [
      ...[param, parameter, field].filter((name): name is string => typeof name === "string" && name !== ""),
      ...place,
      ...(inner.length === 0 ? [] : paramsOf(inner)),
    ];
  });
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
