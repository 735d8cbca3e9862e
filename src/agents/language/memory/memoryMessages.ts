import type { Json } from "../../../core/canonicalJson.ts";
import type { Message } from "../../Population.ts";
import type { Remembered } from "./remembered.ts";

/**
 * Turns that are remembered as earlier messages of a chat, the oldest first, a question and an answer each.
 *
 * @param asked what was asked in a turn, in words: the prompt as it was sent, or what was heard.
 */
export function memoryMessages(
  turns: readonly Remembered[],
  asked: (turn: Remembered) => string,
): readonly Message[] {
  return turns.flatMap((turn): Message[] => [
    {
      role: "user",
      content: turn.summary ? `What happened up to round ${turn.round}, in short?` : asked(turn),
    },
    { role: "assistant", content: wordsOf(turn.answer) },
  ]);
}

/** What was heard in a turn, in words. */
export function heardWords({ round, heard, crowd }: Remembered): string {
  const said = heard.map((one) => `${one.from}: ${wordsOf(one.said)}`);
  const all = [
    ...said,
    ...(crowd === undefined || crowd === null ? [] : [`all together: ${wordsOf(crowd)}`]),
  ];
  return all.length === 0
    ? `In round ${round} you heard nothing.`
    : `In round ${round} you heard:\n${all.join("\n")}`;
}

const wordsOf = (said: Json): string => (typeof said === "string" ? said : JSON.stringify(said));
