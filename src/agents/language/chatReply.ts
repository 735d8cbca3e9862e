import { present } from "../../core/present.ts";
import { shown } from "../../core/shown.ts";
import type { CallRecord } from "../Agent.ts";
import { AgentFault } from "../AgentFault.ts";
import { type Complaint, envelopeFault, type HttpAnswer } from "../endpoint/httpFault.ts";
import { judgeReply, type ReplyFlaw } from "../endpoint/judgeReply.ts";
import type { LanguageReply, WantedCall } from "./LanguageModel.ts";
import { tokensTold } from "./tokensTold.ts";
import { wrongBody } from "./wrongBody.ts";

/** What a name or fingerprint has at most; longer ones are cut. */
const NAME = 200;
const REASON = 300;

interface ChatContext {
  /** Who asks, for messages. */
  readonly who: string;
  /** The model asked for, where the answer names none. */
  readonly model: string;
  readonly maxTokens?: number;
  /** Texts at which the answer was to end. */
  readonly stop?: readonly string[];
  /** Whether the model may call tools. Default: a call of one is no answer. */
  readonly mayCall?: boolean;
  /** What to change when an error inside the answer turns something down that was sent. */
  readonly settingOf?: (complaint: Complaint) => string | undefined;
  /** Blanks keys in everything that the other side says. */
  readonly clean: (text: string) => string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The reply in the body of a successful chat completion: only when nothing in the whole of it speaks against it ({@link judgeReply}).
 *
 * @throws AgentFault `stop`, in doubt, for what is no chat completion at all; `wait` for a body that is cut off, is no JSON, holds no choice, or says
 * that it is not whole: then the endpoint is at fault and the same call may go better; `refused` for a refusal or a content filter; `invalid` for an
 * answer cut short by `maxTokens`, for a call of a tool and for an empty one; and what an error inside the body asks for.
 */
export function chatReply(answer: HttpAnswer, context: ChatContext): LanguageReply {
  const { who, clean, settingOf } = context;
  const broken = (what: string, call?: CallRecord): AgentFault =>
    new AgentFault("wait", `${who}: wanted a chat completion, got ${what}`, {
      unsure: true,
      ...(call ? { call } : {}),
    });
  const wrong = wrongBody(answer.body, answer.header("content-type") ?? "", answer.status);
  let body: Fields;
  try {
    body = objectOf(JSON.parse(answer.body));
  } catch {
    if (wrong !== undefined)
      throw new AgentFault("stop", `${who}: wanted a chat completion, got ${wrong}`, {
        doubt: "no-answer",
        unsure: true,
      });
    throw broken("a body that is no JSON, or only the beginning of it");
  }
  const envelope = envelopeFault(who, answer, clean, settingOf);
  if (envelope) throw envelope;
  if (wrong !== undefined)
    throw new AgentFault("stop", `${who}: wanted a chat completion, got ${wrong}`, {
      doubt: "no-answer",
      unsure: true,
    });
  const choice = Array.isArray(body.choices) ? objectOf(body.choices[0]) : {};
  const message = objectOf(choice.message);
  const content = contentOf(message.content);
  const text = clean(content ?? "");
  const model = typeof body.model === "string" && body.model !== "" ? body.model : context.model;
  const named = clean(model).slice(0, NAME);
  const { system_fingerprint: given } = body;
  const fingerprint =
    typeof given === "string" && given !== "" ? { fingerprint: clean(given).slice(0, NAME) } : {};
  const usage = tokensTold(body.usage);
  const call: CallRecord = { model: named, ...usage, ...fingerprint, ...(text === "" ? {} : { text }) };

  const calls = context.mayCall ? callsOf(message.tool_calls, clean) : [];
  // A reply that says that it calls a tool has to name one.
  const flaw = judgeReply(body, { stops: context.stop, tools: calls === undefined || calls.length > 0 });
  if (flaw) throw replyFault(flaw, { ...context, call, refusal: message.refusal });
  if (typeof choice.message !== "object" || choice.message === null) throw broken("a body without a choice");
  const odd = oddity(body, choice, message);
  if (odd !== undefined) throw broken(odd, call);
  if (content === undefined)
    throw new AgentFault("invalid", `${who}: the answer has parts that are no text`, { call });
  if (calls === undefined)
    throw new AgentFault(
      "invalid",
      `${who}: the calls of tools in the answer are not in the form of chat completions`,
      {
        call,
      },
    );
  if (calls.length > 0)
    return { text, calls, model: named, ...usage, finish: "stop", ...fingerprint, warnings: [] };
  const { maxTokens } = context;
  if (
    choice.finish_reason === undefined &&
    maxTokens !== undefined &&
    (usage.usage?.output ?? 0) >= maxTokens
  )
    throw cutShort(who, maxTokens, call);
  if (text.trim() === "") throw new AgentFault("invalid", `${who}: the answer is empty`, { call });
  return { text, model: named, ...usage, finish: "stop", ...fingerprint, warnings: [] };
}

/** Calls of one reply that are looked at. */
const MOST_CALLS = 1000;

/** Calls of tools in a message, whatever they hold; undefined where that is no list of calls. */
function callsOf(given: unknown, clean: (text: string) => string): WantedCall[] | undefined {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) return undefined;
  const calls = given.slice(0, MOST_CALLS).map((one) => {
    const { name, arguments: wanted = {} } = objectOf(objectOf(one).function);
    return typeof name === "string" ? { name: clean(name), arguments: parsed(wanted, clean) } : undefined;
  });
  return calls.includes(undefined) ? undefined : (calls as WantedCall[]);
}

