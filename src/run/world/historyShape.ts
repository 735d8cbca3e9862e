import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import { wholeNumber } from "../../core/fields.ts";

/** A turn that agents are told of although they did not play it. */
export interface GivenPlay {
  readonly heard?: readonly { readonly from: string; readonly said: Json }[] | undefined;
  readonly crowd?: Json | undefined;
  readonly said?: Json | undefined;
}

/** What an agent is told of the past. */
export interface HistorySettings {
  /**
   * Whose turns: the agent's `own`; those of another agent, drawn once for each world so that everybody has somebody
   * else's (`swapped`); or `nobody`'s. Default own.
   */
  readonly whose?: "own" | "swapped" | "nobody" | undefined;
  /** How many of them at most, the latest, from 0. Default: all. */
  readonly last?: number | undefined;
  /**
   * What is said otherwise when it is told again: by a text, the text in its place. Whole texts are looked up, those in fields of messages too; others stay as they are. Default: the very words.
   */
  readonly paraphrase?: Readonly<Record<string, string>> | undefined;
  /** Turns that stand before those of the run, the oldest first: a list for everybody, or a mapping from id to list. */
  readonly given?: readonly GivenPlay[] | Readonly<Record<string, readonly GivenPlay[]>> | undefined;
}

const json = (): z.ZodType<Json> => z.json() as z.ZodType<Json>;
const plays = (): z.ZodArray<z.ZodType<GivenPlay>> =>
  z.array(
    z.strictObject({
      heard: z
        .array(z.strictObject({ from: z.string(), said: json() }))
        .optional()
        .describe("what was heard in that turn; default nothing"),
      crowd: json().optional().describe("what was told of all together; default nothing"),
      said: json().optional().describe("what was then said; default nothing"),
    }),
    { error: "must be a list of turns" },
  );

/** The structure of {@link HistorySettings}. */
export const historyShape: z.ZodType<HistorySettings> = z.strictObject({
  whose: z
    .enum(["own", "swapped", "nobody"], { error: "must be own, swapped or nobody" })
    .optional()
    .describe("whose turns an agent is told of; default own"),
  last: wholeNumber(0).optional().describe("how many at most, the latest; default all"),
  paraphrase: z
    .record(z.string(), z.string({ error: "must be the text that takes the place of the other" }), {
      error: "must be a mapping from text to text",
    })
    .optional()
    .describe("by a text of past turns, the text that is told in its place; default the very words"),
  given: z
    .union([plays(), z.record(z.string(), plays())], {
      error: "must be a list of turns, or a mapping from agent to one",
    })
    .optional()
    .describe("turns that stand before those of the run"),
});
