type Fields = Readonly<Record<string, unknown>>;

const ADDRESS = "give as url the address of chat completions, which usually ends in /v1";
const STREAM =
  "a stream of events, although none was asked for: turn streaming off at the endpoint, or give the url of one that answers whole";

/**
 * What an answer is that is no chat completion at all, and what to change: a stream, a web page, another interface's answer, a text completion, nothing. Undefined
 * for a chat completion, whole or broken, and for what cannot be told.
 */
export function wrongBody(body: string, type = "", status = 200): string | undefined {
  const text = body.trim();
  if (/^text\/event-stream/i.test(type) || /^(?:event|data|id|retry):|^:\s/.test(text)) return STREAM;
  if (/^application\/(?:x-)?(?:ndjson|jsonl|json-seq)/i.test(type) || linesOfJson(text)) return STREAM;
  if (text === "") return `an empty answer (status ${status}): ${ADDRESS}`;
  if (/^text\/html/i.test(type) || /^<(?:!doctype|html)/i.test(text))
    return "a web page: is the address right? (it usually ends in /v1)";
  const given = parsed(text);
  if (Array.isArray(given) && typeof (given[0] as Fields | undefined)?.generated_text === "string")
    return `an answer of another interface (generated_text): ${ADDRESS}`;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  return otherInterface(given as Fields);
}

function otherInterface(body: Fields): string | undefined {
  const choice = Array.isArray(body.choices) ? ((body.choices[0] ?? {}) as Fields) : undefined;
  const { object } = body;
  if (
    object === "chat.completion.chunk" ||
    (choice && choice.delta !== undefined && choice.message === undefined)
  )
    return STREAM;
  if (choice?.message !== undefined) return undefined;
  if (typeof choice?.text === "string" || object === "text_completion")
    return `an answer of the interface for text completions: ${ADDRESS}`;
  if (choice) return undefined;
  const kind = OTHERS.find(([, is]) => is(body));
  return kind && `an answer of ${kind[0]}: ${ADDRESS}`;
}

const OTHERS: readonly (readonly [name: string, is: (body: Fields) => boolean])[] = [
  ["Ollama's own interface", (b) => "done" in b && ("message" in b || "response" in b)],
  ["the interface for responses", (b) => b.object === "response" || ("output" in b && "status" in b)],
  ["the interface for messages", (b) => b.type === "message" && Array.isArray(b.content)],
  ["Gemini's own interface", (b) => Array.isArray(b.candidates) || "promptFeedback" in b],
  [
    "llama.cpp's own interface",
    (b) => typeof b.content === "string" && ("stop" in b || "tokens_predicted" in b),
  ],
  ["another interface (generated_text)", (b) => typeof b.generated_text === "string"],
  [
    "another interface (an output with a message)",
    (b) => typeof (b.output as Fields | null)?.message === "object",
  ],
  [
    "another interface (a message without choices)",
    (b) => typeof b.message === "object" && b.message !== null,
  ],
  ["an interface that lists things", (b) => b.object === "list" || b.object === "model"],
];

/** Whether several lines are JSON each, as streams of some servers are. */
function linesOfJson(text: string): boolean {
  const [first, second] = text.split("\n", 2);
  return second !== undefined && second.trim() !== "" && isObject(parsed(first!)) && isObject(parsed(second));
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
