// Puelz, Basse, Feller and Toulis (2022), "A graph-theoretic approach to randomization tests of causal effects under general interference", Journal of the Royal Statistical Society B 84.
import { z } from "zod";
import type { Law } from "../designs/Design.ts";
import { studiedBy } from "../designs/law/studiedBy.ts";
import { wholeNumber } from "../src/core/fields.ts";
import { shareError } from "../src/core/numbers/shareError.ts";
import { shuffle } from "../src/core/numbers/shuffle.ts";
import { rng } from "../src/core/rng.ts";
import { conditionIndex } from "../src/probability/lookup.ts";
import { defineEstimator, type EstimatorKind } from "./defineEstimator.ts";
import type { AnswerRow } from "./Estimator.ts";
import type { ExperimentData } from "./ExperimentData.ts";
import { type Biclique, bicliques } from "./hypotheses/bicliques.ts";
import { compareGroups, type GroupStatistic } from "./hypotheses/compareGroups.ts";
import { focalAgents } from "./hypotheses/focalAgents.ts";
import { type HeldLaw, heldLaw } from "./hypotheses/heldLaw.ts";
import { type Alternative, pValue } from "./hypotheses/pValue.ts";
import { reference } from "./hypotheses/reference.ts";
import { type TestedWorlds, testedOutcomes } from "./hypotheses/testedOutcomes.ts";
import { noTest, nullFault, testHead, testRow } from "./hypotheses/testRow.ts";
import { oneOf, testSettings } from "./hypotheses/testSettings.ts";
import { addedStatistic } from "./hypotheses/WorldStatistic.ts";
import type { TestInquiry } from "./Inquiry.ts";

const KIND = "biclique-test";

/** Assignments are all taken up to this many, else drawn: dividing them takes the square of their number. */
const MOST_COLUMNS = 4000;

export interface BicliqueTestSettings {
  /** Default `studentized`. */
  readonly statistic?: GroupStatistic;
  readonly alternative?: Alternative;
  /** What is held fixed before assignments are drawn: the own arms of a part of the agents, chosen by the network alone, or nothing. Default `auto`: own arms where both conditions have the same. */
  readonly hold?: "auto" | "nothing" | "own-arms";
  /** Fewest assignments that a biclique should have, from 1. Default 40, enough for a two-sided p of 0.05. */
  readonly leastAssignments?: number;
  /** Fewest agents that a biclique may have, from 1. Default 4. */
  readonly leastUnits?: number;
  /** Assignments that are divided beside the one at hand, where there are more than 4,000 in all. Default 2,000. */
  readonly draws?: number;
  /** Seed of these draws, and of the choice of agents whose arms are held. Default 1. */
  readonly seed?: string | number;
}

/**
 * Tests that two conditions are the same to everybody (`equal-conditions`, with the inquiry's `first` and `second`): Y_i(first) = Y_i(second). Outcomes are then known under
 * other assignments for those agents only that are in one of the two both at hand and there. Assignments, the one at hand among them, are divided into bicliques, sets of assignments in all
 * of which the same agents are in one of the two; the test compares the statistic of these agents over the assignments of the biclique that holds the one at hand, itself included.
 *
 * Exact in every sample if the exposure mapping is right. Cost: O(draws² × agents / 32), and the exposure for each draw.
 *
 * @throws SpillwayError for unknown conditions.
 */
