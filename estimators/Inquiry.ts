import { wantArgument } from "../src/core/wantArgument.ts";
/** A difference of mean outcomes: in the first condition minus in the second. */
export interface Contrast {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/** The effect of a policy that treats agents at a saturation, against another saturation (Hudgens and Halloran 2008). */
export interface PolicyInquiry {
  readonly kind: "policy";
  readonly name: string;
  readonly effect: "direct" | "indirect" | "total" | "overall";
  /** Share treated, from 0 to 1. */
  readonly saturation: number;
  /** Share that it is compared with, from 0 to 1; `direct` has none. Default 0. */
  readonly reference?: number;
}

/** By how much the outcome changes per unit of a continuous exposure, such as the share of treated neighbours. */
export interface SlopeInquiry {
  readonly kind: "slope";
  readonly name: string;
  /** `share`, `count`, or the name of a covariate. */
  readonly on: string;
}

/** The global average treatment effect: all treated against none, without an exposure mapping. */
export interface GlobalInquiry {
  readonly kind: "global";
  readonly name: string;
}

/** Whether a null hypothesis is compatible with what was seen. */
export interface TestInquiry {
  readonly kind: "test";
  readonly name: string;
  /** Name of the hypothesis: `no-effect`, `no-spillover`, `equal-conditions`, or one of an estimator from elsewhere. */
  readonly hypothesis: string;
  /** Distance beyond which there is no spillover under the null, where the hypothesis has one: 0 (the default) when nobody else's treatment matters. */
  readonly distance?: number;
  /** The two conditions that the hypothesis is about, or that the statistic compares. */
  readonly first?: string;
  readonly second?: string;
}

/** Which group of agents has the largest effect: the contrast of two conditions, in each group. */
export interface MostInquiry {
  readonly kind: "most";
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/** An information measure or decomposition, such as the entropy of what agents say. */
export interface MeasureInquiry {
  readonly kind: "measure";
  readonly name: string;
  readonly measure: string;
  /** What it is measured between or of: names of outcomes, covariates or arms. */
  readonly of?: readonly string[];
}

/** What is asked beyond a contrast of two conditions. */
export type FurtherInquiry =
  | PolicyInquiry
  | SlopeInquiry
  | GlobalInquiry
  | TestInquiry
  | MostInquiry
  | MeasureInquiry;

/** Whatever a study asks. A contrast needs no `kind`. */
export type Inquiry = Contrast | FurtherInquiry;

export type InquiryKind = "contrast" | FurtherInquiry["kind"];

/** The kind of an inquiry. */
export function inquiryKind(inquiry: Inquiry): InquiryKind {
  wantArgument("inquiryKind", "an inquiry", inquiry, { fields: ["name"] });
  return "kind" in inquiry ? inquiry.kind : "contrast";
}

/** An inquiry in words: what would be known if the answer were known. */
export function inquiryInWords(inquiry: Inquiry): string {
  wantArgument("inquiryInWords", "an inquiry", inquiry, { fields: ["name"] });
  if (!("kind" in inquiry)) return contrastInWords(inquiry);
  switch (inquiry.kind) {
    case "policy": {
      const { effect, saturation, reference = 0 } = inquiry;
      return `${effect} effect of treating a share of ${saturation}${effect === "direct" ? "" : ` against ${reference}`}`;
    }
    case "slope":
      return `change of the mean outcome per unit of ${inquiry.on}`;
    case "global":
      return "global average treatment effect: mean outcome with all treated minus with none treated";
    case "test": {
      const { distance, first, second } = inquiry;
      const beyond = distance === undefined ? "" : ` beyond distance ${distance}`;
      const between = first === undefined || second === undefined ? "" : ` (${first} against ${second})`;
      return `compatibility with the hypothesis ${inquiry.hypothesis}${beyond}${between}`;
    }
    case "most":
      return `which group has the largest difference of mean outcomes in condition ${inquiry.first} and in ${inquiry.second}`;
    case "measure":
      return `${inquiry.measure}${inquiry.of === undefined ? "" : ` of ${inquiry.of.join(" and ")}`}`;
  }
}

const contrastInWords = ({ first, second }: Contrast): string =>
  `mean outcome in condition ${first} minus in ${second}, over the agents that can be in both`;
