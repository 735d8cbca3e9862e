import type { CallRecord } from "../Agent.ts";
import { AgentFault } from "../AgentFault.ts";
import { envelopeFault, type HttpAnswer } from "../endpoint/httpFault.ts";
import type { LanguageReply } from "./LanguageModel.ts";
import { tokensTold } from "./tokensTold.ts";

/** What a name or fingerprint has at most; longer ones are cut. */
const NAME = 200;
const REASON = 300;

interface ChatContext {
  /** Who asks, for messages. */
  readonly who: string;
  /** The model asked for, where the answer names none. */
  readonly model: string;
  readonly maxTokens?: number;
  /** Blanks keys in everything that the other side says. */
  readonly clean: (text: string) => string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The reply in the body of a successful chat completion.
 *
 * @throws AgentFault `wait` for a body that is cut off, is no JSON or holds no choice: then the endpoint is at fault and the
 * same call may go better; `refused` for a refusal or a content filter; `invalid` for an answer cut short by `maxTokens` and
 * for an empty one; and what an error inside the body asks for.
 */
export function chatReply(answer: HttpAnswer, context: ChatContext): LanguageReply {
  const { who, clean } = context;
  const broken = (what: string): AgentFault =>
    new AgentFault("wait", `${who}: wanted a chat completion, got ${what}`);
  let body: Fields;
  try {
    body = objectOf(JSON.parse(answer.body));
  } catch {
    throw broken(
      answer.body.trim() === "" ? "an empty body" : "a body that is no JSON, or only the beginning of it",
    );
  }
  const fault = envelopeFault(who, answer, clean);
  if (fault) throw fault;
  const choice = Array.isArray(body.choices) ? objectOf(body.choices[0]) : {};
  if (typeof choice.message !== "object" || choice.message === null) throw broken("a body without a choice");
  const message = objectOf(choice.message);
  const text = clean(contentOf(message.content));
  const model = typeof body.model === "string" && body.model !== "" ? body.model : context.model;
  const usage = tokensTold(body.usage);
  const named = clean(model).slice(0, NAME);
  const { system_fingerprint: given } = body;
  const fingerprint =
    typeof given === "string" && given !== "" ? { fingerprint: clean(given).slice(0, NAME) } : {};
  const call: CallRecord = {
    model: named,
    ...usage,
    ...fingerprint,
    ...(text === "" ? {} : { text }),
  };

  const finish = choice.finish_reason;
  if (typeof message.refusal === "string" && message.refusal !== "")
    throw new AgentFault("refused", `${who}: the model refuses: ${clean(message.refusal).slice(0, REASON)}`, {
      call,
    });
  if (finish === "content_filter")
    throw new AgentFault("refused", `${who}: a content filter kept the answer back`, { call });
  if (finish === "length") throw cutShort(who, context.maxTokens, call);
  if (text.trim() === "") throw new AgentFault("invalid", `${who}: the answer is empty`, { call });
  return {
    text,
    model: named,
    ...usage,
    finish: finish === "stop" || finish === undefined || finish === null ? "stop" : "other",
    ...fingerprint,
    warnings: [],
  };
}

/** The fault of an answer that ended because it was too long. */
export function cutShort(who: string, maxTokens: number | undefined, call: CallRecord): AgentFault {
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

/** Content is a text, or a list of parts some of which are text. */
function contentOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part) => objectOf(part).text)
    .filter((text) => typeof text === "string")
    .join("");
}
