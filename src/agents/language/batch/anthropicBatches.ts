import type { HttpAnswer } from "../../endpoint/httpFault.ts";
import type { BatchEndpoint, BatchItem, BatchResults } from "./BatchEndpoint.ts";
import {
  answerWithin,
  type BatchWire,
  batchId,
  batchObject,
  batchText,
  fieldsOf,
  linesIn,
  listed,
} from "./batchText.ts";

type Fields = Readonly<Record<string, unknown>>;

const PATH = "/messages/batches";
const ENDS: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  refusal: "content_filter",
  tool_use: "tool_calls",
};
const STATUSES: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  overloaded_error: 529,
};

/** Batches in Anthropic's form: all requests in one body, and results as JSON Lines. */
export function anthropicBatches(wire: BatchWire): BatchEndpoint {
  const results = async (id: string): Promise<BatchResults | undefined> => {
    const batch = await batchObject(wire, `${PATH}/${id}`);
    if (batch.processing_status !== "ended") return undefined;
    const answers = new Map<string, HttpAnswer>();
    // The address that the batch names is not followed: the key goes to the address of the study alone.
    for (const line of linesIn(await batchText(wire, `${PATH}/${id}/results`))) {
      const answer = answerOf(fieldsOf(line.result));
      const key = String(line.custom_id);
      if (answer && !answers.has(key)) answers.set(key, answer);
    }
    return { answers, because: "the batch has ended" };
  };
  return {
    async send(_, items) {
      const requests = items.map((item) => ({ custom_id: item.key, params: paramsOf(item) }));
      return batchId(wire, (await batchObject(wire, PATH, { requests })).id);
    },
    results,
    async find({ keys }) {
      // Batches have no names here: one is known by its requests, which only its results tell.
      let later = false;
      for (const one of listed(await batchObject(wire, `${PATH}?limit=100`))) {
        const counts = Object.values(fieldsOf(one.request_counts)).reduce<number>(
          (sum, count) => sum + Number(count),
          0,
        );
        if (counts !== keys.length) continue;
        const id = batchId(wire, one.id);
        if (one.processing_status !== "ended") {
          later = true;
          continue;
        }
        const lines = linesIn(await batchText(wire, `${PATH}/${id}/results`));
        if (lines.some(({ custom_id: key }) => key === keys[0])) return { id };
      }
      return later ? "later" : {};
    },
  };
}

/** A chat completion as a request to Anthropic's messages. */
function paramsOf({ body, schema }: BatchItem): Fields {
  const { messages, stop, seed: _, response_format: __, max_completion_tokens: most, ...rest } = body;
  const all = messages as readonly { readonly role: string; readonly content: string }[];
  const system = all.flatMap(({ role, content }) => (role === "system" ? [content] : [])).join("\n\n");
  return {
    ...(most === undefined ? {} : { max_tokens: most }),
    ...rest,
    messages: all.filter(({ role }) => role !== "system"),
    ...(system === "" ? {} : { system }),
    ...(stop === undefined ? {} : { stop_sequences: stop }),
    ...(schema === undefined ? {} : { output_config: { format: { type: "json_schema", schema } } }),
  };
}

/** A result in the form of a chat completion; undefined for a request that was not worked on. */
function answerOf({ type, message, error }: Fields): HttpAnswer | undefined {
  if (type === "errored") {
    const inner = fieldsOf(fieldsOf(error).error);
    const told = Object.keys(inner).length > 0 ? inner : fieldsOf(error);
    return answerWithin(STATUSES[String(told.type)] ?? 500, { error: told });
  }
  if (type !== "succeeded") return undefined;
  const { model, content, stop_reason: ended, usage } = fieldsOf(message);
  const parts = Array.isArray(content) ? content.map(fieldsOf) : [];
  const text = parts.map((part) => (part.type === "text" ? String(part.text) : "")).join("");
  const told = fieldsOf(usage);
  const cached = ["cache_creation_input_tokens", "cache_read_input_tokens"];
  const input = ["input_tokens", ...cached].reduce((sum, name) => sum + Number(told[name] ?? 0), 0);
  return answerWithin(200, {
    object: "chat.completion",
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text },
        finish_reason: ENDS[String(ended)] ?? String(ended),
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: told.output_tokens },
  });
}
