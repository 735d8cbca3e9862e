/** One message as an endpoint gets it. */
interface SentMessage {
  readonly role: string;
  readonly content: unknown;
  readonly tool_calls?: unknown;
  readonly tool_call_id?: unknown;
}

/**
 * What is wrong with a conversation for the strictest of endpoints: at most one system message, at the beginning; then user and assistant in turns, the user first
 * and last; something in each. Calls of tools and what these brought, each call answered in its order, stand together in the place of an answer and a message of the
 * user. Undefined when nothing is.
 */
export function conversationFault(messages: readonly SentMessage[]): string | undefined {
  const system = messages.findLastIndex(({ role }) => role === "system");
  if (system > 0) return "a system message that is not the first";
  const rest = messages.slice(system + 1);
  const roles: string[] = [];
  for (let k = 0; k < rest.length; k++) {
    const { role, tool_calls: called } = rest[k]!;
    roles.push(role);
    if (called === undefined) continue;
    const fault = callsFault(called, rest.slice(k + 1));
    if (fault !== undefined) return fault;
    roles.push("user");
    k += (called as readonly unknown[]).length;
  }
  const odd = roles.findIndex((role, k) => role !== (k % 2 === 0 ? "user" : "assistant"));
  if (odd !== -1) return `roles must alternate, got ${rest.map(({ role }) => role).join(", ")}`;
  if (roles.length % 2 === 0) return "the last message must be the user's";
  const empty = messages.some(
    ({ content, tool_calls: called }) =>
      (called === undefined || content !== null) && (typeof content !== "string" || content.trim() === ""),
  );
  if (empty) return "a message with nothing in it";
  return undefined;
}

/** What is wrong with calls of tools, and with the messages that answer them. */
function callsFault(called: unknown, after: readonly SentMessage[]): string | undefined {
  if (!Array.isArray(called) || called.length === 0) return "calls of tools that are no list of calls";
  for (const [k, call] of called.entries()) {
    const {
      id,
      type,
      function: of,
    } = call as {
      id?: unknown;
      type?: unknown;
      function?: { name?: unknown; arguments?: unknown };
    };
    if (type !== "function" || !/^[A-Za-z0-9]{9}$/.test(String(id)))
      return "a call of a tool without an id of nine letters";
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(String(of?.name))) return "a call of a tool without a name";
    const given: unknown = JSON.parse(String(of?.arguments));
    if (typeof given !== "object" || given === null || Array.isArray(given))
      return "a call of a tool whose arguments are no object";
    const { role, tool_call_id: answers } = after[k] ?? { role: "nobody" };
    if (role !== "tool" || answers !== id) return "a call of a tool that no message answers in its place";
  }
  return undefined;
}
