import { z } from "zod";
import { finite, wholeNumber } from "../../core/fields.ts";
import { type AnswerSettings, answerSettings } from "../../survey/answerSettings.ts";
import { atLeastZero } from "../synthetic/atLeastZero.ts";
import { type EndpointSettings, endpointSettings } from "./endpointSettings.ts";
import { type ToolSettings, toolsSettings } from "./tools/toolSettings.ts";

/** A text in a file of its own, which is read with the study file that names it. */
export interface NamedFile {
  readonly file: string;
}

/** What is known about one agent: its id as `agent`, and anything else by name. */
export type AttributeRow = Readonly<Record<string, string | number | boolean>>;

/** What happens to a prompt that is too long. */
export interface ContextSettings {
  /** Tokens of the messages of a call at most, counted as a third of their bytes, from 1. */
  readonly most: number;
  /** `shorten` leaves out the oldest turns that are remembered, `summarise` has the model sum up all but the latest by a call of its own, `missing` ends the turn. */
  readonly over: "shorten" | "summarise" | "missing";
  /** What the model is asked for when it sums up; default a sentence in English. */
  readonly summary?: string | undefined;
  /** Most tokens of the summary, from 1; default 300. */
  readonly summaryTokens?: number | undefined;
}

export interface LanguageSettings {
  /** `provider/model` for a provider of the AI SDK, or an endpoint that speaks like OpenAI's. */
  readonly model: string | EndpointSettings;
  /** Template of the system message. Default: the persona, if there is one. */
  readonly system?: string | NamedFile | undefined;
  /** Template of the message of each turn. */
  readonly prompt: string | NamedFile;
  /** What kind of answer each turn must give. */
  readonly answer: AnswerSettings;
  /** Whether the prompt ends with a sentence that says what kind of answer is wanted; default true. */
  readonly explain?: boolean | undefined;
  /** The field of the answer that neighbours hear, or false for nothing. Default: all of it. */
  readonly says?: string | false | undefined;
  /**
   * The outcome: a field that is a number or a choice, points for the options of a choice; or false for none. Default: the answer, when it is a number.
   */
  readonly outcome?:
    | { readonly field?: string | undefined; readonly points?: Readonly<Record<string, number>> | undefined }
    | false
    | undefined;
  /** Template of who the agents are, or a text for each agent. */
  readonly persona?:
    | string
    | NamedFile
    | readonly { readonly agent: string; readonly persona: string }[]
    | undefined;
  /** What is known about each agent, for templates: a list, or a table in a file with the column `agent`. */
  readonly attributes?: readonly AttributeRow[] | NamedFile | undefined;
  /** How many of its own past turns an agent remembers; default none. */
  readonly memory?: "none" | "all" | { readonly last: number } | undefined;
  /**
   * How what it remembers is sent: shown by the templates; as earlier messages of the chat, its own prompts and answers (`messages`), or what it heard
   * and its answers (`heard`). Default template.
   */
  readonly memoryAs?: "template" | "messages" | "heard" | undefined;
  /** The most tokens that a prompt may have, and what happens above. Default: no limit but the model's. */
  readonly context?: ContextSettings | undefined;
  /** Tools that a model may call within a turn, 20 at most; default none. */
  readonly tools?: readonly ToolSettings[] | undefined;
  /** Calls of tools in a turn at most, from 1 to 50; after them the model is asked for its answer without tools. Default 4. */
  readonly steps?: number | undefined;
  /**
   * How tools are called: by the fields of chat completions for that (`native`), or by JSON in the reply (`words`). Default native for
   * endpoints, words for others.
   */
  readonly toolsAs?: "native" | "words" | undefined;
  /** From 0; default the model's own. */
  readonly temperature?: number | undefined;
  /** Above 0, to 1; default the model's own. */
  readonly topP?: number | undefined;
  /** Most tokens of an answer, thoughts included; default 1000. */
  readonly maxTokens?: number | undefined;
  /** Price of a million tokens, in any currency. Default: costs are not counted. */
  readonly price?: { readonly input: number; readonly output: number } | undefined;
  /** Seconds until a call is given up, above 0; default 120. */
  readonly timeout?: number | undefined;
}

const text = (error: string): z.ZodString => z.string({ error }).min(1, { error: "must not be empty" });
const file = z.strictObject({ file: text("must be the name of a file") });
const template = (): z.ZodType<string | NamedFile, string | NamedFile> =>
  z.union([text("must be a text"), file], { error: "must be a text, or { file } for one in a file" });
const MODEL = "must be provider/model, or a mapping with url and model";

