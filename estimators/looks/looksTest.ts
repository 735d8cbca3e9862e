// Lan and DeMets (1983), "Discrete sequential boundaries for clinical trials", Biometrika 70; Fisher (1935), "The Design of Experiments".

import { present } from "../../src/core/present.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { WorldData } from "../ExperimentData.ts";
import { type FisherStatistic, fisherComparison, worldStatistics } from "../hypotheses/fisherStatistic.ts";
import { heldLaw, MOST_LISTED } from "../hypotheses/heldLaw.ts";
import type { Alternative } from "../hypotheses/pValue.ts";
import { reference } from "../hypotheses/reference.ts";
import { testedOutcomes } from "../hypotheses/testedOutcomes.ts";
import { addedStatistic } from "../hypotheses/WorldStatistic.ts";
import { type Looks, levelsOf, looksFault } from "./Looks.ts";
import { sequentialTail } from "./sequentialTail.ts";

export interface LooksRequest {
  /** The worlds so far, in the order of their numbers, which the plan fixed before any outcome. */
  readonly data: {
    readonly probabilities: Pick<ExposureProbabilities, "law" | "network" | "exposure" | "conditions">;
    readonly worlds: readonly Pick<WorldData, "arms" | "outcome" | "observed">[];
  };
  readonly looks: Looks;
  /** Worlds in all, when all are there. */
  readonly worlds: number;
  /** Two conditions that are compared. Default: the arms. */
  readonly first?: string;
  readonly second?: string;
  /** The statistic, as of the randomization test. Default `auto`. */
  readonly statistic?: FisherStatistic | "auto";
  /** Default `two-sided`: half of the level on each side. */
  readonly alternative?: Alternative;
  /** Joint redraws of all worlds where they have more than 200,000 assignments together. Default 2,000. */
  readonly draws?: number;
  /** Seed of these draws. Default 1. */
  readonly seed?: string | number;
}

/** One planned look. */
export interface Look {
  /** Number of the look, from 1, and of worlds that it is at. */
  readonly look: number;
  readonly worlds: number;
  /** The level that may be spent until this look. */
  readonly level: number;
  /** `waiting` for worlds; `stopped` after a rejection, so that this look is not made. */
  readonly verdict: "rejected" | "go on" | "not rejected" | "stopped" | "waiting";
  /** Value of the statistic. */
  readonly statistic?: number;
  /** The level until this look that it would take to reject: compared with `level`, and no p-value of a single test. */
  readonly needed?: number;
  /** Probability, if nothing has an effect, of having been rejected by this look. */
  readonly spent?: number;
  /** What is left for later looks. */
  readonly left?: number;
}

/** What planned looks say so far. */
export interface LooksResult {
  readonly statistic: FisherStatistic;
  readonly alternative: Alternative;
  readonly alpha: number;
  readonly looks: readonly Look[];
  /** Joint assignments that were compared, and whether these are all that are possible. */
  readonly assignments: number;
  readonly listed: boolean;
  /** Worlds beyond the last look that was made: they are not looked at. */
  readonly unlooked: number;
  readonly notes: readonly string[];
}

/**
 * Looks, at planned numbers of replicated worlds, at whether no treatment of anybody changes any outcome. Under that hypothesis outcomes are the same under
 * every assignment, so the joint law of the statistics of all looks is that of the design: each look rejects the most extreme values
 * of assignments that no look before has rejected, as many as its level allows. The chance that any look rejects is at most alpha, in every sample and under every design:
 * over all assignments where they can be listed, and by exchangeability of the one at hand and the draws where not.
 * Worlds are independent replications; rounds of one world are none, and there is no such test over them.
 *
 * Cost: O(assignments × agents) for each look.
 * @throws SpillwayError for looks that cannot be, and more worlds than planned.
 */
