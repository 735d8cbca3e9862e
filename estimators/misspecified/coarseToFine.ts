// Sävje, F. (2024), "Causal inference with misspecified exposure mappings: separating definitions and assumptions", Biometrika 111.

import type { Design, Law } from "../../designs/Design.ts";
import { normalQuantile } from "../../src/core/numbers/normal.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { shown } from "../../src/core/shown.ts";
import { wantArgument } from "../../src/core/wantArgument.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../../src/exposure/Exposure.ts";
import { ownArm } from "../../src/exposure/ownArm.ts";
import { twoHop } from "../../src/exposure/twoHop.ts";
import type { Network } from "../../src/network/Network.ts";
import { exposureProbabilities } from "../../src/probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import { NO_VARIATION } from "../contrast/weightedContrast.ts";
import type { WorldData } from "../ExperimentData.ts";
import { intervalWithheld } from "../interval/intervalWithheld.ts";
import { furtherFactor } from "./furtherBound.ts";

export interface CoarseToFineRequest {
  readonly network: Network;
  readonly design: Design;
  /** The law of the design on the network, where it is at hand. */
  readonly law?: Law;
  /** Arms and outcomes of each world; `observed` is 1 where there is an outcome. */
  readonly worlds: readonly Pick<WorldData, "arms" | "outcome" | "observed">[];
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Seed of simulated probabilities, where there must be any. Default 1. */
  readonly seed?: string | number;
}

/** A number with its error. */
export interface BoundedFigure {
  readonly estimate: number;
  readonly se: number;
  readonly ci: readonly [low: number, high: number];
}

/** One contrast under one map of the chain. */
export interface CoarseToFineRow {
  readonly contrast: "direct" | "spillover";
  readonly map: string;
  readonly first: string;
  readonly second: string;
  /** Agents that can be in all conditions of all maps of this contrast, and have an outcome: the same in all its rows. */
  readonly population: number;
  readonly found?: BoundedFigure;
  /** This estimate minus that under the map before: about 0 where the coarser map is right. */
  readonly change?: BoundedFigure;
  readonly because?: string;
}

/** The same contrast under finer and finer maps: from treated against untreated to the same with nobody treated near, and nobody near or two steps away. */
const CONTRASTS: Readonly<
  Record<CoarseToFineRow["contrast"], readonly (readonly [map: string, first: string, second: string])[]>
> = {
  direct: [
    ["own-arm", "treated", "control"],
    ["any-treated", "direct", "none"],
    ["two-hop", "direct", "none"],
  ],
  spillover: [
    ["any-treated", "indirect", "none"],
    ["two-hop", "near", "none"],
  ],
};

/**
 * The direct and the spillover contrast under a chain of maps, by Hájek's weighted means over the same agents, with the change from each map to the next finer one. If the coarser map is right, conditions of the finer one within it have the
 * same outcomes, and the change is 0 but for error; else each number is an expected exposure effect of its own, and they differ. Errors hold under dependence one step farther than the finer map looks, for each
 * number and for the change of two: n⁻² λ Σ x², x the agent's part. Intervals are Wald's, for large samples.
 *
 * Cost: probabilities of three maps, and pairs that share a coin within three steps.
 *
 * @throws SpillwayError for a confidence out of range, and as {@link exposureProbabilities}.
 */
