import { z } from "zod";
import { finite } from "../../../core/fields.ts";

/** How an endpoint takes the calls of a round together, at a lower price and in its own time. */
export interface BatchSettings {
  /** Whose interface it is: files and `/batches`, or `/messages/batches`. */
  readonly form: "openai" | "anthropic";
  /** The share of the price that is let off, from 0 and below 1; default 0.5. */
  readonly discount?: number | undefined;
  /** Seconds between looks at whether a batch has ended, above 0; default 30. */
  readonly poll?: number | undefined;
}

/** What both providers let off at the time of writing. */
const DISCOUNT = 0.5;

/** The structure of {@link BatchSettings}. */
export const batchSettings: z.ZodType<BatchSettings, BatchSettings> = z.strictObject(
  {
    form: z
      .enum(["openai", "anthropic"], { error: "must be openai or anthropic" })
      .describe("whose interface of batches the endpoint speaks"),
    discount: finite()
      .min(0, { error: "must be a number from 0, below 1" })
      .lt(1, { error: "must be a number from 0, below 1" })
      .default(DISCOUNT)
      .describe("the share of the price that is let off"),
    poll: finite()
      .gt(0, { error: "must be a number of seconds above 0" })
      .max(3600, { error: "must be at most 3600 seconds" })
      .default(30)
      .describe("seconds between looks at whether a batch has ended"),
  },
  { error: "must be a mapping with form: openai or anthropic" },
);

/** What is left of a price in a batch; 1 where there are no batches. */
export function batchShare(batch: BatchSettings | undefined): number {
  return batch === undefined ? 1 : 1 - (batch.discount ?? DISCOUNT);
}
