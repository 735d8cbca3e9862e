import { studiedBy } from "../../designs/law/studiedBy.ts";
import { conditionIndex } from "../../src/probability/lookup.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";

/** Why a contrast is about nobody: because nobody can be in both of its conditions, or because nobody of those has an outcome. */
export function emptyPopulation({ probabilities }: Observed, { first, second }: Contrast): string {
  const { conditions, marginals, network, law } = probabilities;
  const levels = [first, second].map((condition) => conditionIndex(conditions, condition));
  const studied = studiedBy(law);
  const able = network.ids.some(
    (_, i) => studied[i] === 1 && levels.every((level) => marginals[i * conditions.length + level]! > 0),
  );
  return able
    ? `no agent that can be in both ${first} and ${second} has an outcome`
    : `no agent can be in both ${first} and ${second}`;
}
