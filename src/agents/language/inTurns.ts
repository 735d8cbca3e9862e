import type { Message } from "../Population.ts";

/** What stands for an answer that did not come, or that was empty. */
const NO_ANSWER = "(no answer)";
/** Characters of an unusable answer that are shown to the model again. */
const LONGEST = 4000;

/**
 * The same messages, each with something in it, and user and assistant in turns, beginning with the user: many endpoints take no others. Where the
 * answer between two messages is not known, a mark stands for it. Calls of tools stand before what the tools brought, in the place of an answer and a message.
 */
export function inTurns(messages: readonly Message[]): Message[] {
  const all: Message[] = [];
  for (const message of messages) {
    const { role, content, calls } = message;
    const last = all.at(-1)?.role;
    if (role === "user" && (last === "user" || last === "tool"))
      all.push({ role: "assistant", content: NO_ANSWER });
    const text = role === "assistant" && !calls ? (content.trim() === "" ? NO_ANSWER : content) : content;
    const cut = role === "assistant" && text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
    if (role === "assistant" && last !== "user" && last !== "tool") continue;
    all.push({ ...message, content: cut });
  }
  return all;
}
