import type { Estimator } from "../../estimators/Estimator.ts";
import { knownOfAgents } from "./knownOfAgents.ts";
import type { Study } from "./study.ts";

/** What an estimator reads that a study will not have, in words, before anything is spent; undefined when it will have all. */
export function needsFault({ needs }: Pick<Estimator, "needs">, { model, data }: Study): string | undefined {
  const known = knownOfAgents(model.agents);
  const without = needs?.covariates?.find((name) => name !== "degree" && !known.has(name));
  if (without !== undefined) return `it needs the covariate ${without}, which is not known of the agents`;
  const rounds = needs?.rounds;
  if (rounds === undefined || rounds === "all") return undefined;
  const beyond = rounds.find((round) => !(Number.isInteger(round) && round >= 1 && round <= data.rounds));
  return beyond === undefined
    ? undefined
    : `it needs round ${beyond}, and the study has rounds 1 to ${data.rounds}`;
}
