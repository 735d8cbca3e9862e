// Hsu (1984), "Constrained simultaneous confidence intervals for multiple comparisons with the best", Annals of Statistics 12; Gupta (1965), "On some multiple decision rules", Technometrics 7.
import { z } from "zod";
import { defineEstimator, type EstimatorKind } from "../defineEstimator.ts";
import type { MostInquiry } from "../Inquiry.ts";
import { compareSubgroups } from "./compareSubgroups.ts";

export interface BestSubgroupSettings {
  /** Name of a number that was known before the assignment: agents with the same number are a group. 2 to 20 groups. */
  readonly by: string;
  /** How comparisons are bounded: `student` (Student's t with the fewest agents seen in a condition of a group, less one, as degrees of freedom), or `cantelli`, which asks nothing of the shape of errors and is longer. Default student. */
  readonly bound?: "student" | "cantelli";
}

/**
 * Which group has the largest effect of two conditions: all groups that may be it are named, so that the one with the largest effect is
 * among them with at least the wanted confidence. Group g is left out when another group's estimate is larger by more than c times the
 * standard error of their difference, where c is the one-sided quantile at α/(G − 1): the best group is lost only when one of its
 * G − 1 comparisons goes wrong. The variance of a difference of two groups is that of one contrast of their agents together, so it knows
 * what they have in common under the design.
 *
 * @throws SpillwayError for settings out of range.
 */
export const bestSubgroup: EstimatorKind<BestSubgroupSettings> = defineEstimator({
  kind: "best-subgroup",
  summary:
    "groups among which is the one with the largest effect, with a guarantee; intervals for all groups",
  settings: z.strictObject({
    by: z
      .string({ error: "must be the name of a covariate" })
      .min(1, { error: "must be the name of a covariate" }),
    bound: z.enum(["student", "cantelli"]).default("student"),
  }),
  assumes: ["randomized", "exposure", "positivity", "network", "many"],
  cite: "Hsu, J. C. (1984). Constrained simultaneous confidence intervals for multiple comparisons with the best. Annals of Statistics 12; Gupta, S. S. (1965). On some multiple decision rules. Technometrics 7.",
  needs: ({ by }) => ({ covariates: [by] }),
  answers: ["most"],
  answer: (settings, data, inquiry) => compareSubgroups(settings, data, inquiry as MostInquiry),
});
