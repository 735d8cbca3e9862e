import { takes } from "../../estimators/answer.ts";
import type { Claim } from "../../estimators/Claim.ts";
import { type FurtherInquiry, inquiryInWords } from "../../estimators/Inquiry.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { inWorlds } from "./inWorlds.ts";

/** What is asked beside contrasts, by whom it is answered, and the standard error to be expected in standard deviations of the outcomes. */
export interface FurtherCheck {
  readonly name: string;
  readonly kind: FurtherInquiry["kind"];
  readonly words: string;
  readonly answers: readonly {
    readonly estimator: string;
    readonly claim: Claim;
    readonly se?: number;
    /** What of the mean of outcomes less the baseline becomes error beside it. */
    readonly level?: number;
    readonly unpredicted?: string;
  }[];
}

/** What a study asks beside contrasts, before there are outcomes. Cost: that of the errors to be expected. */
export function furtherChecks({ study, network, law }: PreparedStudy): FurtherCheck[] {
  return (study.further ?? []).map((inquiry) => ({
    name: inquiry.name,
    kind: inquiry.kind,
    words: inquiryInWords(inquiry),
    answers: study.answer
      .filter((estimator) => takes(estimator, inquiry))
      .map((estimator) => {
        const found = estimator.predicts?.(network, law, inquiry);
        const { name, claim } = estimator;
        if (found === undefined) return { estimator: name, claim };
        return "because" in found
          ? { estimator: name, claim, unpredicted: found.because }
          : { estimator: name, claim, ...inWorlds(found, study.data.worlds) };
      }),
  }));
}
