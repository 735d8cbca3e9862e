import type { z } from "zod";

/** The issue to tell of: an unknown key before a missing one, because most missing keys are misspelt ones. */
export function worstIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  return issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;
}
