import { inPopulation } from "../../src/probability/inPopulation.ts";
import { conditionIndex } from "../../src/probability/lookup.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";

/** Why a contrast is about nobody: because nobody can be in both of its conditions, or is likely enough in all that are compared, or because nobody of those has an outcome. */
export function emptyPopulation({ probabilities }: Observed, { first, second }: Contrast): string {
  const { conditions, marginals, network, floor, among } = probabilities;
  const levels = [first, second].map((condition) => conditionIndex(conditions, condition));
  const inside = inPopulation(probabilities);
  const able = network.ids.some(
    (_, i) => inside[i] === 1 && levels.every((level) => marginals[i * conditions.length + level]! > 0),
  );
  if (able) return `no agent that can be in both ${first} and ${second} has an outcome`;
  if (among?.inside.every((one) => one === 0)) return `there are no agents ${among.words}`;
  const enough = floor ? ` with a probability of at least ${floor.floor} in each condition compared` : "";
  return `no agent${among ? ` ${among.words}` : ""} can be in both ${first} and ${second}${enough}`;
}
