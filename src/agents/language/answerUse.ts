import type { Json } from "../../core/canonicalJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";
import type { Answer, AnswerSettings, PlainAnswer } from "../../survey/answerSettings.ts";
import type { LanguageSettings } from "./languageSettings.ts";

/** What becomes of an answer. */
interface AnswerUse {
  /** What neighbours hear; undefined for nothing. */
  said(answer: Answer): Json | undefined;
  /** The measured number; undefined for none. */
  outcome(answer: Answer): number | undefined;
}

/**
 * How the settings `says` and `outcome` read an answer.
 *
 * @throws SpillwayError for fields that the answer has not, a text as outcome, options without points, points for unknown options; and without
 * an outcome, unless the answer is a number.
 */
export function answerUse({
  answer,
  says,
  outcome,
}: Pick<LanguageSettings, "answer" | "says" | "outcome">): AnswerUse {
  if (typeof says === "string") partNamed(answer, says, "says");
  const part = (given: Answer, field: string | undefined): Json =>
    field === undefined ? given : (given as Readonly<Record<string, string | number>>)[field]!;
  const number = numberOf(answer, outcome);
  return {
    said: (given) => (says === false ? undefined : part(given, says)),
    outcome: (given) => (outcome === false ? undefined : number(part(given, outcome?.field))),
  };
}

function partNamed(answer: AnswerSettings, field: string, setting: string): PlainAnswer {
  if (answer.kind !== "object")
    throw new SpillwayError(
      `language: ${setting} names the field "${field}", but the answer is one ${answer.kind}`,
    );
  const found = answer.fields.find(({ name }) => name === field);
  if (found) return found;
  const names = answer.fields.map(({ name }) => name);
  throw new SpillwayError(`language: ${setting}: the answer has no field "${field}"${suggest(field, names)}`);
}

function numberOf(
  answer: AnswerSettings,
  outcome: LanguageSettings["outcome"],
): (value: Json) => number | undefined {
  const none = (): undefined => undefined;
  if (outcome === false) return none;
  const field = outcome?.field;
  const part = field === undefined ? answer : partNamed(answer, field, "outcome.field");
  const { kind } = part;
  if (kind === "object" || (outcome === undefined && kind !== "number"))
    throw new SpillwayError(
      `language: outcome is missing: say which field it is, give points for the options of a choice, or say false for none`,
    );
  if (kind === "text")
    throw new SpillwayError(
      "language: outcome must come from a number or a choice, got a text: say false for none",
    );
  const given = outcome?.points;
  if (kind === "number") {
    if (given)
      throw new SpillwayError("language: outcome.points are for the options of a choice, got a number");
    return (value) => (typeof value === "number" ? value : undefined);
  }
  const points = new Map(Object.entries(given ?? {}));
  for (const option of points.keys())
    if (!part.options.includes(option))
      throw new SpillwayError(
        `language: outcome.points has no option "${option}"${suggest(option, part.options)}`,
      );
  const lacking = part.options.find((option) => !points.has(option));
  if (lacking !== undefined)
    throw new SpillwayError(
      `language: outcome.points lacks the option "${lacking}": each option needs a number`,
    );
  return (value) => points.get(String(value));
}
