// Why above 150 lines: the maps of the one chain, side by side, so that each can be seen to be finer than the one before.
import type { Law } from "../../designs/Design.ts";
import { studiedBy } from "../../designs/law/studiedBy.ts";
import type { Network } from "../../src/network/Network.ts";
import { networkHash } from "../../src/network/networkHash.ts";
import { type Shells, shellsOf } from "../hypotheses/treatedShare.ts";
import type { ExposureMap, MapFeature } from "./ExposureMap.ts";

/** A map that has no place in the chain on this network and under this design, and why. */
export interface SkippedMap {
  readonly map: string;
  readonly because: string;
}

/** The maps of a study from the coarsest to the finest, and those that are left out. */
interface MapChain {
  readonly maps: readonly ExposureMap[];
  readonly skipped: readonly SkippedMap[];
  /** What was made of a map so that it is finer than the one before it. */
  readonly notes: readonly string[];
}

interface ChainPlace {
  readonly network: Network;
  readonly law: Law;
  /** Further networks of the same agents, by name. */
  readonly also?: Readonly<Record<string, Network>>;
}

/** Sums of weights this close, relative to all weights of the agent, are equal. */
const CLOSE = 1e-9;

/**
 * The chain nothing → own arm → own × any → count → share → (counts in further networks) → two hops, as maps of one agent's assignment. Each is the map before it together with something more, so that
 * it is finer by construction: whatever depends on a map depends on all that follow it. A map that would be equal to the one before it for every agent studied is left out, with the reason.
 *
 * With more than two arms, `any` and `count` look at each arm but the first. In directed networks they look at in-neighbours. Cost: O(edges), and the agents two steps away.
 */
export function nestedMaps({ network, law, also = {} }: ChainPlace): MapChain {
  const skipped: SkippedMap[] = [];
  const notes: string[] = [];
  const studied = studiedBy(law);
  const maps: ExposureMap[] = [
    {
      name: "nothing",
      words: "nobody's treatment",
      loose: true,
      same: () => true,
      classes: (arms) => new Uint8Array(arms.length),
      looksAt: () => [],
      features: [],
    },
  ];
  const add = (map: ExposureMap): void => {
    maps.push(map);
  };
  const skip = (map: string, because: string): void => {
    skipped.push({ map, because });
  };
  const own: ExposureMap = {
    name: "own",
    words: "the own arm",
    loose: true,
    same: (i, one, other) => one[i] === other[i],
    looksAt: (i) => [i],
    features: law.arms
      .slice(1)
      .map((arm, a): MapFeature => ({ name: arm, of: (i, z) => (z[i] === a + 1 ? 1 : 0) })),
  };
  if (ownVaries(law, studied)) add(own);
  else skip("own", "the design decides the own arm of every agent that it studies: own equals nothing");
  const most = degreesOf(network, studied);
  if (most === 0) {
    for (const map of ["any", "count", "share"])
      skip(map, "no agent that is studied has an in-neighbour: it equals the map before it");
  } else {
    add(anyMap(network, law, own));
    const count = countMap(
      "count",
      "the own arm and the number of in-neighbours in each arm",
      network,
      law,
      own,
    );
    if (most === 1)
      skip("count", "no agent that is studied has more than one in-neighbour: count equals any");
    else add(count);
    const weighted = unequalWeights(network, studied);
    if (weighted) {
      const share = shareMap(network, law, count);
      add(share);
      notes.push(
        "share goes by the weights of edges. Shares by weights alone need not be finer than the count (two light edges may weigh as much as a heavy one), so the map is the count and the share together",
      );
    } else
      skip(
        "share",
        "an agent's number of in-neighbours is not drawn, so whoever knows its count knows its share: share equals count. The statistic of count is the treated share",
      );
  }
  for (const [name, other] of Object.entries(also)) {
    const label = `count in ${name}`;
    if (other.n !== network.n || other.ids.some((id, i) => id !== network.ids[i]))
      skip(label, `the network ${name} has other agents: give every agent of this one to it`);
    else if (networkHash(other) === networkHash(network))
      skip(label, `the network ${name} has the same edges: it equals the map before it`);
    else if (degreesOf(other, studied) === 0)
      skip(label, `no agent that is studied has an in-neighbour in ${name}`);
    else
      add(
        countMap(
          label,
          `${maps.at(-1)!.words}, and the number of in-neighbours of ${name} in each arm`,
          other,
          law,
          maps.at(-1)!,
        ),
      );
  }
  const shells = shellsOf(
    network,
    Uint32Array.from({ length: network.n }, (_, i) => i),
    1,
  );
  const reaches = studied.some((one, i) => one === 1 && shells.offsets[i + 1]! > shells.offsets[i]!);
  if (reaches) add(twoHopMap(shells, law, maps.at(-1)!));
  else
    skip("two-hops", "nobody is two steps away from an agent that is studied: it equals the map before it");
  return { maps, skipped, notes };
}