export function looksTest(request: LooksRequest): LooksResult {
  wantArgument("looksTest", "a request", request, { fields: ["data", "looks", "worlds"] });
  const { data, looks, worlds, first, second, statistic: wanted, draws = 2000, seed = 1 } = request;
  const fault = looksFault(looks, worlds);
  if (fault !== undefined) throw new SpillwayError(fault);
  const there = data.worlds.length;
  if (there > worlds)
    throw new SpillwayError(`looks: ${worlds} worlds were planned, and there are outcomes of ${there}`);
  const levels = levelsOf(looks);
  const alpha = levels.at(-1)!;
  const asked = {
    kind: "test",
    name: "looks",
    hypothesis: "no-effect",
    ...present({ first, second }),
  } as const;
  const compared = fisherComparison({ probabilities: data.probabilities }, asked, wanted);
  const { statistic } = compared;
  const alternative = statistic === "several" ? "greater" : (request.alternative ?? "two-sided");
  const made = looks.at.filter((count) => count <= there);
  const seen = made.at(-1) ?? 0;
  const waiting = looks.at.slice(made.length).map((count, k): Look => {
    const look = made.length + k;
    return { look: look + 1, worlds: count, level: levels[look]!, verdict: "waiting" };
  });
  const head = { statistic, alternative, alpha, unlooked: there - seen };
  if (seen === 0) return { ...head, looks: waiting, assignments: 0, listed: true, notes: [] };
  // One way for all looks, decided by the plan: lists at some and draws at others would not keep the level together.
  const law = heldLaw(data.probabilities.law, data.worlds[0]!.arms);
  const whole = law.list !== undefined && law.size ** worlds <= MOST_LISTED;
  const one = whole ? law : { size: law.size, draw: law.draw };
  const all = reference(
    Array.from({ length: seen }, () => one),
    { draws, seed },
  );
  const upTo = made.map((count) => {
    const part = { probabilities: data.probabilities, worlds: data.worlds.slice(0, count) };
    const tested = testedOutcomes(part);
    const value = addedStatistic(worldStatistics(compared, part, tested));
    return { count, tested, value };
  });
  const paths = upTo.map((): number[] => []);
  const weights: number[] = [];
  all.visit((assignments, weight) => {
    upTo.forEach(({ value }, k) => void paths[k]!.push(value(assignments)));
    weights.push(weight);
  });
  const assignments = weights.length;
  const observed = data.worlds.slice(0, seen).map(({ arms }) => arms);
  // Listed assignments hold the one at hand; draws are compared with it among them.
  upTo.forEach(({ value }, k) => void paths[k]!.push(value(observed)));
  weights.push(all.listed ? 0 : 1);
  const tails = (sign: 1 | -1, share: number): ReturnType<typeof sequentialTail> =>
    sequentialTail(
      {
        values: paths.map((values) => Float64Array.from(values, (value) => sign * value)),
        weights: Float64Array.from(weights),
      },
      levels.slice(0, made.length).map((level) => level * share),
      assignments,
    );
  const sides =
    alternative === "two-sided"
      ? [tails(1, 0.5), tails(-1, 0.5)]
      : [tails(alternative === "greater" ? 1 : -1, 1)];
  let stopped = false;
  const found = upTo.map(({ count, tested }, k): Look => {
    const base = { look: k + 1, worlds: count, level: levels[k]! };
    if (stopped) return { ...base, verdict: "stopped" };
    const least = Math.min(...sides.map((side) => side[k]!.needed));
    const spent = sides.reduce((sum, side) => sum + side[k]!.spent, 0);
    stopped = sides.some((side) => side[k]!.rejected);
    const value = paths[k]![assignments]!;
    return {
      ...base,
      verdict: stopped ? "rejected" : count === worlds ? "not rejected" : "go on",
      statistic: statistic === "difference" ? value * tested.scale : value,
      needed: Math.min(1, sides.length * least),
      spent,
      left: Math.max(0, alpha - spent),
    };
  });
  return {
    ...head,
    looks: [
      ...found,
      ...(stopped ? waiting.map((look): Look => ({ ...look, verdict: "stopped" })) : waiting),
    ],
    assignments,
    listed: all.listed,
    notes: [...new Set([...upTo.at(-1)!.tested.notes, ...idle(found, all.listed)])],
  };
}

/** Looks that could reject nothing: they are no error, and worth a word. */
function idle(found: readonly Look[], listed: boolean): string[] {
  return found.flatMap(({ look, level, spent }) =>
    spent === 0
      ? [
          `look ${look} could reject nothing: ${listed ? "no assignment is as rare as its level" : `no draw is as rare as its level, and it takes more than ${Math.ceil(2 / level)} draws`}; what it does not spend is left for later looks`,
        ]
      : [],
  );
}
