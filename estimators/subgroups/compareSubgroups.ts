import { studentTQuantile } from "../../src/core/numbers/studentT.ts";
import { shown } from "../../src/core/shown.ts";
import { inPopulation } from "../../src/probability/inPopulation.ts";
import type { FurtherEstimate, NoAnswer, Subgroup } from "../Estimator.ts";
import type { ExperimentData, WorldData } from "../ExperimentData.ts";
import { furtherHead } from "../further/furtherHead.ts";
import type { MostInquiry } from "../Inquiry.ts";
import { intervalWithheld } from "../interval/intervalWithheld.ts";
import { welch } from "../interval/welch.ts";
import { aronowSamii } from "../variance/aronowSamii.ts";

/** Groups beyond this number make tables that nobody reads. */
const MOST_GROUPS = 20;

/** A group of agents in one world, with the mean outcome of each condition. */
interface Group {
  readonly value: number;
  /** Agents that can be in both conditions and were observed, ascending. */
  readonly population: readonly number[];
  readonly n: readonly [number, number];
  readonly mean: readonly [number, number];
}

/** The answer of `best-subgroup`: all worlds together, which are independent. */
export function compareSubgroups(
  { by, bound }: { readonly by: string; readonly bound: "student" | "cantelli" },
  data: ExperimentData,
  inquiry: MostInquiry,
): FurtherEstimate | NoAnswer {
  const { probabilities, worlds, confidence } = data;
  const { conditions, network } = probabilities;
  const head = furtherHead({ name: "best-subgroup", claim: "design-based" }, data, inquiry);
  const none = (because: string): NoAnswer => ({ ...head, because });
  const levels = [conditions.indexOf(inquiry.first), conditions.indexOf(inquiry.second)] as const;
  const unknown = levels.indexOf(-1);
  if (unknown >= 0)
    return none(
      `the exposure has no condition ${shown(unknown === 0 ? inquiry.first : inquiry.second)}: its conditions are ${conditions.join(", ")}`,
    );
  const values = valuesOf(worlds, by);
  if (values === undefined || values.length === 0)
    return none(
      `no agent has a number in ${shown(by)}: groups are told apart by numbers, so code their names`,
    );
  if (values.length < 2)
    return none(`all agents have the same number in ${shown(by)}: there is one group only`);
  if (values.length > MOST_GROUPS)
    return none(
      `${shown(by)} has ${values.length} values, more than ${MOST_GROUPS} groups: put them together`,
    );
  const byWorld = worlds.map((world) => groupsOf(world, by, values, levels));
  const names = values.map((value) => `${by} = ${value}`);
  for (const groups of byWorld) {
    for (const [g, { n, population }] of groups.entries()) {
      if (population.length === 0) return none(`no agent with ${names[g]} can be in both conditions`);
      const few = n.findIndex((count) => count < 2);
      if (few >= 0)
        return none(
          `${n[few]} of the agents with ${names[g]} ${n[few] === 1 ? "is" : "are"} in condition ${few === 0 ? inquiry.first : inquiry.second}, and an error needs two: put groups together`,
        );
    }
  }
  // Where agents who are hardly ever in a condition decide the error, neither the intervals nor the guarantee would hold.
  for (const [g, { population }] of byWorld[0]!.entries()) {
    const withheld = intervalWithheld({ probabilities, levels, population }, worlds.length);
    if (withheld) return none(`${names[g]}: ${withheld.because}`);
  }
  const G = values.length;
  const W = worlds.length;
  const effect = values.map(
    (_, g) => byWorld.reduce((sum, groups) => sum + groups[g]!.mean[0] - groups[g]!.mean[1], 0) / W,
  );
  const variance = (g: number, h: number | undefined): number => {
    let total = 0;
    for (const [w, groups] of byWorld.entries())
      total += worldVariance(worlds[w]!, levels, groups[g]!, h === undefined ? undefined : groups[h]!);
    return total / W ** 2;
  };
  const own = values.map((_, g) => variance(g, undefined));
  const flat = own.findIndex((one) => !(one > 0));
  if (flat >= 0)
    return none(
      `the variance of the effect with ${names[flat]} comes out as 0 or less, so nothing can be compared`,
    );
  const error = values.map(() => new Float64Array(G));
  for (let g = 0; g < G; g++)
    for (let h = g + 1; h < G; h++) {
      const together = variance(g, h);
      // A bound that comes out negative says nothing; without knowing what two errors share, the sum of both is enough.
      const se = together > 0 ? Math.sqrt(together) : Math.sqrt(own[g]!) + Math.sqrt(own[h]!);
      error[g]![h] = error[h]![g] = se;
    }
  const alpha = 1 - confidence;
  const degrees = W * Math.min(...byWorld.flatMap((groups) => groups.flatMap(({ n }) => n))) - 1;
  const c = multiplier(bound, alpha / (G - 1), degrees);
  const spreads = values.map((_, g) => spreadOf(worlds, levels, byWorld, g));
  const others = (g: number): number[] => values.map((_, h) => h).filter((h) => h !== g);
  const above = values.map((_, g) =>
    Math.min(...others(g).map((h) => effect[g]! - effect[h]! + c * error[g]![h]!)),
  );
  const selected = above.map((one) => one >= 0);
  const kept = values.flatMap((_, g) => (selected[g] ? [g] : []));
  const subgroups = values.map((_, g): Subgroup => {
    const rivals = kept.filter((h) => h !== g);
    const low =
      rivals.length === 0
        ? 0
        : Math.min(0, ...rivals.map((h) => effect[g]! - effect[h]! - c * error[g]![h]!));
    const se = Math.sqrt(Math.max(spreads[g]!.variance, own[g]!));
    const two = multiplier(bound, alpha / (2 * G), Math.min(degrees, spreads[g]!.degrees));
    return {
      name: names[g]!,
      population: byWorld[0]![g]!.population.length,
      n: [0, 1].map((a) => byWorld.reduce((sum, groups) => sum + groups[g]!.n[a as 0 | 1], 0)) as [
        number,
        number,
      ],
      ...{ estimate: effect[g]!, se, selected: selected[g]! },
      simultaneous: [effect[g]! - two * se, effect[g]! + two * se],
      lead: [low, Math.max(0, above[g]!)],
    };
  });
  const ranked = [...subgroups].sort((a, b) => b.estimate - a.estimate);
  const inside = new Set(byWorld[0]!.flatMap(({ population }) => population));
  const among = ranked.filter((one) => one.selected).map(({ name }) => name);
  const figures = (x: number): string => x.toPrecision(4);
  return {
    ...head,
    ...{ kind: "most", estimate: ranked[0]!.estimate, confidence },
    estimand: `${head.estimand}, of groups by ${by}`,
    population: inside.size,
    excluded: network.ids.filter((_, i) => !inside.has(i)),
    groups: Object.fromEntries(ranked.map(({ name, n }) => [name, n[0] + n[1]])),
    subgroups: ranked,
    withheld:
      "the largest of several estimates is too large on average: read the intervals of the groups, which hold together",
    notes: [
      ...head.notes,
      `with confidence ${confidence}, the group with the largest effect is ${among.length === 1 ? among[0] : `one of ${among.join(", ")}`}${among.length === G ? ": none can be left out" : ""}`,
      ...ranked.map(
        ({ name, estimate, simultaneous: [low, high], lead }) =>
          `${name}: ${figures(estimate)} (${figures(low)} to ${figures(high)}, together); less the largest of the others: ${figures(lead[0])} to ${figures(lead[1])}`,
      ),
    ],
  };
}

