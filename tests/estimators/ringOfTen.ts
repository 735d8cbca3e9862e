import { complete } from "../../designs/index.ts";
import type { Estimate } from "../../estimators/Estimator.ts";
import { estimate } from "../../estimators/estimate.ts";
import { hajek } from "../../estimators/hajek.ts";
import type { IntervalSetting } from "../../estimators/interval/intervalSetting.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { tiny } from "../support/tinyWorlds.ts";

/** A ring of ten agents, three of them treated: 120 assignments. */
export const ring: ExposureProbabilities = exposureProbabilities(
  tiny(
    10,
    Array.from({ length: 10 }, (_, i) => [i, (i + 1) % 10] as const),
  ),
  complete({ treated: 3 }),
  anyTreatedNeighbor(),
);

/** Agents 0, 3 and 4 treated: both treated agents that are neighbours hear of each other. */
export const arms: readonly number[] = [1, 0, 0, 1, 1, 0, 0, 0, 0, 0];
export const outcomes: readonly number[] = [3, 11.5, 6, 15.5, 12.5, 5.75, 14, 10.75, 4.25, 15.5];

/** The spillover by Hájek in this one experiment. */
export function spillover(interval: IntervalSetting): Estimate {
  const [row] = estimate({
    plan: { arms: ["control", "treated"], agents: ring.network.ids, assignments: [arms] },
    probabilities: ring,
    outcomes,
    contrasts: { spillover: ["indirect", "none"] },
    estimators: [hajek({ interval })],
  });
  return row as Estimate;
}
