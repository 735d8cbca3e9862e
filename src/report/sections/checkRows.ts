import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { ReportInput } from "../ReportInput.ts";

/**
 * Stops numbers that are not finite before they reach a page: a report never prints NaN.
 *
 * @throws SpillwayError that names the row and the field.
 */
export function checkRows({
  estimates,
  truths = [],
  probabilities,
}: Pick<ReportInput, "estimates" | "truths" | "probabilities">): void {
  for (const { contrast, estimator, estimate, se, ci, mcse } of estimates) {
    finite(`the row of contrast ${shown(contrast)} and estimator ${shown(estimator)}`, {
      estimate,
      se,
      "ci[0]": ci?.[0],
      "ci[1]": ci?.[1],
      mcse,
    });
  }
  for (const { contrast, value, mcse } of truths)
    finite(`the truth of contrast ${shown(contrast)}`, { value, mcse });
  for (const { condition, expected, min, median, max } of probabilities) {
    finite(`the probabilities of condition ${shown(condition)}`, { expected, min, median, max });
  }
}

function finite(where: string, fields: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && !Number.isFinite(value))
      throw new SpillwayError(`report: ${name} in ${where} must be a finite number, got ${value}`);
  }
}
