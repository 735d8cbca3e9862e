import { z } from "zod";
import { finite, wholeNumber } from "../core/fields.ts";

/** One of several options. */
export interface ChoiceAnswer {
  readonly kind: "choice";
  /** Two to 26, all different. */
  readonly options: readonly string[];
  /** Whether options are shown as A, B, C … and answered by letter; default false. */
  readonly labels?: boolean | undefined;
  /** Whether each turn shows them in an order of its own; default true. */
  readonly shuffle?: boolean | undefined;
}

/** A number in a range, ends included. */
export interface NumberAnswer {
  readonly kind: "number";
  readonly from: number;
  readonly to: number;
  /** Whether it must be whole; default false. */
  readonly whole?: boolean | undefined;
}

/** A short text. */
export interface TextAnswer {
  readonly kind: "text";
  /** Most characters, from 1 to 10,000; default 280. */
  readonly most?: number | undefined;
}

export type PlainAnswer = ChoiceAnswer | NumberAnswer | TextAnswer;
/** A part of an object, with its name. */
export type AnswerField = PlainAnswer & { readonly name: string };

/** Several answers at once, in this order: models that explain first and choose then choose otherwise. */
export interface ObjectAnswer {
  readonly kind: "object";
  readonly fields: readonly AnswerField[];
}

/** An answer that was read and checked: an option, a number, a text, or these by the names of their fields. */
export type Answer = string | number | { readonly [field: string]: string | number };

/** What kind of answer an agent must give. */
export type AnswerSettings = PlainAnswer | ObjectAnswer;

const yesNo = (): z.ZodBoolean => z.boolean({ error: "must be true or false" });
const most = "must be a whole number from 1 to 10000";

const choice = {
  kind: z.literal("choice"),
  options: z
    .array(
      z
        .string({ error: "must be a text" })
        .max(200, { error: "must have at most 200 characters" })
        .refine((option) => option.trim() === option && option !== "", {
          error: "must be a text without spaces at its ends",
        }),
      { error: "must be a list of texts" },
    )
    .min(2, { error: "must be a list of at least 2 texts" })
    .max(26, { error: "must be a list of at most 26 texts" })
    .refine((options) => new Set(options.map((option) => option.toLowerCase())).size === options.length, {
      error: "must all be different, also without regard to capitals",
    }),
  labels: yesNo().default(false).describe("whether options are shown as A, B, C … and answered by letter"),
  shuffle: yesNo().default(true).describe("whether each turn shows the options in an order of its own"),
};
const number = {
  kind: z.literal("number"),
  from: finite(),
  to: finite(),
  whole: yesNo().default(false).describe("whether it must be a whole number"),
};
const text = {
  kind: z.literal("text"),
  most: wholeNumber(1).max(10_000, { error: most }).default(280).describe("most characters"),
};
const name = z
  .string({ error: "must be a text" })
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, { error: "must be a letter, then letters, digits or _" });

/** Stands at the kind when there is a mapping, and at the answer itself when there is none. */
const wantKind = (code: string | undefined, kinds: string): string =>
  code === "invalid_union" ? `must be ${kinds}` : `must be a mapping whose kind is ${kinds}`;

const field = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ name, ...choice }),
    z.strictObject({ name, ...number }),
    z.strictObject({ name, ...text }),
  ],
  { error: (issue) => wantKind(issue.code, "choice, number or text") },
);

/** The structure of {@link AnswerSettings}. */
export const answerSettings: z.ZodType<AnswerSettings, AnswerSettings> = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject(choice),
      z.strictObject(number),
      z.strictObject(text),
      z.strictObject({
        kind: z.literal("object"),
        fields: z
          .array(field, { error: "must be a list of fields" })
          .min(1, { error: "must be a list of at least one field" })
          .max(50, { error: "must be a list of at most 50 fields" })
          .refine((fields) => new Set(fields.map((one) => one.name)).size === fields.length, {
            error: "must all have different names",
          }),
      }),
    ],
    { error: (issue) => wantKind(issue.code, "choice, number, text or object") },
  )
  .superRefine((answer, context) => {
    const parts = answer.kind === "object" ? answer.fields : [answer];
    parts.forEach((part, k) => {
      const fault = partFault(part);
      if (fault === undefined) return;
      const path = answer.kind === "object" ? ["fields", k, fault.at] : [fault.at];
      context.addIssue({ code: "custom", message: fault.message, path });
    });
  });

function partFault(part: PlainAnswer): { readonly at: string; readonly message: string } | undefined {
  if (part.kind === "number" && part.from >= part.to)
    return { at: "to", message: `must be more than from (${part.from})` };
  if (part.kind === "number" && part.whole && !(Number.isInteger(part.from) && Number.isInteger(part.to)))
    return { at: "to", message: "must be a whole number, as from must, when the answer is whole" };
  if (part.kind === "choice" && part.labels && part.options.some((option) => /^[a-z]$/i.test(option)))
    return { at: "options", message: "must be no single letters where letters stand for options" };
  return undefined;
}
