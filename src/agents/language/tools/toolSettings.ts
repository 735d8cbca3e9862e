import { z } from "zod";
import { finite, wholeNumber } from "../../../core/fields.ts";
import type { ChoiceAnswer, NumberAnswer, TextAnswer } from "../../../survey/answerSettings.ts";

/** What a model has to give when it calls a tool: a text, a number or one of several options, by name. */
export type ToolArgument = (
  | Pick<ChoiceAnswer, "kind" | "options">
  | Omit<NumberAnswer, "description">
  | TextAnswer
) & {
  readonly name: string;
  /** What the model is told of it. */
  readonly description?: string | undefined;
};

interface AnyTool {
  /** By which the model calls it; default the kind. */
  readonly name?: string | undefined;
  /** What the model is told of it; default a sentence in English, where the kind knows one. */
  readonly description?: string | undefined;
  /** Characters of a result at most, from 100 to 20,000; longer ones are cut, and say so. Default 2000. */
  readonly most?: number | undefined;
}

/** A formula of numbers, worked out in the language of formulas that studies have. */
interface CalculateSettings extends AnyTool {
  readonly kind: "calculate";
}

/** What was said to the agent in this turn, as the channel delivered it. */
interface NeighboursSettings extends AnyTool {
  readonly kind: "neighbours";
}

/** The agent's own id, round and attributes. */
interface SelfSettings extends AnyTool {
  readonly kind: "self";
}

/** The row of a table under a key. */
export interface LookupSettings extends AnyTool {
  readonly kind: "lookup";
  /** Rows, or a table in a file of the study. */
  readonly table: readonly Readonly<Record<string, string | number | boolean>>[] | { readonly file: string };
  /** Column that rows are looked up by; its values differ in all rows. */
  readonly key: string;
  /** Columns that the model is shown; default all. */
  readonly columns?: readonly string[] | undefined;
}

interface OutsideTool extends AnyTool {
  readonly description: string;
  readonly arguments?: readonly ToolArgument[] | undefined;
  /** Seconds until a call is given up, above 0; default 30. */
  readonly timeout?: number | undefined;
  /** Longest answer in bytes, from 1; default 100,000. */
  readonly maxBytes?: number | undefined;
}

/** A program of the study, asked line by line as agents of the kind `command` are. */
export interface CommandToolSettings extends OutsideTool {
  readonly kind: "command";
  readonly command: readonly string[];
  /** Names of the environment variables that it sees; default PATH alone. */
  readonly env?: readonly string[] | undefined;
  /** Number of processes that share the calls, from 1; default 1. */
  readonly processes?: number | undefined;
}

/** An address that answers calls, as agents of the kind `http` are asked. */
export interface HttpToolSettings extends OutsideTool {
  readonly kind: "http";
  readonly url: string;
  /** Name of the environment variable with the key that is sent as `Authorization: Bearer …`; default: no key is sent. */
  readonly keyFrom?: string | undefined;
}

/** A tool that a model may call within a turn. */
export type ToolSettings =
  | CalculateSettings
  | NeighboursSettings
  | SelfSettings
  | LookupSettings
  | CommandToolSettings
  | HttpToolSettings;

const text = (error: string): z.ZodString => z.string({ error }).min(1, { error: "must not be empty" });
const NAME = "must be a letter, then letters, digits, _ or -, 64 characters at most";
const name = (): z.ZodString =>
  z.string({ error: NAME }).regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, { error: NAME });
const FIELD = "must be a letter, then letters, digits or _, 64 characters at most";
const field = {
  name: z.string({ error: FIELD }).regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, { error: FIELD }),
  description: text("must be a text").optional(),
};
const MOST_ROWS = 10_000;

/** Stands at the kind when there is a mapping, and at the tool itself when there is none. */
const wantKind = (code: string | undefined, kinds: string): string =>
  code === "invalid_union" ? `must be ${kinds}` : `must be a mapping whose kind is ${kinds}`;