/** Arguments are a text in JSON, and some servers give what it stands for. A text that is no JSON stays one. */
function parsed(given: unknown, clean: (text: string) => string): unknown {
  const text = clean(typeof given === "string" ? given : (JSON.stringify(given) ?? ""));
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What in a chat completion is not as it was asked for; undefined when all is. */
function oddity(body: Fields, choice: Fields, message: Fields): string | undefined {
  const { object, type, choices } = body;
  const other = [object, type].find((name) => (name ?? "") !== "" && name !== "chat.completion");
  if (other !== undefined) return `an object of another kind (${shown(other)})`;
  if ((choices as readonly unknown[]).length !== 1) return "several choices where one was asked for";
  if (choice.index !== undefined && choice.index !== null && choice.index !== 0)
    return `choice number ${shown(choice.index)} instead of the first`;
  if (message.role !== undefined && message.role !== null && message.role !== "assistant")
    return `a message of another role (${shown(message.role)})`;
  return undefined;
}

interface FlawContext extends Pick<ChatContext, "who" | "clean" | "maxTokens" | "settingOf"> {
  readonly call: CallRecord;
  /** The model's own words of refusal. */
  readonly refusal?: unknown;
}

/** The fault of a reply that says of itself that it is none. */
export function replyFault(flaw: ReplyFlaw, context: FlawContext): AgentFault {
  const { who, clean, maxTokens, call, refusal, settingOf } = context;
  const { kind } = flaw;
  const said = clean(flaw.words).slice(0, REASON);
  if (kind === "error") {
    const body = JSON.stringify({ error: flaw.error });
    const inner = envelopeFault(who, { status: 200, header: () => undefined, body }, clean, settingOf);
    if (inner) return withRecord(inner, call);
  }
  if (kind === "cut") return cutShort(who, maxTokens, call);
  if (kind === "refused") {
    if (typeof refusal === "string" && refusal !== "")
      return new AgentFault("refused", `${who}: the model refuses: ${clean(refusal).slice(0, REASON)}`, {
        call,
      });
    const filter = /content.?filter/i.test(said);
    const why = filter ? "a content filter kept the answer back" : `the model refuses (${said})`;
    return new AgentFault("refused", `${who}: ${why}`, { call });
  }
  if (kind === "invalid")
    return new AgentFault("invalid", `${who}: the answer is no text (${said})`, { call });
  return new AgentFault(
    "wait",
    `${who}: the endpoint says that the answer is not whole, or not good (${said})`,
    {
      call,
      unsure: true,
    },
  );
}

function withRecord(fault: AgentFault, call: CallRecord): AgentFault {
  const { kind, message, retryAfter, busy, doubt, status, unsure } = fault;
  return new AgentFault(kind, message, { ...present({ retryAfter, busy, doubt, status, unsure }), call });
}

/** The fault of an answer that ended because it was too long. */
function cutShort(who: string, maxTokens: number | undefined, call: CallRecord): AgentFault {
  const limit = maxTokens === undefined ? "the model's limit" : `maxTokens (${maxTokens})`;
  return new AgentFault(
    "invalid",
    `${who}: the answer was cut short at ${limit}: it must be shorter, or maxTokens higher`,
    { call },
  );
}

function objectOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** Parts that are no part of what is said. */
const THOUGHTS: ReadonlySet<unknown> = new Set(["thinking", "reasoning", "redacted_thinking"]);
const TEXTS: ReadonlySet<unknown> = new Set(["text", "output_text", undefined]);

/** Content is a text, nothing, or a list of parts that are text or thoughts; undefined for anything else. */
function contentOf(content: unknown): string | undefined {
  if (typeof content === "string") return content;
  if (content === null || content === undefined) return "";
  if (!Array.isArray(content)) return undefined;
  let all = "";
  for (const part of content) {
    if (typeof part === "string") all += part;
    else if (THOUGHTS.has(objectOf(part).type)) continue;
    else {
      const { type, text } = objectOf(part);
      if (!TEXTS.has(type) || typeof text !== "string") return undefined;
      all += text;
    }
  }
  return all;
}
