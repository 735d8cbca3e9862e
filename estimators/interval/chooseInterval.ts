import { present } from "../../src/core/present.ts";
import { expectedEffective } from "../contrast/expectedCounts.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";
import type { IntervalSetting } from "./intervalSetting.ts";
import { type IntervalWithheld, intervalWithheld } from "./intervalWithheld.ts";
import { DEFAULT_DRAWS, isListed, type RedrawOptions } from "./redraws.ts";

/** Draws × (agents + edges) up to this number take about a second; above it the design is not drawn again by default. */
const MOST_WORK = 2e7;
/**
 * From this many independent agents in each condition on, Wald's interval is the default. Between 30 and 100 it still covers a
 * few hundredths too little, as its linearised standard error is too small: docs/numbers.md.
 */
const WALD = 100;

/** Which interval, with which redraws, and why. */
export interface IntervalChoice {
  readonly kind: "wald" | "chebyshev" | "redrawn" | "calibrated" | "randomization";
  readonly draws: RedrawOptions;
  /** Why it is this one, where the setting was `auto`. */
  readonly reason?: string;
  /** Whether `auto` takes Wald's interval although a condition is worth few agents, so that its degrees of freedom are those of each condition's own spread. */
  readonly few?: true;
  /** Why the design lets no interval hold. */
  readonly withheld?: IntervalWithheld;
}

/**
 * What an interval setting means for a contrast. `auto` looks at the design and the population only, never at outcomes or at
 * the assignment that was drawn: Wald's interval where both conditions can be expected to be worth at least 100 independent
 * agents, else redraws of the design if these are cheap enough, else Wald's with Student's t. Whatever is wanted, there is none
 * where the design lets none hold ({@link intervalWithheld}).
 *
 * @param worlds independent worlds whose estimates are averaged
 */
export function chooseInterval(
  setting: VarianceSetting,
  wanted: IntervalSetting,
  worlds = 1,
): IntervalChoice {
  const choice = kindOf(setting, wanted);
  const withheld = intervalWithheld(setting, worlds);
  return { ...choice, ...present({ withheld }) };
}

function kindOf(setting: VarianceSetting, wanted: IntervalSetting): IntervalChoice {
  const { kind, ...draws } = typeof wanted === "string" ? { kind: wanted } : wanted;
  const options: RedrawOptions = {
    ...("draws" in draws && draws.draws !== undefined ? { draws: draws.draws } : {}),
    ...("seed" in draws && draws.seed !== undefined ? { seed: draws.seed } : {}),
  };
  if (kind !== "auto") return { kind, draws: options };
  // Sums of weights that should be 100 may miss it by rounding.
  const enough = Math.min(...expectedEffective(setting)) >= WALD * (1 - 1e-12);
  const steady = !enough || Math.min(...steadiness(setting)) >= WALD * (1 - 1e-12);
  if (enough && steady) {
    return {
      kind: "wald",
      draws: options,
      reason: `the expected effective sample size is at least ${WALD} in each condition`,
    };
  }
  const few = steady
    ? `the expected effective sample size is below ${WALD} in a condition`
    : `a few unlikely agents decide the variance in a condition, which is estimated as from fewer than ${WALD}`;
  const { network } = setting.probabilities;
  const work = (options.draws ?? DEFAULT_DRAWS) * (network.n + network.edges);
  if (isListed(setting.probabilities) || work <= MOST_WORK)
    return { kind: "redrawn", draws: options, reason: few };
  return {
    kind: "wald",
    few: true,
    draws: options,
    reason: `${few}, but re-randomizing so large a network is slow`,
  };
}

/**
 * How many equally likely agents the variance estimate of each condition is as good as: (Σ 1/π)²/Σ 1/π³, from the relative variance of
 * Σ r²/π² over those seen. It is Σ π where probabilities are equal, and far below N²/Σ(1/π) where a few agents are unlikely: they are
 * hardly ever seen, the variance comes out too small then, and the estimate is far from normal.
 */
function steadiness({ probabilities, levels, population }: VarianceSetting): readonly number[] {
  const { marginals, conditions } = probabilities;
  return levels.map((level) => {
    let first = 0;
    let third = 0;
    for (const i of population) {
      const inverse = 1 / marginals[i * conditions.length + level]!;
      first += inverse;
      third += inverse ** 3;
    }
    return third === 0 ? 0 : first ** 2 / third;
  });
}