/** Agents seen in a condition from which on what few observations lack is too little to look for. */
const MANY = 300;

/**
 * The variance of a group's effect with what residuals lack in small samples, and its degrees of freedom ({@link welch}): neighbours are in their condition
 * together, so that few agents seen tell less than their number.
 */
function spreadOf(
  worlds: readonly WorldData[],
  levels: readonly [number, number],
  byWorld: readonly (readonly Group[])[],
  g: number,
): { readonly variance: number; readonly degrees: number } {
  let total = 0;
  let squares = 0;
  for (const [w, groups] of byWorld.entries()) {
    const { population, mean, n } = groups[g]!;
    if (Math.min(...n) >= MANY) return { variance: 0, degrees: Number.POSITIVE_INFINITY };
    const { probabilities, condition, outcome } = worlds[w]!;
    const value = new Float64Array(probabilities.network.n);
    for (const i of population) {
      const side = condition[i] === levels[0] ? 0 : 1;
      if (condition[i] === levels[side]) value[i] = outcome[i]! - mean[side];
    }
    const setting = { probabilities, levels, population };
    const bound = aronowSamii(setting);
    const seen = { condition, value };
    const plain = bound(seen).total;
    // Of neighbours, who are in a condition together, each tells less than an agent alone: the share seen, were all outcomes 1, has the variance 1/m of m who are independent.
    const independentOf = (condition: Uint8Array, level: number): number => {
      const ones = Float64Array.from(condition, (c) => (c === level ? 1 : 0));
      const part = bound({ condition, value: ones });
      const spread = level === levels[0] ? part.first : part.second;
      return spread > 0 ? Math.max(1, 1 / spread - 1) : Number.POSITIVE_INFINITY;
    };
    const found = welch(setting, seen, {
      formula: (one) => bound(one).total,
      variance: plain,
      centred: true,
    });
    // Twice what residuals lack: once for themselves, once for the means of few, which are ratios (as HC3 does, and the jackknife).
    const variance = plain > 0 ? Math.max(found.variance, found.variance ** 2 / plain) : found.variance;
    const degrees = Math.min(found.degrees, ...levels.map((level) => independentOf(condition, level)));
    total += variance;
    squares += variance ** 2 / degrees;
  }
  return { variance: total / worlds.length ** 2, degrees: squares === 0 ? 1 : total ** 2 / squares };
}

