import { z } from "zod";
import { wholeNumber } from "../core/fields.ts";
import { type DeliverySettings, deliveryShape } from "../run/world/delivery.ts";
import { type HistorySettings, historyShape } from "../run/world/historyShape.ts";

/** How agents interact, as a study file says it: catalogue entries are not looked at yet. */
export interface GivenInteract {
  readonly channel?: unknown;
  readonly hears?: Record<string, unknown> | undefined;
  readonly delivery?: number | DeliverySettings | undefined;
  readonly shuffle?: boolean | undefined;
  readonly schedule?: unknown;
  readonly until?: number | undefined;
  readonly history?: HistorySettings | undefined;
  readonly remembers?: Record<string, HistorySettings> | undefined;
}

const arm = (): z.ZodString => z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });

/** The structure of {@link GivenInteract}. */
export const interactShape: z.ZodType<GivenInteract> = z.strictObject({
  channel: z.unknown().optional().describe("who hears what; default neighbours"),
  hears: z
    .record(arm(), z.unknown())
    .optional()
    .describe("by the name of the arm, channels of its agents that differ"),
  delivery: deliveryShape
    .optional()
    .describe("probability with which a message arrives, or a mapping; default 1"),
  shuffle: z
    .boolean({ error: "must be true or false" })
    .optional()
    .describe("whether the messages of a round are permuted among those who receive any; default false"),
  schedule: z.unknown().optional().describe("who acts when; default simultaneous"),
  until: wholeNumber(0)
    .optional()
    .describe("the last round in which anything is heard, from 0; default all rounds"),
  history: historyShape.optional().describe("what agents are told of the past; default nothing"),
  remembers: z
    .record(arm(), historyShape)
    .optional()
    .describe("by the name of the arm, histories of its agents that differ"),
});
