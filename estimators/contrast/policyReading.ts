import type { AnswerRow } from "../Estimator.ts";

/** What a number is to a policy: whether it answers a question of what to do, and what links the two. */
export interface PolicyReading {
  /** What sort of quantity it is, in two or three words. */
  readonly is: string;
  /** The policy question that it answers, or does not. */
  readonly policy: string;
  /** What has to hold for the number to answer it. */
  readonly link: string;
}

const ASSOCIATION: PolicyReading = {
  is: "association",
  policy: "answers no policy question by itself",
  link: "it is an effect only if nothing unmeasured decides both who is treated and what comes out, and an effect of a policy only under what links an exposure contrast to one",
};

/**
 * What a row is to a policy. An exposure contrast compares conditions in which the design put agents; what a policy would do it says only
 * under assumptions of its own: Auerbach, Auerbach and Tabord-Meehan (2024), "Exposure effects are not automatically useful for policymaking", Biometrika
 * 111, arXiv 2401.06264, in reply to Sävje (2024). It is a matter of what was asked and of the claim, so every row of every output says it in the same words.
 */
export function policyReading(row: AnswerRow): PolicyReading {
  if (row.claim === "association") return ASSOCIATION;
  if (!("kind" in row)) return ofContrast(row);
  switch (row.kind) {
    case "policy":
      return {
        is: "policy effect",
        policy:
          "answers what treating these shares of each group does, under the way in which the design chooses who is treated within a group",
        link: "groups do not influence each other, the policy treats whole shares as the experiment did, and the groups are those that it is about",
      };
    case "global":
      return {
        is: "total effect",
        policy: "answers what treating everybody does, against treating nobody",
        link: "the estimator's own assumptions on how outcomes depend on the arms of others hold up to everybody treated, who was never seen together",
      };
    case "slope":
      return {
        is: "slope",
        policy:
          "does not say what treating a given share does: it is the change for one unit of the exposure, on average",
        link: "the change is the same over the whole range between the shares that a policy would make, and the exposure is all that matters",
      };
    case "most":
      return {
        is: "largest exposure contrast among groups",
        policy:
          "answers in which groups the contrast may be the largest; whom a policy should treat it says only under the link",
        link: "outcomes depend on the assignment through these conditions alone, and the policy moves the agents of one group from the second condition to the first",
      };
    case "test":
      return {
        is: "test",
        policy:
          "answers no policy question: it says whether a hypothesis fits what was seen, not how large an effect is",
        link: "a rejected hypothesis says that treatment matters in the way that it denies, for somebody",
      };
    case "measure":
      return {
        is: "measure",
        policy: "answers no policy question: it describes what agents said and did",
        link: "a difference of it between arms or worlds would have to be asked as an inquiry of its own",
      };
  }
}

function ofContrast({ estimand }: { readonly estimand: string }): PolicyReading {
  if (estimand.startsWith("least value") || estimand.startsWith("largest value"))
    return {
      is: "bound of an exposure contrast",
      policy: "bounds what missing outcomes leave open; to a policy it is what the contrast is",
      link: "it bounds the effect of a policy only where the contrast of its two conditions is one",
    };
  if (estimand.startsWith("expected effect"))
    return {
      is: "expected exposure effect",
      policy:
        "answers what its first condition does to an agent against its second, on average over this design's assignments of all others; not what another design, or treating everybody, does",
      link: "the policy leaves the others' assignments distributed as this design does",
    };
  return {
    is: "exposure contrast",
    policy:
      "answers what its first condition does to an agent against its second; what treating everybody, or another share, does it answers only under the link",
    link: "outcomes depend on the assignment through these conditions alone, and the policy moves every agent concerned from the second condition to the first",
  };
}
