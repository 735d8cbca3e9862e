import type { Claim } from "../Claim.ts";
import type { AnswerHead, FurtherEstimate, NoAnswer } from "../Estimator.ts";
import type { ExperimentData } from "../ExperimentData.ts";
import { type FurtherInquiry, inquiryInWords } from "../Inquiry.ts";

/** The answer to an inquiry that is neither a contrast nor a test: a number, or why there is none. */
export type FurtherRow = FurtherEstimate | NoAnswer;

/** What an estimator answers here: an inquiry whose answer is one number. */
type NumberInquiry = Exclude<FurtherInquiry, { readonly kind: "test" }>;

/** The part of a row that is known before anything is computed. Everybody is in the population until somebody is left out. */
export function furtherHead(
  { name, claim }: { readonly name: string; readonly claim: Claim },
  { probabilities }: Pick<ExperimentData, "probabilities">,
  inquiry: NumberInquiry,
): AnswerHead & { readonly kind: NumberInquiry["kind"] } {
  return {
    kind: inquiry.kind,
    contrast: inquiry.name,
    estimator: name,
    claim,
    estimand: inquiryInWords(inquiry),
    population: probabilities.network.n,
    excluded: [],
    naive: false,
    notes: [],
    warnings: [],
  };
}
