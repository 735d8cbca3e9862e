/** One message as an endpoint gets it. */
interface SentMessage {
  readonly role: string;
  readonly content: unknown;
}

/**
 * What is wrong with a conversation for the strictest of endpoints: at most one system message, at the beginning; then user and assistant in turns, the user first
 * and last; something in each. Undefined when nothing is.
 */
export function conversationFault(messages: readonly SentMessage[]): string | undefined {
  const system = messages.findLastIndex(({ role }) => role === "system");
  if (system > 0) return "a system message that is not the first";
  const rest = messages.slice(system + 1);
  const odd = rest.findIndex(({ role }, k) => role !== (k % 2 === 0 ? "user" : "assistant"));
  if (odd !== -1) return `roles must alternate, got ${rest.map(({ role }) => role).join(", ")}`;
  if (rest.length % 2 === 0) return "the last message must be the user's";
  if (messages.some(({ content }) => typeof content !== "string" || content.trim() === ""))
    return "a message with nothing in it";
  return undefined;
}
