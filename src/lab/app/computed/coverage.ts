import { bernoulli } from "../../../../designs/bernoulli.ts";
import { draw } from "../../../../designs/draw.ts";
import { estimate } from "../../../../estimators/estimate.ts";
import { hajek } from "../../../../estimators/hajek.ts";
import { normalDraw } from "../../../core/numbers/normalDraw.ts";
import { rng } from "../../../core/rng.ts";
import { anyTreatedNeighbor } from "../../../exposure/anyTreatedNeighbor.ts";
import { preferentialAttachment } from "../../../network/generators/preferentialAttachment.ts";
import { degree } from "../../../network/Network.ts";
import { exposureProbabilities } from "../../../probability/exposureProbabilities.ts";

/** One interval, and whether it holds the truth. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly holds: boolean;
}

interface Coverage {
  /** As if agents were a simple sample: two means, 1.96 standard errors. */
  readonly simple: readonly Interval[];
  /** From the design; absent with `because` where it is withheld. */
  readonly design: readonly Interval[];
  readonly because?: string;
  readonly truth: number;
  /** Experiments without anybody in a condition, which have no estimate at all. */
  readonly empty: number;
}

const EXPERIMENTS = 40;
const SPILLOVER = 1;

/** Forty experiments with coins of one chance on a network with hubs: intervals that hold, that do not, and that are withheld. */
export function coverage(chance: number, seed: string): Coverage {
  const network = preferentialAttachment({ n: 80, m: 2 }).draw(rng(seed).fork("network"));
  const exposure = anyTreatedNeighbor();
  const design = bernoulli({ probability: chance });
  const law = design.law(network);
  const probabilities = exposureProbabilities(network, design, exposure, { law });
  const [none, indirect, both] = ["none", "indirect", "both"].map((name) =>
    exposure.conditions.indexOf(name),
  );
  const noise = rng(seed).fork("noise");
  const base = network.ids.map((_, i) => degree(network, i) + normalDraw(noise));
  const simple: Interval[] = [];
  const fromDesign: Interval[] = [];
  let because: string | undefined;
  let empty = 0;
  for (let k = 0; k < EXPERIMENTS; k++) {
    const plan = draw(design, network, { seed: `${seed} ${k}`, law });
    const condition = exposure.of(network, Uint8Array.from(plan.assignments[0]!));
    const outcomes = base.map(
      (y, i) => y + (condition[i] === indirect || condition[i] === both ? SPILLOVER : 0),
    );
    const naive = simpleInterval(outcomes, condition, [indirect!, none!]);
    if (naive) simple.push(naive);
    const [row] = estimate({
      ...{ plan, probabilities, outcomes },
      contrasts: { spillover: ["indirect", "none"] },
      estimators: [hajek()],
    });
    if (!row || "because" in row) empty++;
    else if (row.ci)
      fromDesign.push({
        estimate: row.estimate,
        low: row.ci[0],
        high: row.ci[1],
        holds: row.ci[0] <= SPILLOVER && SPILLOVER <= row.ci[1],
      });
    else because ??= row.withheld ?? "the design allows none";
  }
  return {
    simple,
    design: fromDesign,
    ...(because === undefined ? {} : { because }),
    truth: SPILLOVER,
    empty,
  };
}

function simpleInterval(
  outcomes: readonly number[],
  condition: ArrayLike<number>,
  pair: readonly [number, number],
): Interval | undefined {
  const parts = pair.map((c) => {
    const seen = outcomes.filter((_, i) => condition[i] === c);
    const mean = seen.reduce((sum, one) => sum + one, 0) / seen.length;
    return {
      n: seen.length,
      mean,
      variance: seen.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (seen.length - 1) / seen.length,
    };
  });
  const [a, b] = parts as [(typeof parts)[0], (typeof parts)[0]];
  if (a.n < 2 || b.n < 2) return undefined;
  const estimate = a.mean - b.mean;
  const half = 1.96 * Math.sqrt(a.variance + b.variance);
  return {
    estimate,
    low: estimate - half,
    high: estimate + half,
    holds: Math.abs(estimate - SPILLOVER) <= half,
  };
}
