// Why above 200 lines: the two ways to test a map (focal agents, pairs of assignments) share all that is declared at the top.
import type { Law } from "../../designs/Design.ts";
import { studiedBy } from "../../designs/law/studiedBy.ts";
import { supportSize } from "../../designs/law/supportOf.ts";
import { rng } from "../../src/core/rng.ts";
import type { Network } from "../../src/network/Network.ts";
import { comparedPairs } from "../hypotheses/comparedPairs.ts";
import { focalAgents } from "../hypotheses/focalAgents.ts";
import { agreeing, type HeldLaw, heldLaw, MOST_LISTED } from "../hypotheses/heldLaw.ts";
import { type Assignments, type Reference, reference } from "../hypotheses/reference.ts";
import { residualsOf } from "../hypotheses/residualsOf.ts";
import type { TestedWorlds } from "../hypotheses/testedOutcomes.ts";
import type { ExposureMap, MapFeature } from "./ExposureMap.ts";
import { keptReference, walkable } from "./keptReference.ts";
import { type MaxP, standardizedMax } from "./standardizedMax.ts";

/** How a map is tested: `focal` keeps the exposure of focal agents, `pairs` compares assignments two by two; `auto` takes `focal` where the design's law allows it. */
export type MapMethod = "auto" | "focal" | "pairs";

/** The experiment that maps are tested on. */
export interface TestedExperiment {
  readonly network: Network;
  readonly law: Law;
  /** Arms of all agents, world by world. */
  readonly observed: Assignments;
  readonly tested: TestedWorlds;
  readonly draws: number;
  readonly seed: string | number;
  readonly method: MapMethod;
}

/** The hypothesis that outcomes depend on the assignment through a map only, and what is looked at beyond it. */
interface MapHypothesis {
  readonly map: ExposureMap;
  /** Numbers that the map holds beside the own arm: what they explain is taken out of the outcomes. */
  readonly holds: readonly MapFeature[];
  /** What the next finer map adds. */
  readonly next: readonly MapFeature[];
  /** What finer maps add after it. */
  readonly beyond: readonly MapFeature[];
}

/** What the test of a map found. */
export interface MapFinding extends MaxP {
  /** p of the statistics of the next finer map alone. */
  readonly nextP: number;
  readonly method: "focal" | "pairs" | "all";
  /** Focal agents with an outcome, over all worlds; with pairs, agents with an outcome. */
  readonly agents: number;
  readonly assignments: number;
  readonly listed: boolean;
}

/**
 * Tests that outcomes depend on the assignment through a map only. P(p ≤ α) ≤ α in every sample, under every law: with focal agents given their exposures (Athey, Eckles and Imbens 2018; Basse, Feller and Toulis 2019), with pairs over the whole law
 * (Zhong 2025).
 *
 * @returns the finding, or why there is none.
 */
export function mapTest(hypothesis: MapHypothesis, experiment: TestedExperiment): MapFinding | string {
  const { map, next, beyond } = hypothesis;
  if (next.length + beyond.length === 0) return "there is no finer map to test it against";
  const way = methodOf(map, experiment);
  if (way === "pairs") return byPairs(hypothesis, experiment);
  return byFocalAgents(hypothesis, experiment);
}

/** Decided by map and law, never by arms or outcomes. */
function methodOf(map: ExposureMap, { law, method }: TestedExperiment): "all" | "focal" | "pairs" {
  if (map.name === "nothing") return "all";
  if (method !== "auto") return method;
  const { kind } = law.structure;
  return isListed(law) || walkable(law) || (map.name === "own" && kind === "mixture") ? "focal" : "pairs";
}

const isListed = (law: Law): boolean =>
  law.support !== undefined && supportSize(law.structure, law.arms.length) <= MOST_LISTED;

/** Agents whose exposure is kept, chosen by network and design alone. */
function focalOf(map: ExposureMap, { network, law, seed }: TestedExperiment): Uint32Array {
  const eligible = studiedBy(law);
  if (map.name === "nothing")
    return Uint32Array.from({ length: network.n }, (_, i) => i).filter((i) => eligible[i] === 1);
  const stream = rng(seed).fork("focal").fork(map.name);
  // Where only the own arm, or somebody's treatment, has to stay, neighbours of several focal agents are free; counts need neighbours of their own.
  return map.loose
    ? focalAgents("cut", { network, law, eligible }, 0, stream)
    : focalAgents("net", { network, law, eligible }, 1, stream);
}

