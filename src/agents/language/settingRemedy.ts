import type { Complaint } from "../endpoint/httpFault.ts";
import type { EndpointSettings } from "./endpointSettings.ts";
import type { LanguageRequest } from "./LanguageModel.ts";

/** What was sent, as far as an endpoint may turn it down. */
type Sent = Pick<
  LanguageRequest,
  "messages" | "temperature" | "topP" | "maxTokens" | "seed" | "stop" | "schema" | "tools"
>;

/** One thing that is sent, the names under which an endpoint speaks of it, and what to change. */
interface Row {
  /** Whether it was sent. */
  readonly sent: boolean;
  /** Its names as a parameter. */
  readonly names: RegExp;
  /** Its names in sentences. */
  readonly words: RegExp;
  readonly remedy: string;
}

const ABOUT_SIZE =
  /too (?:large|high|big|small|low|many)|at (?:most|least)|(?:less|greater|more|smaller|larger|higher|lower) than|exceed|maximum (?:allowed|value)|minimum|between|must be (?:<|>|≤|≥)|out of range|range/i;

/**
 * What to change in the study when an endpoint turns down something that was sent: found by the parameter that it names, or else by its words.
 *
 * @param endpoint absent for a model of the AI SDK, whose settings are fewer.
 * @returns words for the end of a message; undefined when nothing is recognised.
 */
export function settingRemedy(
  { params, words }: Pick<Complaint, "params" | "words">,
  request: Sent,
  endpoint: EndpointSettings | undefined,
): string | undefined {
  const rows = rowsOf(words, request, endpoint).filter(({ sent }) => sent);
  const named = rows.find(({ names }) => params.some((param) => names.test(param)));
  // What is said of a parameter by its own name counts before what is said in other words.
  const written =
    named ?? rows.find(({ names, words: other }) => other.source !== "" && namedIn(words, names));
  return (written ?? rows.find((row) => row.words.test(words)))?.remedy;
}

function rowsOf(said: string, request: Sent, endpoint: EndpointSettings | undefined): Row[] {
  const { messages, temperature, topP, maxTokens, seed, stop, schema, tools } = request;
  const inModel = (setting: string): string => `set ${setting} in the model's settings`;
  const other =
    (endpoint?.tokensAs ?? "max_tokens") === "max_tokens" ? "max_completion_tokens" : "max_tokens";
  const size = ABOUT_SIZE.test(said) ? "change `maxTokens`" : undefined;
  return [
    ...Object.keys(endpoint?.body ?? {}).map((key) => ({
      sent: true,
      names: exactly(key),
      words: exactly(key),
      remedy: `leave \`${key}\` out of \`body\` in the model's settings`,
    })),
    ...Object.keys(endpoint?.headers ?? {}).map((key) => ({
      sent: true,
      names: exactly(key),
      words: exactly(key),
      remedy: `leave \`${key}\` out of \`headers\` in the model's settings`,
    })),
    {
      sent: maxTokens !== undefined,
      names: /max[_-]?(?:completion|output|new)?[_-]?tokens$/i,
      words:
        /max(?:imum)?[_ -]?(?:completion|output|new|answer)?[_ -]?tokens|(?:limit|number) (?:of|on) (?:\w+ )?tokens|token limit/i,
      remedy: endpoint
        ? `${size ? `${size}, or ` : ""}${inModel(`\`tokensAs: ${other}\``)}`
        : "change `maxTokens`",
    },
    {
      sent: temperature !== undefined,
      names: /temperature$/i,
      words: /temperature/i,
      remedy: "leave `temperature` out, or give one that the model takes",
    },
    {
      sent: topP !== undefined,
      names: /top[_-]?p$/i,
      words: /top[_ -]?p\b|nucleus/i,
      remedy: "leave `topP` out, or give one that the model takes",
    },
    {
      sent: seed !== undefined && endpoint?.seed !== false,
      names: /seed$/i,
      words: /\bseeds?\b|random[_ -]?seed|deterministic|reproducib/i,
      remedy: endpoint
        ? inModel("`seed: false`")
        : "this provider takes no seed: reach the model as an endpoint ({ url, model }) with `seed: false`",
    },
    {
      sent: schema !== undefined && endpoint?.structured !== false,
      names: /response[_-]?format|json[_-]?schema|guided|grammar|output_config|text\.format/i,
      words:
        /response[_ -]?format|json[_ -]?(?:schema|mode|object)|structured[_ -]?(?:output|answer|response)s?|guided|grammar/i,
      remedy: endpoint ? inModel("`structured: false`") : "take a model that can be held to a JSON Schema",
    },
    {
      sent: tools !== undefined,
      names: /^tools?(?:[_-]?(?:choice|calls?|config))?(?:$|[.[])|^functions?$/i,
      words:
        /\btools?\b|tool[_ -](?:choice|call|use)|function[_ -]?calling|auto-tool-choice|roles? must alternate|only (?:the )?(?:roles )?user and assistant|(?:unexpected|unknown|invalid) role/i,
      remedy: "set `toolsAs: words` beside `tools`",
    },
    {
      sent: stop !== undefined && stop.length > 0,
      names: /^stop$|stop[_-]?(?:sequences?|words?)$/i,
      words: /stop[_ -]?(?:sequence|word|text|token)s?|\bstop\b/i,
      remedy: "leave `stop` out of the request",
    },
    {
      sent: messages.some(({ role }) => role === "system"),
      names: /system(?:[_-]?(?:prompt|instruction|message|role))?s?$|messages[.[]+0\]?\.role$/i,
      words:
        /system|developer (?:role|message|prompt|instruction)|only (?:the )?(?:roles )?user and assistant|roles? must (?:alternate|be)/i,
      remedy: "put the text of `system` (or of the persona) into `prompt`, and leave `system` out",
    },
    {
      sent: true,
      names: /^model(?:[_-]?(?:id|name))?$/i,
      words:
        /model\b.{0,120}(?:not (?:found|exist|available|supported|known|allowed)|does ?n[o']t exist|unknown|no such|invalid|deprecated|retired|decommissioned|no access)|(?:no such|unknown|invalid|unsupported|unrecognized|find the|serve the|not a valid) (?:requested )?model/is,
      remedy: "give as `model` a name that the endpoint knows",
    },
    {
      sent: true,
      names: /^messages?$/i,
      words:
        /\bmessages\b.{0,60}(?:not (?:supported|permitted|allowed|known|recognized)|unknown|unexpected|unrecognized|extra)|(?:unknown|unexpected|unrecognized|unsupported|extra)\b.{0,60}\bmessages\b/is,
      remedy: "is `url` the address of chat completions? (it usually ends in /v1)",
    },
  ];
}

/** A name by itself, also at the end of a path. */
const exactly = (name: string): RegExp =>
  new RegExp(
    `(?:^|[^A-Za-z0-9_-])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:$|[^A-Za-z0-9_-])`,
    "i",
  );

/** Whether a sentence has the name of a parameter as a word of its own. */
function namedIn(said: string, names: RegExp): boolean {
  // Names of one ordinary word mean something else in sentences.
  if (/^\^(?:model|messages|stop)/.test(names.source) || /^system/.test(names.source)) return false;
  return said.split(/[^A-Za-z0-9_.-]+/).some((word) => names.test(word.replace(/[.]+$/, "")));
}