const argument = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        ...field,
        kind: z.literal("choice"),
        options: z
          .array(text("must be a text").max(200, { error: "must have at most 200 characters" }), {
            error: "must be a list of texts",
          })
          .min(1, { error: "must be a list of at least 1 text" })
          .max(100, { error: "must be a list of at most 100 texts" }),
      }),
      z.strictObject({
        ...field,
        kind: z.literal("number"),
        from: finite(),
        to: finite(),
        whole: z.boolean({ error: "must be true or false" }).default(false),
      }),
      z.strictObject({
        ...field,
        kind: z.literal("text"),
        most: wholeNumber(1)
          .max(2000, { error: "must be a whole number from 1 to 2000" })
          .default(280)
          .describe("most characters"),
      }),
    ],
    { error: (issue) => wantKind(issue.code, "choice, number or text") },
  )
  .superRefine((one, context) => {
    if (one.kind === "number" && one.from >= one.to)
      context.addIssue({ code: "custom", message: `must be more than from (${one.from})`, path: ["to"] });
  });

const any = {
  name: name().optional().describe("by which the model calls it; default the kind"),
  description: text("must be a text").optional().describe("what the model is told of it"),
  most: wholeNumber(100)
    .max(20_000, { error: "must be a whole number from 100 to 20000" })
    .default(2000)
    .describe("characters of a result at most"),
};
const outside = {
  ...any,
  description: text("must be a text: what the model is told of the tool").describe(
    "what the model is told of it",
  ),
  arguments: z
    .array(argument, { error: "must be a list of arguments" })
    .max(20, { error: "must be a list of at most 20 arguments" })
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, {
      error: "must all have different names",
    })
    .readonly()
    .default([])
    .describe("what the model has to give, each with name and kind"),
  timeout: finite()
    .gt(0, { error: "must be a number of seconds above 0" })
    .max(3600, { error: "must be at most 3600 seconds" })
    .default(30)
    .describe("seconds until a call is given up"),
  maxBytes: wholeNumber(1).default(100_000).describe("longest answer in bytes"),
};
const VARIABLE = "must be the name of an environment variable";
const variable = (): z.ZodString =>
  z.string({ error: VARIABLE }).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: VARIABLE });
const ADDRESS = "must be an address that begins with http:// or https://";

/** The structure of {@link ToolSettings}. */
const tool = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("calculate").describe("a formula of numbers"), ...any }),
    z.strictObject({
      kind: z.literal("neighbours").describe("what was said to the agent in this turn"),
      ...any,
    }),
    z.strictObject({ kind: z.literal("self").describe("the agent's own id, round and attributes"), ...any }),
    z.strictObject({
      kind: z.literal("lookup").describe("the row of a table under a key"),
      ...any,
      table: z
        .union(
          [
            z.strictObject({ file: text("must be the name of a file") }),
            z
              .array(z.record(z.string(), z.union([z.string(), finite(), z.boolean()])))
              .min(1)
              .max(MOST_ROWS)
              .readonly(),
          ],
          { error: `must be { file } for a table, or a list of 1 to ${MOST_ROWS} mappings` },
        )
        .describe("rows, or a table in a file"),
      key: text("must be the name of a column").describe("column that rows are looked up by"),
      columns: z
        .array(text("must be the name of a column"), { error: "must be a list of columns" })
        .min(1, { error: "must be a list of at least one column" })
        .readonly()
        .optional()
        .describe("columns that the model is shown; default all"),
    }),
    z.strictObject({
      kind: z.literal("command").describe("a program: lines of JSON over standard input and output"),
      ...outside,
      command: z
        .array(z.string({ error: "must be a text" }), {
          error: "must be a list: the program and its arguments",
        })
        .min(1, { error: "must name a program" })
        .readonly(),
      env: z
        .array(variable(), { error: "must be a list of names of environment variables" })
        .readonly()
        .default(["PATH"]),
      processes: wholeNumber(1).default(1),
    }),
    z.strictObject({
      kind: z.literal("http").describe("an address that answers calls"),
      ...outside,
      url: z.string({ error: ADDRESS }).regex(/^https?:\/\//, { error: ADDRESS }),
      keyFrom: variable().optional(),
    }),
  ],
  { error: (issue) => wantKind(issue.code, "calculate, neighbours, self, lookup, command or http") },
);

/** Tools of one population at most. */
const MOST_TOOLS = 20;

/** The structure of a list of {@link ToolSettings}. */
export const toolsSettings: z.ZodType<readonly ToolSettings[], readonly ToolSettings[]> = z
  .array(tool, { error: "must be a list of tools, each with a kind" })
  .max(MOST_TOOLS, { error: `must be a list of at most ${MOST_TOOLS} tools` })
  .refine((all) => new Set(all.map((one) => one.name ?? one.kind)).size === all.length, {
    error: "must all have different names: give name to tools of the same kind",
  })
  .readonly();
