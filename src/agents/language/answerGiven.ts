import type { Json } from "../../core/canonicalJson.ts";
import type { Turn } from "../../log/Turn.ts";
import type { Answer, AnswerSettings, PlainAnswer } from "../../survey/answerSettings.ts";
import { judgeAnswer } from "../../survey/judgeAnswer.ts";
import type { ShownAnswer, ShownPart } from "../../survey/shownAnswer.ts";
import { answerOf } from "./answerOf.ts";

/** An answer by its fields; one without fields has the field `answer`. */
export type AnswerFields = Readonly<Record<string, string | number | boolean>>;

/**
 * What was read from the answer of a turn. It stands in the line; of an answer of one part it is what was said, and where the agent says
 * nothing to others, it is read again from the text, with the options in the order in which they were shown.
 *
 * @param wanted what kind of answer the agent had to give. Default: it is not known.
 * @returns undefined for turns that did not end well, and agents without answers.
 */
export function answerGiven(turn: Turn, wanted: AnswerSettings | undefined): AnswerFields | undefined {
  const { status, answer, action, text } = turn;
  if (status !== "ok") return undefined;
  if (answer) return answer;
  if (wanted === undefined) return undefined;
  const said = action?.said;
  if (said !== undefined && judgeAnswer(said, wanted) === undefined) return fieldsOf(said as Answer);
  if (text === undefined) return undefined;
  try {
    return fieldsOf(answerOf(text, shownAgain(wanted, turn.drawn)));
  } catch {
    // What was said by a script, or of a study that was changed since.
    return undefined;
  }
}

const fieldsOf = (answer: Answer): AnswerFields => (typeof answer === "object" ? answer : { answer });

/** The answer as it was shown in a turn, from what the journal has of it. */
function shownAgain(wanted: AnswerSettings, drawn: Json | undefined): ShownAnswer {
  if (wanted.kind !== "object") return partAgain(wanted, drawn);
  const orders = (drawn ?? {}) as Readonly<Record<string, Json>>;
  return {
    kind: "object",
    fields: wanted.fields.map((field) => ({
      ...partAgain(field, Object.hasOwn(orders, field.name) ? orders[field.name] : undefined),
      name: field.name,
    })),
  };
}

function partAgain(part: PlainAnswer, order: Json | undefined): ShownPart {
  if (part.kind === "number") return { ...part, whole: part.whole ?? false };
  if (part.kind === "text") return { kind: "text", most: part.most ?? 280 };
  const { options, labels = false } = part;
  const list = Array.isArray(order) ? order.map(String) : options;
  const shown = list.map((option, k) => ({ mark: labels ? String.fromCharCode(65 + k) : option, option }));
  return { kind: "choice", shown, labels };
}
