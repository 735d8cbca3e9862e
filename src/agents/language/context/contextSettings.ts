import { z } from "zod";
import { wholeNumber } from "../../../core/fields.ts";

/** How much a prompt may hold, and what becomes of one that holds more. */
export interface ContextSettings {
  /** Tokens of all messages of a call, its answer not among them: a third of their bytes, and ten a message. */
  readonly tokens: number;
  /**
   * `shorten` leaves out the oldest turns that the agent remembers, then cuts what it heard to one length, the longest first; where that is not
   * enough, the turn is missing. `missing` calls nobody: the turn has no outcome, with the reason. Default shorten.
   */
  readonly overflow?: "shorten" | "missing" | undefined;
}

/** The structure of {@link ContextSettings}. */
export const contextSettings: z.ZodType<ContextSettings, ContextSettings> = z.strictObject(
  {
    tokens: wholeNumber(1).describe(
      "tokens of all messages of a call: a third of their bytes, and ten for each message",
    ),
    overflow: z
      .enum(["shorten", "missing"], { error: "must be shorten or missing" })
      .default("shorten")
      .describe(
        "what becomes of a prompt that has more: its oldest turns are left out, or the turn is missing",
      ),
  },
  { error: "must be a mapping with tokens and overflow" },
);
