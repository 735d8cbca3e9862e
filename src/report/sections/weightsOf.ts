import type { ReportInput } from "../ReportInput.ts";

/** Weights 1/probability of the agents that are in a condition. */
interface ConditionWeights {
  readonly largest: number;
  /** How many agents of equal weight they are worth: (Σw)²/Σw² (Kish). */
  readonly worth: number;
}

/** Weights of each condition's agents; undefined where probabilities were not given, or nobody is in it. */
export function weightsOf({
  probabilities,
  condition,
}: Pick<ReportInput, "probabilities" | "condition">): (ConditionWeights | undefined)[] {
  return probabilities.map(({ values }, c) => {
    if (values === undefined) return undefined;
    let [largest, sum, squares] = [0, 0, 0];
    for (let i = 0; i < values.length; i++) {
      if (condition[i] !== c || !(values[i]! > 0)) continue;
      const weight = 1 / values[i]!;
      largest = Math.max(largest, weight);
      sum += weight;
      squares += weight ** 2;
    }
    return largest === 0 ? undefined : { largest, worth: sum ** 2 / squares };
  });
}
