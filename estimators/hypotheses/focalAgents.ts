import type { Law } from "../../designs/Design.ts";
import { shuffle } from "../../src/core/numbers/shuffle.ts";
import { subset } from "../../src/core/numbers/subset.ts";
import type { Rng } from "../../src/core/rng.ts";
import { searcher } from "../../src/network/ball.ts";
import type { Network } from "../../src/network/Network.ts";
import { outRows } from "../../src/network/outRows.ts";

/** How focal agents are chosen: without looking at arms or outcomes. */
export type FocalChoice = "cut" | "net" | "random";

/** Whom a test may choose from. */
interface Population {
  readonly network: Network;
  readonly law: Law;
  /** 1 for agents that may be focal. */
  readonly eligible: Uint8Array;
}

/** A net leaves at least the rest of the agents (clusters, pairs) free to vary. */
const MOST_HELD = 0.6;

/**
 * Focal agents: `random`, half of those eligible; `net`, in random order everyone who is at least distance + 2 steps from those chosen before, as long as two fifths of what the design draws stay free; `cut`, so that as much as possible of
 * what may reach a focal agent stays free to vary: whole blocks of the design (agents or clusters) change sides as long as Σ over focal agents of the share of their in-neighbours
 * that is free grows. `cut` is for distance 0; beyond it, it is the net.
 *
 * @returns numbers, ascending. Cost: O(edges) a pass, at most 20 passes.
 */
export function focalAgents(
  choice: FocalChoice,
  { network, law, eligible }: Population,
  distance: number,
  rng: Rng,
): Uint32Array {
  const able = Array.from({ length: network.n }, (_, i) => i).filter((i) => eligible[i] === 1);
  if (choice === "random") {
    const chosen = subset(rng, able.length, Math.ceil(able.length / 2));
    return Uint32Array.from(able.filter((_, k) => chosen[k] === 1));
  }
  if (choice === "net" || distance > 0) return net({ network, law, eligible }, able, distance, rng);
  return cut(network, law, eligible, rng);
}

function net({ network, law }: Population, able: readonly number[], distance: number, rng: Rng): Uint32Array {
  const around = searcher(network);
  const taken = new Uint8Array(network.n);
  const unit = unitsOf(law);
  const most = MOST_HELD * new Set(unit).size;
  const held = new Set<number>();
  const chosen: number[] = [];
  for (const i of shuffle(rng, [...able])) {
    // Both ways, so that in a directed network nobody's ball is near another's either.
    const near = around(i, distance + 1);
    if (taken[i] === 1 || near.some((j) => taken[j] === 2)) continue;
    const own = [i, ...(distance > 0 ? around(i, distance) : [])].map((j) => unit[j]!);
    if (chosen.length > 0 && new Set([...held, ...own]).size > most) continue;
    for (const u of own) held.add(u);
    chosen.push(i);
    taken[i] = 2;
    for (const j of near) if (taken[j] === 0) taken[j] = 1;
  }
  return Uint32Array.from(chosen).sort();
}

/** What changes sides together: the agents that one draw decides. */
function unitsOf({ structure, n }: Law): Uint32Array {
  if (structure.kind === "independent-blocks") return structure.block;
  if (structure.kind !== "fixed-counts") return Uint32Array.from({ length: n }, (_, i) => i);
  const { block, stratum, strata, blocks } = structure;
  // In a stratum of two or three, the arms of some decide those of the others: they are held together.
  const size = new Uint32Array(strata);
  for (const s of stratum) size[s]!++;
  return block.map((b) => (size[stratum[b]!]! <= 3 ? blocks + stratum[b]! : b));
}

function cut(network: Network, law: Law, eligible: Uint8Array, rng: Rng): Uint32Array {
  const { n, offsets, sources } = network;
  const out = outRows(network);
  const unit = unitsOf(law);
  const members = new Map<number, number[]>();
  unit.forEach((u, i) => {
    const own = members.get(u);
    if (own) own.push(i);
    else members.set(u, [i]);
  });
  const units = [...members.values()];
  const focal = new Uint8Array(n);
  for (const own of units) if (rng.uniform() < 0.5) for (const i of own) focal[i] = 1;
  const worth = Float64Array.from({ length: n }, (_, i) =>
    eligible[i] === 1 && offsets[i + 1]! > offsets[i]! ? 1 / (offsets[i + 1]! - offsets[i]!) : 0,
  );
  const gain = (own: readonly number[], u: number): number => {
    let sum = 0;
    const now = focal[own[0]!]!;
    for (const i of own) {
      // What i itself is worth as a focal agent: its in-neighbours outside this unit that are free.
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const j = sources[e]!;
        if (unit[j] !== u && focal[j] === 0) sum += now === 1 ? -worth[i]! : worth[i]!;
      }
      // What i is worth to focal agents that it may reach.
      for (let e = out.offsets[i]!; e < out.offsets[i + 1]!; e++) {
        const j = out.targets[e]!;
        if (unit[j] !== u && focal[j] === 1) sum += now === 1 ? worth[j]! : -worth[j]!;
      }
    }
    return sum;
  };
  const order = shuffle(
    rng,
    units.map((_, k) => k),
  );
  for (let pass = 0; pass < 20; pass++) {
    let moved = false;
    for (const k of order) {
      const own = units[k]!;
      if (gain(own, unit[own[0]!]!) <= 1e-12) continue;
      for (const i of own) focal[i] = focal[i] === 1 ? 0 : 1;
      moved = true;
    }
    if (!moved) break;
  }
  const chosen = Uint32Array.from({ length: n }, (_, i) => i).filter(
    (i) => focal[i] === 1 && eligible[i] === 1,
  );
  return chosen;
}
