import { lawOf } from "../../designs/law/lawOf.ts";
import { few } from "../../src/core/few.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { withFloor } from "../../src/probability/withFloor.ts";
import type { WorldData } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { covariateColumns } from "./covariateColumns.ts";
import { logisticFit } from "./logisticFit.ts";

/** What a propensity is fitted on, and for which comparison. */
interface Fitted {
  readonly covariates: readonly string[];
  readonly contrast: Contrast;
  /** Agents with a smaller probability of either condition are left out. */
  readonly trim: number;
}

/**
 * Probabilities of conditions when nobody randomized: each agent's chance of treatment by a logistic regression on its covariates, agents independent given these; conditions
 * then follow exactly, as under a design of those chances (the neighbourhood's part is a Poisson–binomial law). Forastiere, Airoldi and Mealli (2021), section 3.
 *
 * @returns the probabilities; or in words why there are none. Cost: that of the regression and of exact probabilities.
 */
export function fittedProbabilities(
  world: WorldData,
  { covariates, contrast, trim }: Fitted,
): ExposureProbabilities | string {
  const { network, law, exposure } = world.probabilities;
  if (law.arms.length !== 2) return `wanted two arms, got ${few(law.arms)}`;
  const columns = covariateColumns(
    world,
    covariates,
    network.ids.map((_, i) => i),
  );
  if (typeof columns === "string") return columns;
  const fit = logisticFit(columns, world.arms, covariates);
  if (typeof fit === "string") return fit;
  const probability = Float64Array.from({ length: 2 * network.n }, (_, k) => {
    const p = fit.fitted[k >> 1]!;
    return k % 2 === 1 ? p : 1 - p;
  });
  const block = Uint32Array.from({ length: network.n }, (_, i) => i);
  const fitted = lawOf(law.arms, network.n, {
    kind: "independent-blocks",
    block,
    blocks: network.n,
    probability,
  });
  const design = { name: "fitted", params: {}, law: () => fitted };
  const found = exposureProbabilities(network, design, exposure, { law: fitted });
  return trim > 0 ? withFloor(found, trim, [contrast.first, contrast.second]) : found;
}