/** The structure of {@link LanguageSettings}. */
export const languageSettings: z.ZodType<LanguageSettings, LanguageSettings> = z.strictObject({
  model: z
    .union([text(MODEL), endpointSettings], { error: (issue) => modelFault(issue.input) })
    .describe("provider/model of the AI SDK, or an endpoint that speaks like OpenAI's"),
  system: template().optional().describe("template of the system message; default the persona"),
  prompt: template().describe("template of the message of each turn"),
  answer: answerSettings.describe("what kind of answer each turn must give"),
  explain: z
    .boolean({ error: "must be true or false" })
    .default(true)
    .describe("whether the prompt ends with a sentence on the kind of answer wanted"),
  says: z
    .union([text("must be a field"), z.literal(false)], {
      error: "must be a field of the answer, or false for nothing",
    })
    .optional()
    .describe("the field of the answer that neighbours hear, or false; default all of it"),
  outcome: z
    .union(
      [
        z.strictObject({
          field: text("must be a field of the answer").optional(),
          points: z
            .record(z.string(), finite(), { error: "must be a mapping of options to numbers" })
            .optional(),
        }),
        z.literal(false),
      ],
      { error: "must be a mapping with field, points or both, or false for none" },
    )
    .optional()
    .describe("where the outcome comes from; default the answer, when it is a number"),
  persona: z
    .union(
      [text("must be a text"), file, z.array(z.strictObject({ agent: z.string(), persona: z.string() }))],
      {
        error: "must be a text, { file }, or a list of { agent, persona }",
      },
    )
    .optional()
    .describe("template of who the agents are, or a text for each"),
  attributes: z
    .union([file, z.array(z.record(z.string(), z.union([z.string(), finite(), z.boolean()])))], {
      error: "must be { file } for a table, or a list of mappings with agent and what is known about it",
    })
    .optional()
    .describe("what is known about each agent"),
  memory: z
    .union([z.literal("none"), z.literal("all"), z.strictObject({ last: wholeNumber(1) })], {
      error: "must be none, all or { last: a whole number of at least 1 }",
    })
    .default("none")
    .describe("how many of its own past turns an agent remembers"),
  memoryAs: z
    .enum(["template", "messages", "heard"], { error: "must be template, messages or heard" })
    .optional()
    .describe(
      "how it is sent: by the templates, as earlier prompts and answers, or as what was heard and answered",
    ),
  context: z
    .strictObject({
      most: wholeNumber(1).describe("tokens of the messages of a call at most"),
      over: z
        .enum(["shorten", "summarise", "missing"], { error: "must be shorten, summarise or missing" })
        .describe("what happens to a longer prompt"),
      summary: text("must be a text").optional().describe("what the model is asked for when it sums up"),
      summaryTokens: wholeNumber(1).optional().describe("most tokens of a summary; default 300"),
    })
    .optional()
    .describe("how long a prompt may be, and what happens above"),
  tools: toolsSettings.optional().describe("tools that a model may call within a turn"),
  steps: wholeNumber(1)
    .max(50, { error: "must be a whole number from 1 to 50" })
    .optional()
    .describe("calls of tools in a turn at most; default 4"),
  toolsAs: z
    .enum(["native", "words"], { error: "must be native or words" })
    .optional()
    .describe("how tools are called: by fields of the request and the reply, or by JSON in the reply"),
  temperature: atLeastZero().optional().describe("default the model's own"),
  topP: finite()
    .gt(0, { error: "must be a number above 0, to 1" })
    .max(1, { error: "must be a number above 0, to 1" })
    .optional()
    .describe("default the model's own"),
  maxTokens: wholeNumber(1).default(1000).describe("most tokens of an answer, thoughts included"),
  price: z
    .strictObject({ input: atLeastZero(), output: atLeastZero() })
    .optional()
    .describe("price of a million tokens, in any currency"),
  timeout: finite()
    .gt(0, { error: "must be a number of seconds above 0" })
    .max(86_400, { error: "must be at most 86400 seconds" })
    .default(120)
    .describe("seconds until a call is given up"),
});

/** A union of forms says only that none fits; of a mapping, this says what is wrong with it. */
function modelFault(given: unknown): string {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return MODEL;
  const issues = endpointSettings.safeParse(given).error?.issues ?? [];
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (issue?.code === "unrecognized_keys") return `must have no setting "${issue.keys[0]}"`;
  const words = issue?.message.startsWith("must ") ? issue.message : "must be valid";
  return issue ? `must be right: its ${issue.path.map(String).join(".")} ${words}` : MODEL;
}