export function coarseToFine(request: CoarseToFineRequest): CoarseToFineRow[] {
  wantArgument("coarseToFine", "a request", request, { fields: ["network", "design", "worlds"] });
  const { network, design, law = design.law(network), worlds, confidence = 0.95, seed = 1 } = request;
  if (!(confidence > 0 && confidence < 1))
    throw new SpillwayError(
      `coarseToFine: confidence must be a number between 0 and 1, got ${shown(confidence)}`,
    );
  const made = new Map<string, ExposureProbabilities>();
  const probabilitiesOf = (map: string): ExposureProbabilities => {
    const found = made.get(map) ?? exposureProbabilities(network, design, EXPOSURES[map]!, { law, seed });
    made.set(map, found);
    return found;
  };
  return (Object.keys(CONTRASTS) as CoarseToFineRow["contrast"][]).flatMap((contrast) => {
    const chain = CONTRASTS[contrast];
    const head = (k: number): Pick<CoarseToFineRow, "contrast" | "map" | "first" | "second"> => {
      const [map, first, second] = chain[k]!;
      return { contrast, map, first: namedBy(map, first, law), second: namedBy(map, second, law) };
    };
    if (law.arms.length !== 2)
      return chain.map((_, k) => ({
        ...head(k),
        population: 0,
        because: `the design has ${law.arms.length} arms, and this comparison is of two`,
      }));
    const parts = chain.map(([map], k) => {
      const { first, second } = head(k);
      const probabilities = probabilitiesOf(map);
      const levels = [first, second].map((name) => probabilities.conditions.indexOf(name)) as [
        number,
        number,
      ];
      return { map, probabilities, levels };
    });
    const able = Uint8Array.from({ length: network.n }, (_, i) =>
      parts.every(({ probabilities: { marginals, conditions }, levels }) =>
        levels.every((level) => marginals[i * conditions.length + level]! > 0),
      )
        ? 1
        : 0,
    );
    const members = network.ids.flatMap((_, i) => (able[i] === 1 ? [i] : []));
    const population = members.length;
    const largest = Math.max(
      ...worlds.map(({ outcome }) => outcome.reduce((most, y) => Math.max(most, Math.abs(y)), 0)),
    );
    const contributions = parts.map((part) => contributionsOf(part, able, worlds));
    const figures = (
      x: readonly Float64Array[],
      estimate: number,
      of: (typeof parts)[number],
    ): BoundedFigure => {
      const factor = furtherFactor(of.probabilities, able);
      let square = 0;
      for (const world of x) for (const one of world) square += one * one;
      const se = Math.sqrt(factor * square) / worlds.length;
      const z = normalQuantile((1 + confidence) / 2);
      return { estimate, se, ci: [estimate - z * se, estimate + z * se] };
    };
    return parts.map((part, k): CoarseToFineRow => {
      const row = { ...head(k), population };
      const own = contributions[k]!;
      if (population === 0) return { ...row, because: "no agent can be in all of these conditions" };
      if (typeof own === "string") return { ...row, because: own };
      // Agents who are hardly ever in a condition decide the error and are not seen: no interval would hold.
      const setting = { probabilities: part.probabilities, levels: part.levels, population: members };
      const withheld = intervalWithheld(setting, worlds.length);
      if (withheld) return { ...row, because: withheld.because };
      const found = figures(own.parts, own.estimate, part);
      // An interval of no length would claim certainty; residuals of equal outcomes are rounding.
      if (found.se <= FLAT * largest) return { ...row, because: NO_VARIATION };
      const before = k === 0 ? undefined : contributions[k - 1]!;
      if (before === undefined || typeof before === "string") return { ...row, found };
      const difference = own.parts.map((x, w) => x.map((one, i) => one - before.parts[w]![i]!));
      return { ...row, found, change: figures(difference, own.estimate - before.estimate, part) };
    });
  });
}

/** Errors of this share of the largest outcome are rounding. */
const FLAT = 1e-12;

const EXPOSURES: Readonly<Record<string, Exposure>> = {
  "own-arm": ownArm(),
  "any-treated": anyTreatedNeighbor(),
  "two-hop": twoHop({ far: "distance" }),
};

/** Conditions of own-arm are called like the arms of the design. */
const namedBy = (map: string, name: string, { arms }: Law): string =>
  map === "own-arm" ? arms[name === "treated" ? 1 : 0]! : name;

interface Contributions {
  readonly estimate: number;
  /** What each agent adds to the estimate of its world, as residuals: their sum has its variance in large samples. */
  readonly parts: readonly Float64Array[];
}

function contributionsOf(
  {
    probabilities,
    levels,
  }: { readonly probabilities: ExposureProbabilities; readonly levels: readonly [number, number] },
  able: Uint8Array,
  worlds: CoarseToFineRequest["worlds"],
): Contributions | string {
  const { network, exposure, marginals, conditions } = probabilities;
  let estimate = 0;
  const parts: Float64Array[] = [];
  for (const { arms, outcome, observed } of worlds) {
    const condition = exposure.of(network, arms);
    const x = new Float64Array(network.n);
    for (const side of [0, 1] as const) {
      const inside = Array.from(condition.keys()).filter(
        (i) => able[i] === 1 && observed[i] === 1 && condition[i] === levels[side],
      );
      if (inside.length < 2)
        return `${inside.length === 1 ? "1 agent is" : "0 agents are"} in condition ${conditions[levels[side]]}, and it takes 2`;
      const weight = inside.map((i) => 1 / marginals[i * conditions.length + levels[side]]!);
      const total = weight.reduce((a, b) => a + b, 0);
      const mean = inside.reduce((sum, i, k) => sum + outcome[i]! * weight[k]!, 0) / total;
      estimate += ((side === 0 ? 1 : -1) * mean) / worlds.length;
      inside.forEach((i, k) => {
        x[i] = ((side === 0 ? 1 : -1) * weight[k]! * (outcome[i]! - mean)) / total;
      });
    }
    parts.push(x);
  }
  return { estimate, parts };
}
