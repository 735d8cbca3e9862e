import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { loadOptional } from "../../log/files/loadOptional.ts";
import type { CallRecord } from "../Agent.ts";
import { AgentFault } from "../AgentFault.ts";
import { blankKeys } from "../endpoint/blankKeys.ts";
import { judgeReply } from "../endpoint/judgeReply.ts";
import { timeLimit } from "../endpoint/timeLimit.ts";
import { aiSdkFault } from "./aiSdkFault.ts";
import { aiSdkProvider, type Load } from "./aiSdkProvider.ts";
import { replyFault } from "./chatReply.ts";
import type { LanguageModel, LanguageReply, LanguageRequest } from "./LanguageModel.ts";
import { tokensTold } from "./tokensTold.ts";

export interface AiSdkOptions {
  /** Seconds until a call without an answer is given up, above 0; default 120. */
  readonly timeout?: number;
  /** Name of the model in messages; default its own. */
  readonly name?: string;
  /** Loads the packages `ai` and `@ai-sdk/…`; default an import of that name. */
  readonly load?: Load;
}

/** What is used of the package `ai`, the same in its versions 6 and 7. */
interface Sdk {
  readonly generateText: (options: Fields) => Promise<unknown>;
  readonly jsonSchema: (schema: unknown) => unknown;
  readonly Output: { readonly object: (options: Fields) => unknown };
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * A language model of any provider of the Vercel AI SDK (the package `ai`, version 6 or 7, loaded at the first call). The
 * SDK's own retries are off; its errors have the same classes as those of the built-in client. What a provider cannot do
 * (a seed, a schema) is in the warnings of each reply.
 *
 * @param given `provider/model`, for which the package `@ai-sdk/provider` is loaded; or a model made with the SDK.
 * @throws AgentFault from calls; SpillwayError from calls when a package is absent.
 */
export function aiSdkModel(given: string | object, options: AiSdkOptions = {}): LanguageModel {
  if (typeof given !== "string")
    wantArgument("aiSdkModel", "a model of the AI SDK or the name of one", given);
  wantArgument("aiSdkModel", "options", options);
  const { timeout = 120, load = loadOptional } = options;
  const modelId = typeof given === "string" ? given : (given as { modelId?: unknown }).modelId;
  const who = options.name ?? (typeof modelId === "string" ? modelId : "model");
  let loaded: Promise<readonly [sdk: Sdk, model: object]> | undefined;
  const ready = async (): Promise<readonly [Sdk, object]> => {
    const sdk = sdkOf(await load("ai", `the model ${who}`));
    return [sdk, typeof given === "string" ? await aiSdkProvider(given, load) : given];
  };

  return {
    async generate(request, { signal } = {}) {
      loaded ??= ready();
      const clean = blankKeys([]);
      const [sdk, model] = await loaded.catch((thrown: unknown) => {
        // No later call can succeed either, so the run stops instead of failing turn by turn.
        throw new AgentFault("stop", clean(thrown instanceof Error ? thrown.message : String(thrown)));
      });
      const limit = timeLimit(timeout, signal);
      try {
        const asked = { ...question(sdk, request), model, maxRetries: 0, abortSignal: limit.signal };
        return replyOf(await ended(sdk.generateText(asked)), { who, request, clean });
      } catch (thrown) {
        if (thrown instanceof AgentFault) throw thrown;
        throw limit.fault(who) ?? aiSdkFault(who, thrown, clean, request);
      } finally {
        limit.end();
      }
    },
  };
}

function sdkOf(loaded: Fields): Sdk {
  const { generateText, jsonSchema, Output } = loaded;
  if (typeof generateText !== "function" || typeof jsonSchema !== "function" || !hasObject(Output)) {
    throw new SpillwayError(
      "model: wanted the package ai in version 6 or 7, got another one: npm install ai@6",
    );
  }
  // The SDK would print each warning; they are in the replies.
  const settings = globalThis as { AI_SDK_LOG_WARNINGS?: unknown };
  settings.AI_SDK_LOG_WARNINGS ??= false;
  return loaded as unknown as Sdk;
}

function hasObject(output: unknown): boolean {
  return typeof (output as { object?: unknown } | undefined)?.object === "function";
}

function question(sdk: Sdk, request: LanguageRequest): Fields {
  const {
    callId,
    messages,
    schema,
    schemaName = "answer",
    temperature,
    topP,
    maxTokens,
    seed,
    stop,
  } = request;
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  return {
    ...(system.length === 0 ? {} : { system: system.join("\n\n") }),
    messages: messages.filter(({ role }) => role !== "system"),
    ...(schema ? { output: sdk.Output.object({ schema: sdk.jsonSchema(schema), name: schemaName }) } : {}),
    ...present({ temperature, topP, maxOutputTokens: maxTokens, seed }),
    ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: [...stop] }),
    headers: { "x-client-request-id": callId },
  };
}

/** The SDK throws answers away that are no JSON; whether an answer is good is not for it to say. */
async function ended(call: Promise<unknown>): Promise<Fields> {
  try {
    return fieldsOf(await call);
  } catch (thrown) {
    const error = fieldsOf(thrown);
    if (error.name === "AI_NoObjectGeneratedError" && typeof error.text === "string") return error;
    throw thrown;
  }
}

function replyOf(
  result: Fields,
  { who, request, clean }: { who: string; request: LanguageRequest; clean: (text: string) => string },
): LanguageReply {
  const text = clean(typeof result.text === "string" ? result.text : "");
  const response = fieldsOf(result.response);
  const usage = tokensTold(result.usage);
  const model = clean(typeof response.modelId === "string" ? response.modelId : who).slice(0, 200);
  const { system_fingerprint: given } = fieldsOf(response.body);
  const fingerprint =
    typeof given === "string" && given !== "" ? { fingerprint: clean(given).slice(0, 200) } : {};
  const call: CallRecord = { model, ...usage, ...fingerprint, ...(text === "" ? {} : { text }) };
  const { finishReason: finish } = result;
  if (finish === "error")
    throw new AgentFault("wait", `${who}: the endpoint broke off the answer`, { call, unsure: true });
  const { rawFinishReason, toolCalls, providerMetadata } = result;
  const { maxTokens, stop: stops } = request;
  const context = { who, clean, call, ...present({ maxTokens }) };
  const flaw =
    judgeReply({
      finishReason: finish ?? null,
      rawFinishReason,
      toolCalls,
      parts: typesOf(result.content),
    }) ??
    // Some providers are held to a form by a call of a tool, which the SDK makes the text of.
    judgeReply([response.body, providerMetadata], { stops, tools: true });
  if (flaw) throw replyFault(flaw, context);
  if (text.trim() === "") throw new AgentFault("invalid", `${who}: the answer is empty`, { call });
  return {
    text,
    model,
    ...usage,
    finish: "stop",
    ...fingerprint,
    warnings: Array.isArray(result.warnings) ? result.warnings.map((one) => clean(warningText(one))) : [],
  };
}

/** The kinds of the parts of a result. */
const typesOf = (content: unknown): unknown =>
  Array.isArray(content) ? content.map((part) => ({ type: fieldsOf(part).type })) : undefined;

function warningText(warning: unknown): string {
  const { feature, setting, details, message } = fieldsOf(warning);
  const subject = feature ?? setting;
  const words = [
    typeof subject === "string" ? `${subject} is not supported` : undefined,
    typeof details === "string" ? details : undefined,
    typeof message === "string" ? message : undefined,
  ].filter((part) => part !== undefined);
  return (words.join(": ") || "a warning without words").slice(0, 300);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