/** How many standard errors a one-sided comparison at level `alpha` reaches: of Student's distribution, or of any (Cantelli). */
function multiplier(bound: "student" | "cantelli", alpha: number, degrees: number): number {
  return bound === "student" ? studentTQuantile(1 - alpha, degrees) : Math.sqrt((1 - alpha) / alpha);
}

/** The numbers that tell groups apart, ascending; undefined where nobody knows any. */
function valuesOf(worlds: readonly WorldData[], by: string): number[] | undefined {
  const known = worlds[0]?.covariates?.get(by);
  if (known === undefined) return undefined;
  const found = new Set<number>();
  known.values.forEach((value, i) => {
    if (known.observed[i] === 1) found.add(value);
  });
  return [...found].sort((a, b) => a - b);
}

function groupsOf(
  world: WorldData,
  by: string,
  values: readonly number[],
  levels: readonly [number, number],
): Group[] {
  const { probabilities, condition, outcome, observed } = world;
  const { marginals, conditions, network } = probabilities;
  const able = inPopulation(probabilities);
  const known = world.covariates!.get(by)!;
  const members = new Map(values.map((value) => [value, [] as number[]]));
  const chance = (i: number, a: 0 | 1): number => marginals[i * conditions.length + levels[a]]!;
  for (let i = 0; i < network.n; i++)
    if (able[i] === 1 && observed[i] === 1 && known.observed[i] === 1 && chance(i, 0) > 0 && chance(i, 1) > 0)
      members.get(known.values[i]!)?.push(i);
  return values.map((value) => {
    const population = members.get(value)!;
    const sides = ([0, 1] as const).map((a) => {
      let [sum, weight, count] = [0, 0, 0];
      for (const i of population) {
        if (condition[i] !== levels[a]) continue;
        sum += outcome[i]! / chance(i, a);
        weight += 1 / chance(i, a);
        count++;
      }
      return { mean: sum / weight, count };
    });
    return {
      ...{ value, population },
      n: [sides[0]!.count, sides[1]!.count],
      mean: [sides[0]!.mean, sides[1]!.mean],
    };
  });
}

/**
 * The variance of a group's effect, or of the difference of two: outcomes less their group's mean, those of the second group with the
 * other sign, each times the share that its group is of both, make one contrast of all their agents.
 */
function worldVariance(
  { probabilities, condition, outcome }: WorldData,
  levels: readonly [number, number],
  group: Group,
  other: Group | undefined,
): number {
  const population = [...group.population, ...(other?.population ?? [])].sort((a, b) => a - b);
  const value = new Float64Array(probabilities.network.n);
  for (const [one, sign] of [[group, 1], ...(other ? [[other, -1] as const] : [])] as readonly (readonly [
    Group,
    number,
  ])[])
    for (const i of one.population) {
      const side = condition[i] === levels[0] ? 0 : 1;
      if (condition[i] !== levels[side]) continue;
      // Residuals of a mean of n vary less than errors, by (n − 1)/n.
      const lost = Math.sqrt(one.n[side] / (one.n[side] - 1));
      value[i] = (sign * lost * (outcome[i]! - one.mean[side]) * population.length) / one.population.length;
    }
  return aronowSamii({ probabilities, levels, population })({ condition, value }).total;
}