function referenceOf(map: ExposureMap, focal: Uint32Array, experiment: TestedExperiment): Reference | string {
  const { law, observed, draws, seed } = experiment;
  if (map.name === "nothing")
    return reference(
      observed.map((arms) => heldLaw(law, arms)),
      { draws, seed },
    );
  if (map.name === "own") {
    const held = new Uint8Array(law.n);
    for (const i of focal) held[i] = 1;
    return reference(
      observed.map((arms) => heldLaw(law, arms, held)),
      { draws, seed },
    );
  }
  if (isListed(law)) {
    const kept = observed.map((arms) =>
      drawnFromList(agreeing(law, (z) => focal.every((i) => map.same(i, arms, z)))),
    );
    return reference(kept, { draws, seed });
  }
  if (walkable(law)) return keptReference({ law, map, focal }, observed, { draws, seed });
  return `the exposure of focal agents cannot be kept under a law of the kind ${law.structure.kind}: the method pairs needs no focal agents`;
}

/** Several worlds have more assignments together than are listed: each is then drawn from its own list. */
function drawnFromList(law: HeldLaw): HeldLaw {
  if (law.list === undefined) return law;
  const all = [...law.list()];
  const total = all.reduce((sum, [, weight]) => sum + weight, 0);
  return {
    ...law,
    list: () => all,
    draw(stream) {
      let left = stream.uniform() * total;
      for (const [assignment, weight] of all) {
        left -= weight;
        if (left < 0) return assignment;
      }
      return all.at(-1)?.[0];
    },
  };
}

function byFocalAgents(hypothesis: MapHypothesis, experiment: TestedExperiment): MapFinding | string {
  const { map, holds, next, beyond } = hypothesis;
  const { observed, tested } = experiment;
  const focal = focalOf(map, experiment);
  if (focal.length === 0)
    return "no agent can be a focal agent: nobody has an in-neighbour that could stay free";
  const member = new Uint8Array(experiment.network.n);
  for (const i of focal) member[i] = 1;
  const features = [...next, ...beyond];
  const worlds = tested.worlds.map(({ agents, value }, w) => {
    const own = agents.filter((i) => member[i] === 1);
    const arms = observed[w]!;
    const group = map.classes?.(arms) ?? arms;
    return {
      own,
      residual: residualsOf(own, value, group, columnsOf(holds, own, arms)),
      before: valuesOf(features, own, arms),
    };
  });
  const agents = worlds.reduce((sum, { own }) => sum + own.length, 0);
  if (agents < 2)
    return `only ${agents === 1 ? "1 focal agent has" : "0 focal agents have"} an outcome, and it takes 2`;
  const all = referenceOf(map, focal, experiment);
  if (typeof all === "string") return all;
  let varies = false;
  const sumsOf = (assignments: Assignments): Float64Array => {
    const sums = new Float64Array(features.length);
    worlds.forEach(({ own, residual, before }, w) => {
      const z = assignments[w]!;
      features.forEach(({ of }, m) => {
        let sum = 0;
        for (let k = 0; k < own.length; k++) {
          const x = of(own[k]!, z);
          if (x !== before[m]![k]) varies = true;
          sum += residual[own[k]!]! * x;
        }
        sums[m] = sums[m]! + sum;
      });
    });
    return sums;
  };
  const at = sumsOf(observed);
  const values: number[] = [];
  const weights: number[] = [];
  all.visit((assignments, weight) => {
    values.push(...sumsOf(assignments));
    weights.push(weight);
  });
  if (weights.length === 0)
    return "no assignment was drawn that keeps what matters to the focal agents: the design is known only by what it draws. The method pairs needs no focal agents";
  if (!varies)
    return `no finer exposure of a focal agent can vary while its exposure under ${map.name} stays: this design and network cannot tell ${map.name} from a finer map`;
  const given = {
    observed: at,
    values: Float64Array.from(values),
    ...(all.listed ? { weights: Float64Array.from(weights) } : {}),
  };
  const largest = standardizedMax(given, [...features.keys()]);
  return {
    ...largest,
    nextP: standardizedMax(given, [...next.keys()]).p,
    method: map.name === "nothing" ? "all" : "focal",
    agents,
    assignments: weights.length,
    listed: all.listed,
  };
}

