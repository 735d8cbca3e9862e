const LONGEST = 500;

/** The message of whatever an agent threw, cut at 500 characters. It is text from outside: nothing in it is trusted. */
export function reasonOf(thrown: unknown): string {
  let message = "";
  try {
    message = thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    // A thrown object may refuse to become text.
  }
  if (message === "") return "the agent failed without a message";
  if (message.length <= LONGEST) return message;
  // Half of a pair of code units is no text, so a pair that the cut would split goes as a whole.
  return message.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, "");
}
