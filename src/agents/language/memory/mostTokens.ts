import type { Json } from "../../../core/canonicalJson.ts";
import type { Message } from "../../Population.ts";

/** Tokens that messages and schema have at most, roughly: a third of their bytes, and ten for what stands around each message. */
export function mostTokens(messages: readonly Message[], schema?: Json): number {
  const bytes = messages.reduce(
    (sum, { content, calls }) =>
      sum + Buffer.byteLength(content) + (calls ? Buffer.byteLength(JSON.stringify(calls)) : 0),
    0,
  );
  const form = schema === undefined ? 0 : Buffer.byteLength(JSON.stringify(schema));
  return Math.ceil((bytes + form) / 3) + 10 * messages.length;
}
