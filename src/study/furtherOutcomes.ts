import { z } from "zod";
import type { Population } from "../agents/Population.ts";
import { finite } from "../core/fields.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import type { AnswerSettings, PlainAnswer } from "../survey/answerSettings.ts";
import type { Question } from "../survey/Question.ts";

/** A further outcome of a study, beside the one that agents measure: a part of what they answered. */
export interface FurtherOutcome {
  /** The field of the answer of the last turn, or `answer` where it is one of a kind; with a question, the field of its answer. */
  readonly field?: string;
  /** The question whose last answer it is, of all agents. Default: the answer of the turn. */
  readonly question?: string;
  /** The number of each option of a choice. */
  readonly points?: Readonly<Record<string, number>>;
  /** Names of the inquiries that are asked of it. Default all. */
  readonly inquiry?: readonly string[];
}

const text = (): z.ZodString => z.string({ error: "must be a text" });

/** The structure of {@link FurtherOutcome}. */
export const furtherOutcomeShape: z.ZodType<FurtherOutcome, FurtherOutcome> = z.strictObject({
  field: text().optional().describe("the field of the answer; of one that has no fields, answer"),
  question: text()
    .optional()
    .describe("the question whose last answer it is; default the answer of the turn"),
  points: z.record(text(), finite()).optional().describe("the number of each option of a choice"),
  inquiry: z
    .array(text(), { error: "must be a list of names" })
    .min(1, { error: "must name at least one inquiry" })
    .optional()
    .describe("names of the inquiries that are asked of it; default all"),
}) as unknown as z.ZodType<FurtherOutcome, FurtherOutcome>;

/** What further outcomes are held against. */
interface OutcomeSources {
  readonly outcome: string;
  readonly agents: Pick<Population, "name" | "params" | "synthetic">;
  readonly ask: readonly Question[];
  readonly inquiries: readonly string[];
}

const NAME = /^[A-Za-z][\w-]{0,63}$/;

/** The name of an inquiry that is asked of a further outcome, in rows and tables. */
export const inquiryOfOutcome = (outcome: string, inquiry: string): string => `${outcome}: ${inquiry}`;

/** The column of the unit table in which a further outcome stands. */
export function outcomeColumn({ field, question }: FurtherOutcome): string {
  if (question !== undefined) return field === undefined ? `ask.${question}` : `ask.${question}.${field}`;
  return field === undefined || field === "answer" ? "answer" : `answer.${field}`;
}

/**
 * Makes sure that further outcomes can be measured.
 *
 * @throws SpillwayError for names used twice, fields and questions that there are not, texts, options without points, and questions
 * that only a share of the agents is asked.
 */
export function wantOutcomes(
  given: Readonly<Record<string, FurtherOutcome>>,
  { outcome, agents, ask, inquiries }: OutcomeSources,
): void {
  for (const [name, one] of Object.entries(given)) {
    const fault = (words: string): SpillwayError =>
      new SpillwayError(`study: data.outcomes.${name}: ${words}`);
    if (!NAME.test(name))
      throw fault("its name must be a letter, then letters, digits, _ or -, at most 64 of them");
    if (name === outcome) throw fault(`data.outcome has that name already: give it another one`);
    for (const wanted of one.inquiry ?? [])
      if (!inquiries.includes(wanted))
        throw fault(`there is no inquiry ${shown(wanted)}${suggest(wanted, inquiries)}`);
    const twice = (one.inquiry ?? inquiries).find((asked) =>
      inquiries.includes(inquiryOfOutcome(name, asked)),
    );
    if (twice !== undefined)
      throw fault(`${shown(inquiryOfOutcome(name, twice))} is the name of an inquiry already`);
    const answer = answerOf(one, agents, ask, fault);
    if (answer !== undefined) wantNumber(one, answer, fault);
  }
}

type Fault = (words: string) => SpillwayError;

/** What is answered; undefined where only the agents know. */
function answerOf(
  { field, question }: FurtherOutcome,
  agents: OutcomeSources["agents"],
  ask: readonly Question[],
  fault: Fault,
): AnswerSettings | undefined {
  if (question === undefined && field === undefined)
    throw fault("wanted field (of the answer) or question (of data.ask), got neither");
  if (question === undefined) {
    if (agents.synthetic)
      throw fault(
        `agents of kind ${agents.name} measure one outcome and give no answer with fields: wanted a question of data.ask`,
      );
    return agents.name === "language" ? (agents.params.answer as unknown as AnswerSettings) : undefined;
  }
  const names = ask.map(({ name }) => name);
  const found = ask.find(({ name }) => name === question);
  if (!found) throw fault(`there is no question ${shown(question)} in data.ask${suggest(question, names)}`);
  if (found.share < 1)
    throw fault(
      `the question ${shown(question)} is asked of a share of ${found.share} of the agents: an outcome must be asked of all of them`,
    );
  return found.answer;
}

function wantNumber(one: FurtherOutcome, answer: AnswerSettings, fault: Fault): void {
  const part = partOf(one, answer, fault);
  const { points } = one;
  if (part.kind === "text") throw fault("wanted a number or a choice, got a text");
  if (part.kind === "number") {
    if (points) throw fault("points are for the options of a choice, got a number");
    return;
  }
  const { options } = part;
  for (const option of Object.keys(points ?? {}))
    if (!options.includes(option))
      throw fault(`points has no option ${shown(option)}${suggest(option, options)}`);
  const lacking = options.find((option) => !Object.hasOwn(points ?? {}, option));
  if (lacking !== undefined)
    throw fault(`points lacks the option ${shown(lacking)}: each option needs a number`);
}

function partOf({ field, question }: FurtherOutcome, answer: AnswerSettings, fault: Fault): PlainAnswer {
  if (answer.kind !== "object") {
    if (field !== undefined && (question !== undefined || field !== "answer"))
      throw fault(
        `the answer is one ${answer.kind} and has no field ${shown(field)}${question === undefined ? ": wanted field: answer" : ""}`,
      );
    return answer;
  }
  const names = answer.fields.map(({ name }) => name);
  if (field === undefined) throw fault(`wanted the field of the answer, one of ${names.join(", ")}`);
  const found = answer.fields.find(({ name }) => name === field);
  if (!found) throw fault(`the answer has no field ${shown(field)}${suggest(field, names)}`);
  return found;
}
