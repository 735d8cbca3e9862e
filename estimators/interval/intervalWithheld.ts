import { type Positivity, positivity } from "../contrast/positivity.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";

/** Below so many independent observations that the design gives a condition on average, nothing can be told of how much they vary. */
const FEWEST = 2;
/** Below so many where probabilities differ widely, agents who are hardly ever seen decide the error. */
const FEWEST_UNEVEN = 5;
/**
 * Above this share of the error from agents that are hardly ever seen, beyond their share of the population, there is no interval: what
 * is usually seen would say less than half of what can go wrong.
 */
const MOST_SELDOM = 0.5;
/** An effective size below this part of the expected count means that probabilities differ widely, not only that there are few agents. */
const UNEVEN = 0.5;
/** Floors that are offered, the lowest that helps first. */
const FLOORS = [0.01, 0.02, 0.05, 0.1];

/** Why a design lets no interval hold. */
export interface IntervalWithheld {
  readonly because: string;
  /** Whether the reason is that agents are hardly ever in a condition, so that a standard error does not hold either. */
  readonly rare: boolean;
}

/**
 * Why the design of a contrast lets no interval hold; undefined when it lets one. It looks at the design and the population
 * alone, never at outcomes or at the assignment drawn, so that what is withheld selects nothing.
 *
 * 1. Probabilities differ so much that a condition is worth fewer than five independent agents, although the design puts at
 *    least twice as many in it; or more than half of the error comes from agents that are together in it at most once on average.
 *    Then whoever is hardly ever seen decides the error, and no interval made of what was seen knows it.
 * 2. A condition is worth fewer than two independent agents, so that nothing can be told of how much they vary.
 *
 * @param worlds independent worlds whose estimates are averaged
 */
export function intervalWithheld(setting: VarianceSetting, worlds = 1): IntervalWithheld | undefined {
  const { probabilities, levels, population } = setting;
  const sides = positivity(setting, worlds);
  const names = levels.map((level) => probabilities.conditions[level]!);
  const rare = sides.findIndex((side) => isRare(side, population.length));
  if (rare >= 0) {
    const { seldom, seldomError, kish } = sides[rare]!;
    const few =
      kish < FEWEST_UNEVEN
        ? `the effective sample size of condition ${names[rare]} under the design is ${short(kish)}, below ${FEWEST_UNEVEN}`
        : `${percent(seldomError)} of the error of condition ${names[rare]} comes from ${percent(seldom.length / population.length)} of the agents`;
    return {
      rare: true,
      because: `${few}: ${agentsOf(setting, sides[rare]!, levels[rare]!)}; what is seen says nothing of them, so neither a standard error nor an interval would hold${remedy(setting, worlds)}`,
    };
  }
  const small = sides.findIndex(({ effective }) => effective < FEWEST * (1 - 1e-12));
  if (small < 0) return undefined;
  return {
    rare: false,
    because: `the effective sample size of condition ${names[small]} under the design is ${short(sides[small]!.effective)}, below ${FEWEST}: nothing can be told of how much they vary; put more agents in the condition, or play more worlds`,
  };
}

function isRare({ kish, expected, seldom, seldomError }: Positivity, size: number): boolean {
  if (size === 0) return false;
  if (kish < FEWEST_UNEVEN * (1 - 1e-12) && kish < UNEVEN * expected) return true;
  return seldomError - seldom.length / size > MOST_SELDOM;
}

/** The agents who are hardly ever in a condition: the first by name, how many, and how likely they are. */
function agentsOf({ probabilities }: VarianceSetting, { seldom }: Positivity, level: number): string {
  const { network, marginals, conditions } = probabilities;
  const [first] = seldom;
  if (first === undefined) return "an agent is hardly ever in it";
  const chance = (i: number): string => short(marginals[i * conditions.length + level]!);
  const id = network.ids[first]!;
  const name = id.length > 40 ? `${id.slice(0, 40)}…` : id;
  return seldom.length === 1
    ? `agent ${JSON.stringify(name)} is hardly ever in it (probability ${chance(first)})`
    : `${seldom.length} agents are hardly ever in it (probabilities from ${chance(first)}, of agent ${JSON.stringify(name)}, to ${chance(seldom.at(-1)!)})`;
}

/** The floor that lets an interval be given, in words. */
function remedy(setting: VarianceSetting, worlds: number): string {
  const { probabilities, levels, population } = setting;
  const { marginals, conditions, floor } = probabilities;
  for (const limit of FLOORS) {
    if (floor && floor.floor >= limit) continue;
    const left = population.filter((i) =>
      levels.every((level) => marginals[i * conditions.length + level]! >= limit),
    );
    if (left.length < 2) break;
    const sides = positivity({ ...setting, population: left }, worlds);
    if (sides.some((side) => isRare(side, left.length) || side.effective < FEWEST)) continue;
    return `; a population fixed by the design leaves them out: population: { floor: ${limit} }, or --floor ${limit}, asks about the ${left.length} agents with a probability of at least ${limit} in both conditions`;
  }
  return "; no floor on the probabilities leaves enough agents: ask about other conditions, or take another design";
}

const short = (value: number): string => String(Number(value.toPrecision(2)));
const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
