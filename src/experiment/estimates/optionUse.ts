import type { Deviation } from "../../preregister/Deviation.ts";

/** What an option of `spillway estimate` is to a preregistration. */
type Use = "compared" | "harmless" | readonly [topic: Deviation["topic"], words: string];

/**
 * Every option of `spillway estimate` on files: those that say something of the study are compared with it setting by setting, those that no
 * study has are deviations of their own, and the rest changes no number. A test walks the options of the command and fails for one that
 * is not here.
 */
export const optionUse: Readonly<Record<string, Use>> = {
  network: "compared",
  directed: "compared",
  influence: "compared",
  agents: "compared",
  edgeColumns: "compared",
  weight: "compared",
  design: "compared",
  exposure: "compared",
  contrast: "compared",
  inquiry: "compared",
  estimator: "compared",
  confidence: "compared",
  floor: "compared",
  simultaneous: "compared",
  adjust: "compared",
  draws: "compared",
  covariates: "compared",
  baseline: "compared",
  units: "compared",
  outcome: ["outcome and missing outcomes", "another column is the outcome"],
  round: "compared",
  world: ["exclusions", "one world is estimated alone"],
  by: ["questions", "rows are made by groups of a column"],
  cluster: ["intervals, tests and probabilities", "standard errors are made by clusters of a column"],
  outcomeRange: ["outcome and missing outcomes", "bounds for missing outcomes are given"],
  missing: ["outcome and missing outcomes", "marks of missing values are given"],
  assignments: ["assignment", "who was assigned to what is read from another file"],
  edges: [
    "intervals, tests and probabilities",
    "edges are said to be declared before the assignment, or realized in the run",
  ],
  channel: ["intervals, tests and probabilities", "a channel is said to have drawn the edges of the run"],
  heard: ["exposure", "who heard whom in the run takes the place of the network"],
  lag: ["exposure", "what was heard in earlier rounds is the exposure"],
  skipDamaged: ["exclusions", "damaged rows of the table are left out"],
  allowUnlikelyArms: ["assignment", "arms are accepted that the design can hardly have assigned"],
  delimiter: "harmless",
  decimal: "harmless",
  plan: "harmless",
  seed: "harmless",
  workers: "harmless",
  allowFiles: "harmless",
  preregistration: "harmless",
  json: "harmless",
  quiet: "harmless",
  out: "harmless",
};