function columnsOf(holds: readonly MapFeature[], agents: Uint32Array, arms: Uint8Array): Float64Array[] {
  return holds.map(({ of }) => {
    const column = new Float64Array(arms.length);
    for (const i of agents) column[i] = of(i, arms);
    return column;
  });
}

const valuesOf = (features: readonly MapFeature[], agents: Uint32Array, arms: Uint8Array): Float64Array[] =>
  features.map(({ of }) => Float64Array.from(agents, (i) => of(i, arms)));

function byPairs(hypothesis: MapHypothesis, experiment: TestedExperiment): MapFinding | string {
  const { map, holds, next, beyond } = hypothesis;
  const { law, observed, tested, draws, seed } = experiment;
  const features = [...next, ...beyond];
  const agents = tested.worlds.reduce((sum, one) => sum + one.agents.length, 0);
  const all = reference(
    observed.map((arms) => heldLaw(law, arms)),
    { draws, seed },
  );
  let varies = false;
  const group = observed.map((arms) => map.classes?.(arms) ?? arms);
  const pairs = { all: [] as Pair[], next: [] as Pair[] };
  let statistic = 0;
  const compare = (others: Assignments): readonly (readonly [number, number])[] => {
    const tops = [new Float64Array(features.length), new Float64Array(features.length)] as const;
    const squares = [new Float64Array(features.length), new Float64Array(features.length)] as const;
    tested.worlds.forEach((world, w) => {
      const arms = observed[w]!;
      const other = others[w]!;
      const known = world.agents.filter((i) => map.same(i, arms, other));
      if (known.length < 2) return;
      const residual = residualsOf(known, world.value, group[w]!, columnsOf(holds, known, arms));
      let rr = 0;
      for (const i of known) rr += residual[i]! ** 2;
      features.forEach(({ of }, m) => {
        for (const side of [0, 1] as const) {
          const z = side === 0 ? arms : other;
          let [top, x, xx, r] = [0, 0, 0, 0];
          for (const i of known) {
            const v = of(i, z);
            top += residual[i]! * v;
            x += v;
            xx += v * v;
            r += residual[i]!;
            if (side === 1 && v !== of(i, arms)) varies = true;
          }
          tops[side][m] = tops[side][m]! + top - (r * x) / known.length;
          squares[side][m] = squares[side][m]! + rr * Math.max(0, xx - (x * x) / known.length);
        }
      });
    });
    return features.map(
      (_, m) => [size(tops[0][m]!, squares[0][m]!), size(tops[1][m]!, squares[1][m]!)] as const,
    );
  };
  all.visit((others, weight) => {
    const found = compare(others);
    const most = (count: number, side: 0 | 1): number =>
      found.slice(0, count).reduce((top, one) => Math.max(top, one[side]), 0);
    pairs.all.push({ own: most(found.length, 0), other: most(found.length, 1), weight });
    pairs.next.push({ own: most(next.length, 0), other: most(next.length, 1), weight });
  });
  if (!varies)
    return `no finer exposure of an agent can vary while its exposure under ${map.name} stays: this design and network cannot tell ${map.name} from a finer map`;
  for (const [own] of compare(observed)) statistic = Math.max(statistic, own);
  const p = comparedPairs("pairwise", pairs.all, all.listed);
  return {
    ...p,
    statistic,
    nextP: comparedPairs("pairwise", pairs.next, all.listed).p,
    method: "pairs",
    agents,
    assignments: pairs.all.length,
    listed: all.listed,
  };
}

interface Pair {
  readonly own: number;
  readonly other: number;
  readonly weight: number;
}

/** A correlation's size; sums of squares that are rounding only have none. */
const size = (top: number, square: number): number =>
  square > 1e-18 ? Math.abs(top) / Math.sqrt(square) : 0;
