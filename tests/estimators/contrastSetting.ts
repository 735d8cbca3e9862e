import type { Design } from "../../designs/Design.ts";
import type { PreparedVariance, VarianceSetting } from "../../estimators/variance/PreparedVariance.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import { allCases, expectation } from "../support/bruteForce.ts";

/** The design side of a contrast of two conditions, over everybody who can be in both. */
export function contrastSetting(
  network: Network,
  design: Design,
  exposure: Exposure,
  [first, second]: readonly [string, string],
): VarianceSetting {
  const probabilities = exposureProbabilities(network, design, exposure);
  const { conditions } = probabilities;
  const population = network.ids
    .map((_, i) => i)
    .filter((i) => probabilities.of(i, first) > 0 && probabilities.of(i, second) > 0);
  return { probabilities, levels: [conditions.indexOf(first), conditions.indexOf(second)], population };
}

/** The expectation of a formula over all assignments, for potential outcomes by condition, then agent. */
export function expectedVariance(
  { probabilities: { network, law, exposure } }: VarianceSetting,
  outcomes: readonly (readonly number[])[],
  formula: PreparedVariance,
): number {
  return expectation(allCases(network, law, exposure), ({ condition }) =>
    formula({ condition, value: Float64Array.from(condition, (c, i) => outcomes[c]?.[i] ?? 0) }),
  );
}

/** The network, conditions and potential outcomes of the golden files of section C. */
export const runningExample: {
  readonly edges: readonly (readonly [number, number])[];
  readonly names: Readonly<Record<string, string>>;
  readonly levels: readonly string[];
} = {
  edges: [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
  ],
  names: { "00": "none", "01": "indirect", "10": "direct", "11": "both" },
  levels: ["00", "01", "10", "11"],
};