export const bicliqueTest: EstimatorKind<BicliqueTestSettings> = defineEstimator({
  kind: KIND,
  summary: "exact test that two conditions are the same to everybody, by bicliques",
  settings: z.strictObject({
    statistic: oneOf(["studentized", "difference", "ranks"]).default("studentized"),
    hold: oneOf(["auto", "nothing", "own-arms"]).default("auto"),
    leastAssignments: wholeNumber(1).default(40),
    leastUnits: wholeNumber(1).default(4),
    ...testSettings(),
  }),
  assumes: ["randomized", "exposure", "network"],
  cite: "Puelz, D., Basse, G., Feller, A. and Toulis, P. (2022). A graph-theoretic approach to randomization tests of causal effects under general interference. Journal of the Royal Statistical Society B 84.",
  claim: "randomized",
  answers: ["test"],
  nulls: ["equal-conditions"],
  answer(settings, data, asked): AnswerRow {
    const inquiry = asked as TestInquiry;
    const tested = testedOutcomes(data);
    const head = testHead(KIND, inquiry, data, tested);
    const fault = nullFault(KIND, "equal-conditions", inquiry);
    if (fault !== undefined) return noTest(head, fault);
    if (tested.because !== undefined) return noTest(head, tested.because);
    const { first, second } = inquiry;
    if (first === undefined || second === undefined)
      return noTest(
        head,
        `${KIND} needs two conditions, first and second, of ${data.probabilities.conditions.join(", ")}`,
      );
    const { network, conditions } = data.probabilities;
    const levels = [conditionIndex(conditions, first), conditionIndex(conditions, second)] as const;
    const held = heldOf(settings, data, levels);
    const columns = columnsOf(settings, data, levels, held);
    const all = bicliques(columns.exposed, settings);
    const mine = all.find(({ assignments }) => assignments.some((k) => k === columns.own));
    if (mine === undefined)
      return noTest(
        head,
        "the assignment is none that the design can draw: is this the design that was used?",
      );
    const { statistic, units } = statisticOf(settings.statistic, columns, mine, { data, tested });
    const inside = new Set(Array.from(units, (unit) => unit % network.n));
    const values = Float64Array.from(mine.assignments, (k) => statistic(k));
    const own = statistic(columns.own);
    const weights = Float64Array.from(mine.assignments, (k) => columns.weights?.[k] ?? 1);
    const p = pValue(own, { values, weights }, settings.alternative);
    const distinct = distinctRows(mine.assignments, columns);
    const count = held.reduce((sum, one) => sum + one, 0);
    return testRow(
      {
        ...head,
        population: inside.size,
        excluded: network.ids.filter((_, i) => !inside.has(i)),
        notes: [
          ...head.notes,
          `${columns.exposed.assignments} assignments${count > 0 ? `, with the own arms of ${count} agents held fixed,` : ""} divided into ${all.length === 1 ? "one biclique" : `${all.length} bicliques`}; the one at hand is in one of ${mine.assignments.length} assignments and ${inside.size} agents`,
        ],
      },
      {
        statistic: settings.statistic === "difference" ? own * tested.scale : own,
        p: columns.weights ? p : { ...p, mcse: shareError(p.p, values.length) },
        assignments: values.length,
        listed: columns.weights !== undefined,
        possible: distinct,
        held: ` in the biclique of this one and its ${inside.size} agents`,
      },
    );
  },
});

type Settings = Required<BicliqueTestSettings>;

/** Whose own arms are held: decided by design, network and conditions, never by arms or outcomes. */
function heldOf(
  { hold, seed }: Settings,
  { probabilities: { law, network, exposure } }: ExperimentData,
  levels: readonly [number, number],
): Uint8Array {
  const held = new Uint8Array(network.n);
  const stream = rng(seed).fork("focal");
  if (hold === "nothing" || (hold === "auto" && !sameArm(law, (z) => exposure.of(network, z), levels)))
    return held;
  const { kind } = law.structure;
  if ((kind === "sampler-only" && !law.groups) || kind === "sampled-mixture") return held;
  const eligible = studiedBy(law);
  for (const i of focalAgents("cut", { network, law, eligible }, 0, stream)) held[i] = 1;
  return held;
}

/** Whether agents in the two conditions have the same own arm in a hundred draws of the design. */
function sameArm(law: Law, of: (arms: Uint8Array) => Uint8Array, levels: readonly [number, number]): boolean {
  const stream = rng("biclique").fork("arms");
  const seen = new Set<number>();
  for (let r = 0; r < 100; r++) {
    const arms = law.draw(stream.fork(r));
    of(arms).forEach((c, i) => {
      if (c === levels[0] || c === levels[1]) seen.add(arms[i]!);
    });
    if (seen.size > 1) return false;
  }
  return true;
}

interface Columns {
  readonly exposed: Parameters<typeof bicliques>[0];
  /** 0 for the first condition, 1 for the second, 2 for others, of unit u in assignment k at k × units + u. A unit is an agent of a world. */
  readonly group: Uint8Array;
  readonly weights?: Float64Array;
  /** Number of the one at hand. */
  readonly own: number;
}

