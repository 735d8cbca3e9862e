import { z } from "zod";
import { explainIssue } from "../core/explainIssue.ts";
import { wholeNumber } from "../core/fields.ts";
import type { TimeOptions } from "../network/overTime.ts";
import type { Complain } from "./fromKind.ts";

/** What a study's network may say of time, whatever its kind. */
export const timeFields: z.ZodType<{
  readonly periods?: number | undefined;
  readonly carryOver?: number | undefined;
}> = z
  .object({
    periods: wholeNumber(1)
      .optional()
      .describe("number of periods: agents become (agent, period) pairs, for experiments over time"),
    carryOver: wholeNumber(0)
      .optional()
      .describe("periods after its own in which treatment still acts, less than periods; default 0"),
  })
  .superRefine(({ periods, carryOver = 0 }, context) => {
    const complain = (message: string): void =>
      context.addIssue({ code: "custom", path: ["carryOver"], message, input: carryOver });
    if (periods === undefined) {
      if (carryOver !== 0) complain("must be left out where there are no periods");
    } else if (carryOver >= periods) complain(`must be less than periods (${periods})`);
  });

/**
 * Takes the settings of time from the description of a network.
 *
 * @returns the description without them, and the time when there are periods
 */
export function networkTime(given: unknown, complain: Complain): { rest: unknown; time?: TimeOptions } {
  if (typeof given !== "object" || given === null || !("periods" in given || "carryOver" in given))
    return { rest: given };
  const parsed = timeFields.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return complain(explainIssue(issue, given), issue.path, "value");
  }
  const { periods: _, carryOver: __, ...rest } = given as { periods?: unknown; carryOver?: unknown };
  const { periods, carryOver = 0 } = parsed.data;
  return periods === undefined ? { rest } : { rest, time: { periods, carryOver } };
}
