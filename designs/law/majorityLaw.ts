import { subset } from "../../src/core/numbers/subset.ts";
import type { Rng } from "../../src/core/rng.ts";
import type { Network } from "../../src/network/Network.ts";
import { outRows } from "../../src/network/outRows.ts";
import type { Law } from "../Design.ts";
import { lawOf } from "./lawOf.ts";
import { mergeAssignments } from "./mergeAssignments.ts";
import { supportOf } from "./supportOf.ts";

/** Up to so many outcomes of targets and ties, assignments are listed. */
const MOST_LISTED = 16_384;

/** An agent outside the set, and the positions in the set of the members that hear from it. */
interface Auxiliary {
  readonly agent: number;
  readonly hears: readonly number[];
}

/**
 * The law in which a fixed number of members are targets, every such choice equally likely, members themselves are
 * untreated, and each other agent is treated when more than half of the members that hear from it are targets, by a fair
 * coin when exactly half are. Listed where at most 16,384 choices and coins are possible; a sampler with exact marginals
 * (hypergeometric tails) otherwise.
 */
export function majorityLaw(
  network: Network,
  members: Uint32Array,
  targets: number,
  arms: readonly string[],
): Law {
  const { n } = network;
  const size = members.length;
  const position = new Map(Array.from(members, (i, k) => [i, k]));
  const { offsets, targets: listeners } = outRows(network);
  const auxiliaries: Auxiliary[] = [];
  for (let agent = 0; agent < n; agent++) {
    if (position.has(agent)) continue;
    const hears = Array.from(listeners.subarray(offsets[agent]!, offsets[agent + 1]!)).flatMap(
      (i) => position.get(i) ?? [],
    );
    if (hears.length > 0) auxiliaries.push({ agent, hears });
  }
  const ties = auxiliaries.filter(({ hears }) => hears.length % 2 === 0).length;
  let choices = 2 ** ties;
  for (let k = 1; k <= targets; k++) choices *= (size - targets + k) / k;
  if (choices <= MOST_LISTED) {
    const listed = mergeAssignments(allOutcomes(n, size, targets, auxiliaries));
    return lawOf(arms, n, {
      kind: "explicit-support",
      assignments: listed.map(([assignment]) => assignment),
      probability: Float64Array.from(listed, ([, p]) => p),
    });
  }
  const treated = new Float64Array(n);
  for (const { agent, hears } of auxiliaries) treated[agent] = majorityChance(size, targets, hears.length);
  return {
    n,
    arms,
    structure: { kind: "sampler-only" },
    draw: (rng) => drawOutcome(n, size, targets, auxiliaries, rng),
    marginal: (i, arm) => (arm === 1 ? treated[i]! : 1 - treated[i]!),
  };
}

/** How far the targets among the members that hear from an auxiliary exceed half of them, times two. */
function lead(target: Uint8Array, hears: readonly number[]): number {
  return hears.reduce((total, k) => total + (target[k] ? 1 : -1), 0);
}

function drawOutcome(
  n: number,
  size: number,
  targets: number,
  auxiliaries: readonly Auxiliary[],
  rng: Rng,
): Uint8Array {
  const target = subset(rng, size, targets);
  const assignment = new Uint8Array(n);
  for (const { agent, hears } of auxiliaries) {
    const by = lead(target, hears);
    assignment[agent] = by === 0 ? rng.integer(2) : Number(by > 0);
  }
  return assignment;
}

function* allOutcomes(
  n: number,
  size: number,
  targets: number,
  auxiliaries: readonly Auxiliary[],
): Generator<readonly [Uint8Array, number]> {
  const choice = supportOf(
    {
      kind: "fixed-counts",
      block: Uint32Array.from({ length: size }, (_, k) => k),
      blocks: size,
      stratum: new Uint32Array(size),
      strata: 1,
      counts: Uint32Array.of(size - targets, targets),
    },
    2,
    size,
  );
  for (const [target, p] of choice) {
    const assignment = new Uint8Array(n);
    const tied: number[] = [];
    for (const { agent, hears } of auxiliaries) {
      const by = lead(target, hears);
      if (by === 0) tied.push(agent);
      assignment[agent] = Number(by > 0);
    }
    for (let coins = 0; coins < 2 ** tied.length; coins++) {
      const fallen = assignment.slice();
      tied.forEach((agent, t) => {
        fallen[agent] = (coins >> t) & 1;
      });
      yield [fallen, p / 2 ** tied.length];
    }
  }
}

/**
 * P(more than half of `heard` members are targets) + ½ P(exactly half are), when `targets` of `size` members are:
 * hypergeometric, each term from the one before, from the mode outwards so that nothing underflows on the way.
 */
function majorityChance(size: number, targets: number, heard: number): number {
  const low = Math.max(0, heard - (size - targets));
  const high = Math.min(heard, targets);
  const mode = Math.min(high, Math.max(low, Math.floor(((heard + 1) * (targets + 1)) / (size + 2))));
  let total = 0;
  let above = 0;
  const add = (x: number, weight: number): void => {
    total += weight;
    above += weight * (2 * x > heard ? 1 : 2 * x === heard ? 0.5 : 0);
  };
  /** P(x + 1)/P(x). */
  const up = (x: number): number =>
    ((targets - x) * (heard - x)) / ((x + 1) * (size - targets - heard + x + 1));
  let weight = 1;
  for (let x = mode; x <= high; x++) {
    add(x, weight);
    weight *= up(x);
  }
  weight = 1;
  for (let x = mode - 1; x >= low; x--) {
    weight /= up(x);
    add(x, weight);
  }
  return above / total;
}
