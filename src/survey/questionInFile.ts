import { z } from "zod";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { explainIssue } from "../core/explainIssue.ts";
import { finite, wholeNumber } from "../core/fields.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { answerSettings } from "./answerSettings.ts";
import type { Question, QuestionSettings } from "./Question.ts";

const NAME = "must be a letter, then letters, digits, _ or -";
const ROUNDS = "must be a round, a list of rounds, or each";
const SHARE = "must be a number above 0 and up to 1";

/** A question whose text may stand in a file beside the study's. */
export type QuestionInFile = Omit<QuestionSettings, "prompt"> & {
  readonly prompt: string | { readonly file: string };
};

const fields = {
  name: z.string({ error: NAME }).regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, { error: NAME }),
  purpose: z
    .enum(["manipulation-check", "negative-control", "other"], {
      error: "must be manipulation-check, negative-control or other",
    })
    .optional()
    .describe("what it is for; default other"),
  answer: answerSettings.describe("what kind of answer it must have, as that of language models"),
  after: z
    .union([wholeNumber(1), z.array(wholeNumber(1)).min(1, { error: ROUNDS }), z.literal("each")], {
      error: ROUNDS,
    })
    .optional()
    .describe("rounds after which it is asked; default the last"),
  share: finite()
    .gt(0, { error: SHARE })
    .max(1, { error: SHARE })
    .optional()
    .describe("share of the agents that are asked, drawn once for each world; default 1"),
  answers: z
    .record(z.string(), z.json() as z.ZodType<Json, Json>, { error: "must be a mapping from arm to answer" })
    .optional()
    .describe("by the name of the arm, what synthetic agents answer"),
};
const text = (error: string): z.ZodString => z.string({ error }).min(1, { error: "must not be empty" });
const PROMPT = "what is asked: a template for language models, as their prompt is";

/** The structure of {@link QuestionSettings}. */
const questionSettings: z.ZodType<QuestionSettings, QuestionSettings> = z.strictObject({
  ...fields,
  prompt: text("must be a text").describe(PROMPT),
});

/** The structure of {@link QuestionInFile}. */
export const questionInFile: z.ZodType<QuestionInFile, QuestionInFile> = z.strictObject({
  ...fields,
  prompt: z
    .union([text("must be a text"), z.strictObject({ file: text("must be the name of a file") })], {
      error: "must be a text, or { file } for one in a file",
    })
    .describe(PROMPT),
});

/**
 * Questions with the defaults filled in.
 *
 * @param rounds of the study.
 * @throws SpillwayError for anything else than {@link QuestionSettings}, two questions of one name, and rounds that the
 * study has not.
 */
export function settledQuestions(given: readonly QuestionSettings[], rounds: number): Question[] {
  const names = new Set<string>();
  return given.map((one, k) => {
    const parsed = questionSettings.safeParse(one);
    if (!parsed.success) {
      const issue = parsed.error.issues.find(({ code }) => code === "unrecognized_keys");
      const words = explainIssue(issue ?? parsed.error.issues[0]!, one, questionSettings);
      throw new SpillwayError(`ask: ${k}: ${words}`);
    }
    const { name, purpose = "other", prompt, answer, after = rounds, share = 1, answers } = parsed.data;
    const fault = (message: string): SpillwayError => new SpillwayError(`ask: ${k}: "${name}" ${message}`);
    if (names.has(name)) throw fault("is the name of two questions");
    names.add(name);
    const each = Array.from({ length: rounds }, (_, round) => round + 1);
    const wanted = after === "each" ? each : [...new Set(typeof after === "number" ? [after] : after)];
    const beyond = wanted.find((round) => round > rounds);
    if (beyond !== undefined)
      throw fault(`is asked after round ${beyond}, but the study has ${rounds} rounds`);
    return {
      name,
      purpose,
      prompt,
      answer,
      after: wanted.sort((a, b) => a - b),
      share,
      ...(answers === undefined
        ? {}
        : { answers: JSON.parse(canonicalJson(answers)) as Readonly<Record<string, Json>> }),
    };
  });
}
