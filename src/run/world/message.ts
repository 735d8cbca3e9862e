import type { Heard } from "../../agents/Agent.ts";
import type { Json } from "../../core/canonicalJson.ts";
import { heardText } from "../../log/journal/lineText.ts";
import { withText } from "../../log/journal/wordsText.ts";

/** What an agent said, as all who listen hear it: one frozen object, which is written out once for all their lines. */
export function message(from: string, said: Json): Heard {
  const heard = new Plain(from, said);
  return Object.freeze(withText(heard, heardText(heard)));
}

/** A message of a world that nobody writes down: without the text of its lines, which costs as much as a turn. */
export const unwritten = (from: string, said: Json): Heard => Object.freeze(new Plain(from, said));

/**
 * `{ from, said }`. V8 sees that the objects which a literal makes live for a round, makes further ones where old objects are, and then
 * keeps alive all that they name: runs take a third longer. What a constructor makes it leaves where it belongs.
 */
const Plain = function (this: { from: string; said: Json }, from: string, said: Json): void {
  this.from = from;
  this.said = said;
} as unknown as new (
  from: string,
  said: Json,
) => Heard;
Plain.prototype = Object.prototype;
