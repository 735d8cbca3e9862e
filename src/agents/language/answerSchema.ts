import type { Json } from "../../core/canonicalJson.ts";
import type { ShownAnswer, ShownPart } from "../../survey/shownAnswer.ts";
import type { AnswerJsonSchema } from "./LanguageModel.ts";

/**
 * The JSON Schema of an answer: an object with the fields, or with the one key `answer`. It keeps to what endpoints
 * with strict schemas take (every key required, no others allowed); the length of a text, which some refuse to hear of, is in its description
 * only and checked afterwards like everything else. Options stand in the order shown.
 */
export function answerSchema(answer: ShownAnswer): AnswerJsonSchema {
  const fields: readonly (readonly [string, ShownPart])[] =
    answer.kind === "object" ? answer.fields.map((field) => [field.name, field]) : [["answer", answer]];
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(([name, part]) => [name, partSchema(part)])),
    required: fields.map(([name]) => name),
    additionalProperties: false,
  };
}

function partSchema(part: ShownPart): Json {
  if (part.kind === "choice") return { type: "string", enum: part.shown.map(({ mark }) => mark) };
  if (part.kind === "text") return { type: "string", description: `at most ${part.most} characters` };
  return { type: part.whole ? "integer" : "number", minimum: part.from, maximum: part.to };
}
