import type { FaultKind } from "../AgentFault.ts";

/** What is wrong with a reply, in words that follow "the reply says …". */
export interface ReplyFlaw {
  /** `cut`: an answer without its end; `error`: an error object, which says more. */
  readonly kind: "cut" | "error" | Extract<FaultKind, "wait" | "invalid" | "refused">;
  readonly words: string;
  /** Of an error: what it says. */
  readonly error?: unknown;
}

interface JudgeOptions {
  /** Texts at which the answer was to end: an endpoint may name the one. */
  readonly stops?: readonly string[] | undefined;
  /** Whether calls of tools are part of an answer, as where a library asks for its form by one. Default: they are none. */
  readonly tools?: boolean;
}

type Ending = "good" | "cut" | "refused" | "tool" | "broken";

const words = (text: string): string[] => text.split(" ");
/** What endpoints say of how an answer ended, in small letters with _. Whatever is not among the good ones is no answer. */
const ENDINGS: ReadonlyMap<string, Ending> = new Map<string, Ending>([
  ...words(
    "stop end_turn stop_sequence stop_token eos eos_token word complete completed finished finish done end success succeeded ok normal",
  ).map((one) => [one, "good"] as const),
  ...words(
    "length max_tokens max_output_tokens max_completion_tokens max_length maxtokens model_length token_limit limit truncated incomplete model_context_window_exceeded context_length_exceeded",
  ).map((one) => [one, "cut"] as const),
  ...words(
    "content_filter content_filtered contentfilter safety recitation blocklist prohibited_content spii language image_safety image_prohibited_content refusal refused guardrail_intervened guardrails blocked moderation sensitive flagged",
  ).map((one) => [one, "refused"] as const),
  ...words(
    "tool_calls tool_call tool_use function_call pause_turn requires_action malformed_function_call unexpected_tool_call too_many_tool_calls malformed_tool_use",
  ).map((one) => [one, "tool"] as const),
]);

/** Names of fields, in small letters without marks, that say how an answer ended. */
const REASONS = new Set(
  words(
    "finishreason stopreason donereason nativefinishreason rawfinishreason stoptype endreason terminationreason",
  ),
);
const STATES = new Set(words("status state responsestatus"));
const ERRORS = new Set(words("error errors err exception errormessage errorcode failure"));
const REFUSALS = new Set(words("refusal refused blockreason blockedreason"));
const TOOLS = new Set(words("toolcalls toolcall tooluse functioncall functioncalls"));
/** Fields that speak against a reply when they are true. */
const BAD = new Map<string, ReplyFlaw["kind"]>([
  ...words("truncated istruncated cutoff incomplete partial ispartial stoppedlimit").map(
    (one) => [one, "cut"] as const,
  ),
  ...words("blocked isblocked filtered isfiltered flagged").map((one) => [one, "refused"] as const),
  ...words("cancelled canceled aborted interrupted timedout failed haserror iserror").map(
    (one) => [one, "wait"] as const,
  ),
]);
/** Fields that speak against a reply when they are false. */
const WANTED = new Set(
  words("done complete completed finished isfinished final isfinal success succeeded ok"),
);
/** Where others speak: words of the model, settings sent back, sources. */
const SKIPPED = new Set(
  words(
    "usage logprobs annotations citations searchresults sources schema format jsonschema parameters properties input instructions metadata tools toolchoice arguments",
  ),
);
const DEEPEST = 12;

/**
 * Judges a whole reply by all that it says of itself, wherever that stands in it, before any text is taken out: how it ended, its state, errors, refusals,
 * filters, calls of tools, parts that are missing. What a field says that is not known to be good speaks against the reply. Cost: linear in the fields.
 *
 * @param reply parsed JSON, in any of the usual interfaces' forms.
 * @returns the first flaw, the worst first; undefined when nothing speaks against it.
 */
export function judgeReply(reply: unknown, options: JudgeOptions = {}): ReplyFlaw | undefined {
  const found: ReplyFlaw[] = [];
  look(reply, 0, options, found);
  return ORDER.flatMap((kind) => found.filter((one) => one.kind === kind))[0];
}

