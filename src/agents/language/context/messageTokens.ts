import type { Message } from "../../Population.ts";

/**
 * Tokens that messages have at most, roughly: a third of their bytes, and ten for what stands around each.
 *
 * @param more bytes that go with them, such as a schema. Default 0.
 */
export function messageTokens(messages: readonly Message[], more = 0): number {
  const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), more);
  return Math.ceil(bytes / 3) + 10 * messages.length;
}