function ownVaries(law: Law, studied: Uint8Array): boolean {
  return studied.some(
    (one, i) =>
      one === 1 &&
      law.arms.some((_, a) => {
        const p = law.marginal(i, a);
        return p === undefined || (p > 0 && p < 1);
      }),
  );
}

function degreesOf({ offsets }: Network, studied: Uint8Array): number {
  let most = 0;
  studied.forEach((one, i) => {
    if (one === 1) most = Math.max(most, offsets[i + 1]! - offsets[i]!);
  });
  return most;
}

function unequalWeights({ offsets, weights }: Network, studied: Uint8Array): boolean {
  return (
    weights !== undefined &&
    studied.some(
      (one, i) =>
        one === 1 && weights.subarray(offsets[i]!, offsets[i + 1]!).some((w) => w !== weights[offsets[i]!]),
    )
  );
}

/** Numbers by arm but the first, that a feature has one of each. */
const byArm = (
  law: Law,
  words: string,
  of: (i: number, z: Uint8Array, arm: number) => number,
): MapFeature[] =>
  law.arms.slice(1).map((arm, a) => ({
    name: law.arms.length === 2 ? words : `${words}, ${arm}`,
    of: (i, z) => of(i, z, a + 1),
  }));

function neighborsAnd({ offsets, sources }: Network, i: number, before: Iterable<number>): number[] {
  return [...new Set([...before, ...sources.subarray(offsets[i]!, offsets[i + 1]!)])];
}

function anyMap(network: Network, law: Law, own: ExposureMap): ExposureMap {
  const { offsets, sources } = network;
  const any = (i: number, z: Uint8Array, arm: number): number => {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) if (z[sources[e]!] === arm) return 1;
    return 0;
  };
  return {
    name: "any",
    words: "the own arm and whether any in-neighbour is treated",
    loose: true,
    same(i, one, other) {
      if (!own.same(i, one, other)) return false;
      for (let arm = 1; arm < law.arms.length; arm++)
        if (any(i, one, arm) !== any(i, other, arm)) return false;
      return true;
    },
    looksAt: (i) => neighborsAnd(network, i, own.looksAt(i)),
    features: byArm(law, "any treated in-neighbour", any),
  };
}

function countMap(name: string, words: string, network: Network, law: Law, before: ExposureMap): ExposureMap {
  const { offsets, sources } = network;
  const difference = new Int32Array(law.arms.length);
  return {
    name,
    words,
    loose: false,
    same(i, one, other) {
      if (!before.same(i, one, other)) return false;
      difference.fill(0);
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        difference[one[sources[e]!]!]!++;
        difference[other[sources[e]!]!]!--;
      }
      return difference.every((d) => d === 0);
    },
    looksAt: (i) => neighborsAnd(network, i, before.looksAt(i)),
    features: byArm(law, "treated share of in-neighbours", (i, z, arm) => {
      const degree = offsets[i + 1]! - offsets[i]!;
      let count = 0;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) if (z[sources[e]!] === arm) count++;
      return degree === 0 ? 0 : count / degree;
    }),
  };
}

function shareMap(network: Network, law: Law, count: ExposureMap): ExposureMap {
  const { offsets, sources, weights = new Float64Array() } = network;
  const total = Float64Array.from({ length: network.n }, (_, i) =>
    weights.subarray(offsets[i]!, offsets[i + 1]!).reduce((sum, w) => sum + Math.abs(w), 0),
  );
  const share = (i: number, z: Uint8Array, arm: number): number => {
    let sum = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) if (z[sources[e]!] === arm) sum += weights[e]!;
    return total[i] === 0 ? 0 : sum / total[i]!;
  };
  return {
    name: "share",
    words: "the own arm, and the number and the weight of in-neighbours in each arm",
    loose: false,
    same(i, one, other) {
      if (!count.same(i, one, other)) return false;
      for (let arm = 1; arm < law.arms.length; arm++)
        if (Math.abs(share(i, one, arm) - share(i, other, arm)) > CLOSE) return false;
      return true;
    },
    looksAt: count.looksAt,
    features: byArm(law, "treated share of in-neighbours by weight", share),
  };
}

/** The last of the chain: it is no hypothesis, and only its features are read. */
function twoHopMap({ offsets, sources }: Shells, law: Law, before: ExposureMap): ExposureMap {
  const count = countMap(
    "two-hops",
    `${before.words}, and the number of agents two steps away in each arm`,
    { offsets, sources } as Network,
    law,
    before,
  );
  return {
    ...count,
    features: count.features.map((one) => ({
      ...one,
      name: one.name.replace("in-neighbours", "those two steps away"),
    })),
  };
}
