import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bernoulli } from "../../designs/index.ts";
import { hajek, horvitzThompson } from "../../estimators/index.ts";
import { linearInMeans } from "../../src/agents/index.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { karateClub } from "../../src/network/generators/karateClub.ts";
import { type Study, type StudyInput, study } from "../../src/study/study.ts";

const RESULTS = ["plan.json", "study.json", "units.csv", "estimates.json", "estimates.csv"];

/** The files of a run's folder that say what came out. */
export const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(RESULTS.map((name) => [name, readFileSync(join(folder, name), "utf8")]));

/** What {@link club} is made of. */
export const clubInput: StudyInput = {
  name: "club",
  seed: 11,
  model: { network: karateClub(), agents: linearInMeans({ endogenous: 0.3, noise: 0.5, spread: 1 }) },
  inquiry: { spillover: ["indirect", "none"] },
  data: { assign: bernoulli({ probability: 0.2 }), expose: anyTreatedNeighbor(), rounds: 3, worlds: 4 },
  answer: [hajek(), horvitzThompson()],
};

/** A small study on the karate club. */
export const club: Study = study(clubInput);
