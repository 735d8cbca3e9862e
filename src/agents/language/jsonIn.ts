const FENCE = "```";
/** Fenced blocks that are looked at. */
const MOST_FENCES = 5;

/**
 * JSON in the text of an answer: the whole text, a fenced block of code, or everything from the first brace to the last. Parsed,
 * never evaluated. Cost: linear in the text.
 *
 * @param inside whether braces in the middle of a text count.
 * @returns what was parsed, in a list of its own because it may be anything; empty when there is none.
 */
export function jsonIn(text: string, inside: boolean): readonly [unknown] | readonly [] {
  const pieces = [text, ...fenced(text)];
  const from = text.indexOf("{");
  if (inside && from !== -1) pieces.push(text.slice(from, text.lastIndexOf("}") + 1));
  for (const piece of pieces) {
    try {
      return [JSON.parse(piece) as unknown];
    } catch {
      // Not this piece.
    }
  }
  return [];
}

function fenced(text: string): string[] {
  const found: string[] = [];
  let at = text.indexOf(FENCE);
  while (at !== -1 && found.length < MOST_FENCES) {
    const lineEnd = text.indexOf("\n", at);
    const end = lineEnd === -1 ? -1 : text.indexOf(FENCE, lineEnd);
    if (end === -1) break;
    found.push(text.slice(lineEnd + 1, end));
    at = text.indexOf(FENCE, end + FENCE.length);
  }
  return found;
}
