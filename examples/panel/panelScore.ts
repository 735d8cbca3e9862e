import { panelEffects } from "../../estimators/panel/panelEffects.ts";
import type { SyntheticPanel } from "./syntheticPanels.ts";

/** How the rule did in one family. */
export interface PanelScore {
  readonly truth: number;
  readonly bias: number;
  readonly rmse: number;
  /** Root mean squared error of the difference in means. */
  readonly plain: number;
  readonly given: number;
  readonly covered: number;
  readonly length: number;
}

/** Runs of one family; the same seeds give the same panels. */
export function panelScore(
  make: (seed: string) => SyntheticPanel,
  runs: number,
  redraws: number,
  seed: string,
): PanelScore {
  const score = { truth: 0, bias: 0, squares: 0, plain: 0, given: 0, covered: 0, length: 0 };
  for (let r = 0; r < runs; r++) {
    const { panel, law, network, truth } = make(`${seed} ${r}`);
    const { gate, estimators } = panelEffects(panel, {
      ...{ law, redraws, cells: false, seed: r },
      ...(network ? { network } : {}),
    });
    const error = gate.estimate! - truth;
    score.truth += truth;
    score.bias += error;
    score.squares += error ** 2;
    score.plain += (estimators[0]!.estimate! - truth) ** 2;
    if (!gate.ci) continue;
    score.given++;
    score.length += gate.ci[1] - gate.ci[0];
    if (gate.ci[0] <= truth && truth <= gate.ci[1]) score.covered++;
  }
  const { truth, bias, squares, plain, given, covered, length } = score;
  return {
    truth: truth / runs,
    bias: bias / runs,
    rmse: Math.sqrt(squares / runs),
    plain: Math.sqrt(plain / runs),
    given: given / runs,
    covered: given === 0 ? 0 : covered / given,
    length: given === 0 ? 0 : length / given,
  };
}