function columnsOf(
  settings: Settings,
  data: ExperimentData,
  levels: readonly [number, number],
  held: Uint8Array,
): Columns {
  const { law, network, exposure } = data.probabilities;
  const { n } = network;
  const units = n * data.worlds.length;
  const laws = data.worlds.map(({ arms }): HeldLaw => {
    const one = heldLaw(law, arms, held);
    // More than can be divided are drawn.
    return one.size <= MOST_COLUMNS ? one : { size: one.size, draw: one.draw };
  });
  const few = laws.reduce((product, { size }) => product * size, 1) <= MOST_COLUMNS;
  const all = reference(few ? laws : laws.map(({ size, draw }) => ({ size, draw })), settings);
  const rows: Uint8Array[] = [];
  let listedAt = -1;
  const weights: number[] = [];
  const observed = data.worlds.map(({ arms }) => arms);
  const add = (assignments: readonly Uint8Array[]): void => {
    const row = new Uint8Array(units);
    assignments.forEach((arms, w) => {
      exposure.of(network, arms).forEach((c, i) => {
        row[w * n + i] = c === levels[0] ? 0 : c === levels[1] ? 1 : 2;
      });
    });
    rows.push(row);
    const same = assignments.every((arms, w) => arms.every((arm, i) => arm === observed[w]![i]));
    if (same && listedAt < 0) listedAt = rows.length - 1;
  };
  if (!all.listed) add(observed);
  all.visit((assignments, weight) => {
    add(assignments);
    weights.push(weight);
  });
  // Drawn assignments are put into a random order, so that the one at hand is not the first of several with the same exposure.
  const order = rows.map((_, k) => k);
  if (!all.listed) shuffle(rng(settings.seed).fork("order"), order);
  const words = Math.ceil(units / 32);
  const bits = new Uint32Array(rows.length * words);
  const studied = studiedBy(law);
  order.forEach((from, k) => {
    const row = rows[from]!;
    for (let u = 0; u < units; u++)
      if (row[u] !== 2 && studied[u % n] === 1) bits[k * words + (u >>> 5)]! |= 1 << (u & 31);
  });
  const group = new Uint8Array(rows.length * units);
  order.forEach((from, k) => {
    group.set(rows[from]!, k * units);
  });
  return {
    exposed: { assignments: rows.length, units, words, bits },
    group,
    own: all.listed ? listedAt : order.indexOf(0),
    ...(all.listed ? { weights: Float64Array.from(weights) } : {}),
  };
}

/** How many assignments of a biclique differ in their conditions, counted up to 20. */
function distinctRows(assignments: readonly number[], { group, exposed: { units } }: Columns): number {
  const found: Uint8Array[] = [];
  for (const k of assignments) {
    const row = group.subarray(k * units, (k + 1) * units);
    if (!found.some((one) => one.every((c, u) => c === row[u]))) found.push(row);
    if (found.length === 20) break;
  }
  return found.length;
}

/** The statistic of a biclique's agents in assignment k. Those without an outcome are left out, and those whose condition is the same in all of its assignments. */
function statisticOf(
  statistic: GroupStatistic,
  { group, exposed: { units } }: Columns,
  { units: members, assignments }: Biclique,
  { data, tested }: { readonly data: ExperimentData; readonly tested: TestedWorlds },
): { readonly statistic: (k: number) => number; readonly units: Uint32Array } {
  const n = data.probabilities.network.n;
  const value = new Float64Array(units);
  tested.worlds.forEach((world, w) => {
    value.set(world.value, w * n);
  });
  const seen = members.filter((u) => data.worlds[Math.floor(u / n)]!.observed[u % n] === 1);
  // Who is in the same condition in all of these assignments adds noise and nothing else.
  const moved = seen.filter((u) =>
    assignments.some((k) => group[k * units + u] !== group[assignments[0]! * units + u]),
  );
  const agents = moved.length > 0 ? moved : seen;
  const compare = compareGroups(statistic, { agents, value }, { of: (row) => row, first: 0, second: 1 });
  const sum = addedStatistic([compare]);
  return {
    statistic: (k) => sum([group.subarray(k * units, (k + 1) * units)]),
    units: agents,
  };
}
