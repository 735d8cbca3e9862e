import { studiedBy } from "../../designs/law/studiedBy.ts";
import { type CandidateCost, candidateCosts } from "../../src/probability/candidateCosts.ts";
import { inPopulation } from "../../src/probability/inPopulation.ts";
import { conditionIndex } from "../../src/probability/lookup.ts";
import type { RowHead } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import { type Contrast, inquiryInWords } from "../Inquiry.ts";
import { missingByCondition } from "../missing/missingByCondition.ts";
import { expectedCounts } from "./expectedCounts.ts";
import { resultWarnings } from "./resultWarnings.ts";

/** A contrast's part of the data: whom it is about, and which of them were seen in either condition. */
export interface ContrastData {
  /** Index of the first and of the second condition. */
  readonly levels: readonly [number, number];
  /** Agents that the design studies, that can be in both conditions and whose outcome was observed, ascending. */
  readonly population: readonly number[];
  /** The population's agents that are in the first, and in the second condition. */
  readonly seen: readonly [readonly number[], readonly number[]];
  /** How many agents that can be in both conditions have no outcome. */
  readonly missing: number;
  /** The part of the result that does not depend on the estimator. */
  readonly head: Omit<RowHead, "estimator" | "naive">;
}

/**
 * The population of a contrast: agents that the design studies (all, unless its law names some) with positive probability of
 * both conditions. Nobody is left out
 * for the condition that happened, which would select on the outcome of the randomization. Agents without an outcome are
 * left out and counted in a note; nothing is filled in for them.
 */
export function contrastData(data: Observed, contrast: Contrast): ContrastData {
  const { probabilities, condition, observed } = data;
  const { conditions, marginals, network } = probabilities;
  const levels = [
    conditionIndex(conditions, contrast.first),
    conditionIndex(conditions, contrast.second),
  ] as const;
  const population: number[] = [];
  const excluded: string[] = [];
  const positives: number[] = [];
  const studied = studiedBy(probabilities.law);
  const able = inPopulation(probabilities);
  const { floor, among } = probabilities;
  let unstudied = 0;
  let outside = 0;
  let below = 0;
  let missing = 0;
  let rare = 0;
  for (let i = 0; i < network.n; i++) {
    const first = marginals[i * conditions.length + levels[0]]!;
    const second = marginals[i * conditions.length + levels[1]]!;
    const positive = able[i] === 1 && first > 0 && second > 0;
    if (positive) positives.push(i);
    if (positive && observed[i]) population.push(i);
    else excluded.push(network.ids[i]!);
    if (studied[i] === 0) unstudied++;
    else if (among?.inside[i] === 0) outside++;
    else if (able[i] === 0) below++;
    if (positive && !observed[i]) missing++;
    if (positive && probabilities.draws !== undefined && Math.min(first, second) * probabilities.draws < 10)
      rare++;
  }
  const seen = levels.map((level) => population.filter((i) => condition[i] === level));
  const notes: string[] = [];
  if (unstudied > 0) notes.push(`${agents(unstudied)} not studied by this design (${UNSTUDIED})`);
  if (among && outside > 0)
    notes.push(`the contrast is about agents ${among.words}: ${agents(outside)} left out`);
  const unlikely = excluded.length - missing - unstudied - outside - below;
  if (unlikely > 0) {
    const why =
      probabilities.method === "exact"
        ? "cannot be in both conditions under this design"
        : probabilities.averaged
          ? `can be in both conditions under none of the ${probabilities.averaged.parts} sampled ${probabilities.averaged.name}`
          : "were not seen in both conditions among the simulated assignments";
    notes.push(`${agents(unlikely)} ${why}: the contrast is about the other ${population.length}`);
  }
  const costs = candidateCosts(probabilities, [contrast.first, contrast.second]);
  if (costs) notes.push(costsInWords(costs));
  if (floor && below > 0)
    notes.push(
      `${agents(below)} with a probability below the floor of ${floor.floor} in ${listed(floor.conditions)} left out, by the design alone: the contrast is about the other ${population.length + missing}`,
    );
  if (missing > 0) {
    notes.push(
      `${agents(missing)} without an outcome left out: valid only if treatment does not decide who answers`,
    );
  }
  if (rare > 0)
    notes.push(
      `${agents(rare)} with a probability seen in fewer than 10 simulated assignments: use more draws`,
    );
  const expected = expectedCounts({ probabilities, levels, population });
  const warned =
    missing === 0
      ? undefined
      : missingByCondition({
          ...{ probabilities, condition, observed, levels },
          names: [contrast.first, contrast.second],
          agents: positives,
        });
  return {
    levels,
    missing,
    population,
    seen: [seen[0]!, seen[1]!],
    head: {
      contrast: contrast.name,
      claim: "design-based",
      estimand: `${inquiryInWords(contrast)}${floor ? ` with a probability of at least ${floor.floor} in ${listed(floor.conditions)}` : ""}${among ? `, among agents ${among.words}` : ""}`,
      first: contrast.first,
      second: contrast.second,
      n: [seen[0]!.length, seen[1]!.length],
      population: population.length,
      excluded,
      expected,
      notes,
      warnings: [
        ...(warned === undefined ? [] : [warned]),
        ...(population.length === 0 ? [] : resultWarnings({ contrast, probabilities, expected })),
      ],
    },
  };
}

/** What asking several networks costs, one after the other. */
function costsInWords(costs: readonly CandidateCost[]): string {
  const steps = costs.map(({ network, population, expected }, m) => {
    const [first, second] = expected.map((count) => count.toPrecision(3));
    return `${m === 0 ? "" : "and "}${network} ${population} (${first} and ${second} expected)`;
  });
  return `asked of ${costs.length} networks, of which one is right; agents that can be in both conditions on ${steps.join(", ")}`;
}

/** What agents are for that a design does not study. */
const UNSTUDIED = "there to serve others, or waited out";

/** The conditions of a floor: the first by name, and how many more. */
function listed(conditions: readonly string[]): string {
  if (conditions.length === 2) return `each of ${conditions.join(" and ")}`;
  return conditions.length <= 6
    ? `each of ${conditions.join(", ")}`
    : `each of ${conditions.slice(0, 6).join(", ")} and ${conditions.length - 6} more`;
}

function agents(count: number): string {
  return count === 1 ? "1 agent" : `${count} agents`;
}
