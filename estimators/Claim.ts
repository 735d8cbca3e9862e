/** What a number rests on, from the strongest kind of claim to the weakest. */
export type Claim = "randomized" | "design-based" | "modelled" | "association";

/** Each kind of claim as a sentence for tables and reports. */
export const CLAIMS: Readonly<Record<Claim, string>> = {
  randomized: "follows from the random assignment alone",
  "design-based": "follows from the known assignment mechanism and the stated exposure mapping",
  modelled: "rests on a model of outcomes beside the design",
  association: "an association: the assignment mechanism is unknown or not used",
};
