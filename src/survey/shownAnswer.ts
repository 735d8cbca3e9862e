import type { Json } from "../core/canonicalJson.ts";
import { shuffle } from "../core/numbers/shuffle.ts";
import type { Rng } from "../core/rng.ts";
import type { AnswerSettings, NumberAnswer, PlainAnswer } from "./answerSettings.ts";

/** A choice as one turn shows it. */
export interface ShownChoice {
  readonly kind: "choice";
  /** In the order shown. `mark` is what the agent answers: a letter, or the option itself. */
  readonly shown: readonly { readonly mark: string; readonly option: string }[];
  readonly labels: boolean;
}

interface ShownText {
  readonly kind: "text";
  readonly most: number;
}

export type ShownPart = ShownChoice | ShownText | (NumberAnswer & { readonly whole: boolean });

/** What kind of answer one turn asks for, with everything drawn that had to be. */
export type ShownAnswer =
  | ShownPart
  | { readonly kind: "object"; readonly fields: readonly (ShownPart & { readonly name: string })[] };

/**
 * Draws the order in which a turn shows the options. Each choice has a stream of its own, so that a field more changes no
 * other order.
 *
 * @param rng the stream of the turn.
 * @returns the answer as shown, and for the journal the order: a list of options, or one for each field of an object;
 * absent where nothing was drawn.
 */
export function shownAnswer(
  answer: AnswerSettings,
  rng: Rng,
): { readonly shown: ShownAnswer; readonly drawn?: Json } {
  const stream = rng.fork("options");
  if (answer.kind !== "object") {
    const shown = partOf(answer, stream);
    return shown.kind === "choice" && isShuffled(answer) ? { shown, drawn: orderOf(shown) } : { shown };
  }
  const fields = answer.fields.map((field) => ({
    ...partOf(field, stream.fork(field.name)),
    name: field.name,
  }));
  const drawn = fields.flatMap((field, k) =>
    field.kind === "choice" && isShuffled(answer.fields[k]!) ? [[field.name, orderOf(field)] as const] : [],
  );
  const shown = { kind: "object", fields } as const;
  return drawn.length === 0 ? { shown } : { shown, drawn: Object.fromEntries(drawn) };
}

function partOf(answer: PlainAnswer, rng: Rng): ShownPart {
  if (answer.kind === "number") return { ...answer, whole: answer.whole ?? false };
  if (answer.kind === "text") return { kind: "text", most: answer.most ?? 280 };
  const { options, labels = false } = answer;
  const order = isShuffled(answer) ? shuffle(rng, [...options]) : options;
  const shown = order.map((option, k) => ({
    mark: labels ? String.fromCharCode(65 + k) : option,
    option,
  }));
  return { kind: "choice", shown, labels };
}

function isShuffled(answer: PlainAnswer): boolean {
  return answer.kind === "choice" && answer.shuffle !== false;
}

const orderOf = ({ shown }: ShownChoice): string[] => shown.map(({ option }) => option);

/**
 * The options of a choice as a prompt shows them: `yes`, or `A: yes` with letters. For an object they stand by the name
 * of their field; for answers without options there are none.
 */
export function optionsShown(answer: ShownAnswer): Json {
  const lines = (part: ShownPart): readonly string[] =>
    part.kind === "choice"
      ? part.shown.map(({ mark, option }) => (part.labels ? `${mark}: ${option}` : option))
      : [];
  if (answer.kind !== "object") return lines(answer);
  return Object.fromEntries(
    answer.fields.flatMap((field) => (field.kind === "choice" ? [[field.name, lines(field)]] : [])),
  );
}