const ORDER: readonly ReplyFlaw["kind"][] = ["error", "refused", "cut", "invalid", "wait"];

function look(value: unknown, depth: number, options: JudgeOptions, found: ReplyFlaw[]): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > DEEPEST) {
    found.push({ kind: "wait", words: "more than can be looked through" });
    return;
  }
  if (Array.isArray(value)) {
    for (const one of value) look(one, depth + 1, options, found);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const name = key.toLowerCase().replaceAll(/[_\-\s]/g, "");
    if (inner === undefined || SKIPPED.has(name)) continue;
    const flaw = flawOf(name, key, inner, options);
    if (flaw) found.push(flaw);
    else look(inner, depth + 1, options, found);
  }
}

function flawOf(name: string, key: string, value: unknown, options: JudgeOptions): ReplyFlaw | undefined {
  const said = `${key.slice(0, 40)} ${picture(value)}`;
  if (ERRORS.has(name)) return isEmpty(value) ? undefined : { kind: "error", words: said, error: value };
  if (REFUSALS.has(name)) return isEmpty(value) ? undefined : { kind: "refused", words: said };
  if (TOOLS.has(name) && !options.tools)
    return isEmpty(value)
      ? undefined
      : { kind: "invalid", words: `${key}: a tool is called, and none was offered` };
  if (name === "incompletedetails" || (name === "incomplete" && typeof value === "object")) {
    if (isEmpty(value)) return undefined;
    const ending = endingOf((value as { readonly reason?: unknown }).reason);
    return { kind: ending === "refused" ? "refused" : "cut", words: said };
  }
  if (REASONS.has(name)) return reasonFlaw(name, value, said, options);
  if (STATES.has(name)) return stateFlaw(value, said);
  const bad = BAD.get(name);
  if (bad && saysYes(value)) return { kind: bad, words: said };
  if (WANTED.has(name) && saysNo(value)) return { kind: "wait", words: said };
  if (name === "type" && typeof value === "string") {
    if (value === "refusal") return { kind: "refused", words: said };
    if (value === "error") return { kind: "wait", words: said };
    if (endingOf(value) === "tool" && !options.tools) return { kind: "invalid", words: said };
  }
  return undefined;
}

function reasonFlaw(
  name: string,
  value: unknown,
  said: string,
  { stops, tools }: JudgeOptions,
): ReplyFlaw | undefined {
  // Some servers give, beside the reason, the text or the number of the token at which the answer stopped.
  if (name === "stopreason") {
    if (value === null || typeof value === "number") return undefined;
    if (typeof value === "string" && stops?.includes(value)) return undefined;
  }
  if (value === null && name !== "finishreason") return undefined;
  const ending = endingOf(value);
  if (ending === "good" || (ending === "tool" && tools)) return undefined;
  if (ending === "cut") return { kind: "cut", words: said };
  if (ending === "refused") return { kind: "refused", words: said };
  return { kind: ending === "tool" ? "invalid" : "wait", words: said };
}

function stateFlaw(value: unknown, said: string): ReplyFlaw | undefined {
  if (value === null || value === undefined || value === true) return undefined;
  if (typeof value === "number")
    return value >= 200 && value < 300 ? undefined : { kind: "wait", words: said };
  if (typeof value === "object") return undefined;
  const ending = endingOf(value);
  if (ending === "good") return undefined;
  return { kind: ending === "cut" || ending === "refused" ? ending : "wait", words: said };
}

function endingOf(value: unknown): Ending {
  if (typeof value !== "string") return "broken";
  return ENDINGS.get(value.trim().toLowerCase().replaceAll(/[-\s]/g, "_")) ?? "broken";
}

const saysYes = (value: unknown): boolean => value === true || value === 1 || value === "true";
const saysNo = (value: unknown): boolean => value === false || value === 0 || value === "false";

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "" || value === 0) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

const picture = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 200);
