import type { Law } from "../../designs/Design.ts";
import { blocksByStratum } from "../../designs/law/blocksByStratum.ts";
import type {
  ExplicitSupport,
  FixedCounts,
  IndependentBlocks,
  Mixture,
  Structure,
} from "../../designs/Structure.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { TreatedShare } from "../exposure/treatedShare.ts";
import type { Network } from "../network/Network.ts";
import { wantNetwork } from "../network/wantNetwork.ts";

/** Mean and variance over assignments of each agent's share of treated in-neighbours. */
export interface ShareMoments {
  readonly mean: Float64Array;
  /** Exactly 0 where no assignment moves the share. */
  readonly variance: Float64Array;
  /** 1 for agents with in-neighbours; for the others the share does not exist, and mean and variance are 0. */
  readonly defined: Uint8Array;
}

type Moments = Pick<ShareMoments, "mean" | "variance">;

/** Which blocks an agent's in-neighbours are in, and what they weigh together; `total` over all of them. */
interface HeardBlocks {
  readonly blocks: ReadonlyMap<number, number>;
  readonly total: number;
}

/**
 * Exact mean and variance of the share of treated in-neighbours of every agent under a design. With W_ib the share of
 * agent i's in-neighbours (by weight) in block b: under independent blocks E x_i = Σ_b W_ib p_b and
 * Var x_i = Σ_b W_ib² p_b (1 − p_b); under fixed counts, with m of M blocks of a stratum treated, blocks covary by
 * −m (M − m) / (M² (M − 1)), which adds up to m (M − m) / (M (M − 1)) × Σ_b (W_ib − W̄_i)² over all blocks of the stratum.
 * Mixtures follow from the law of total variance, listed assignments from their list.
 *
 * Cost: O(n + edges) for independent blocks and fixed counts; times the assignments where these are listed.
 * @throws SpillwayError for a design known only by its sampler, and where `focal` does not fit the design's arms.
 */
export function shareMoments(network: Network, law: Law, share: TreatedShare): ShareMoments {
  wantNetwork("shareMoments", network);
  wantArgument("shareMoments", "the law of a design", law, { fields: ["structure"] });
  wantArgument("shareMoments", "a share treated", share, { fields: ["forArms"] });
  const moments = momentsOf(law.structure, {
    network,
    share: share.forArms(law.arms),
    weights: share.weights(network),
    focal: share.focalOf(law.arms),
    arms: law.arms.length,
  });
  return { ...moments, defined: share.defined(network) };
}

interface Setting {
  readonly network: Network;
  readonly share: TreatedShare;
  readonly weights: Float64Array;
  readonly focal: number;
  readonly arms: number;
}

function momentsOf(structure: Structure, setting: Setting): Moments {
  switch (structure.kind) {
    case "independent-blocks":
      return coinMoments(structure, setting);
    case "fixed-counts":
      return countMoments(structure, setting);
    case "mixture":
      return mixed(structure, setting);
    case "sampled-mixture":
      throw new SpillwayError(
        `share moments: the design draws one of very many ${structure.name} anew, so its shares have no exact mean and variance: take them over many assignments from law.draw, or use a design with fixed clusters`,
      );
    case "explicit-support":
      return listed(structure, setting);
    case "sampler-only":
      throw new SpillwayError(
        "share moments: the design is known by its sampler only, so its shares have no exact mean and variance: take them over many assignments from law.draw, or use a design that declares its structure",
      );
  }
}

function coinMoments({ block, probability }: IndependentBlocks, setting: Setting): Moments {
  const { arms, focal } = setting;
  return byAgent(setting, block, ({ blocks, total }) => {
    let mean = 0;
    let variance = 0;
    for (const [b, weight] of blocks) {
      const row = probability.subarray(b * arms, (b + 1) * arms);
      const p = row[focal]!;
      const others = row.reduce((rest, chance, arm) => (arm === focal ? rest : rest + chance), 0);
      mean += (weight / total) * p;
      variance += (weight / total) ** 2 * p * others;
    }
    return [mean, variance];
  });
}

function countMoments(structure: FixedCounts, setting: Setting): Moments {
  const { block, stratum, counts } = structure;
  const sizes = blocksByStratum(structure).map((members) => members.length);
  return byAgent(setting, block, ({ blocks, total }) => {
    const weightsIn = new Map<number, number[]>();
    for (const [b, weight] of blocks) {
      const s = stratum[b]!;
      weightsIn.set(s, [...(weightsIn.get(s) ?? []), weight]);
    }
    let mean = 0;
    let variance = 0;
    for (const [s, weights] of weightsIn) {
      const size = sizes[s]!;
      const treated = counts[s * setting.arms + setting.focal]!;
      const sum = weights.reduce((all, weight) => all + weight, 0);
      mean += ((sum / total) * treated) / size;
      // Blocks that all weigh the same make a share that no choice among them moves.
      if (size === 1 || (weights.length === size && weights.every((weight) => weight === weights[0])))
        continue;
      const middle = sum / size;
      const spread = weights.reduce(
        (all, weight) => all + (weight - middle) ** 2,
        (size - weights.length) * middle ** 2,
      );
      variance += ((treated * (size - treated)) / (size * (size - 1))) * (spread / total ** 2);
    }
    return [mean, variance];
  });
}

/** E x = Σ w E_k and Var x = Σ w (Var_k + (E_k − E x)²). */
function mixed({ parts }: Mixture, setting: Setting): Moments {
  const present = parts.filter(({ weight }) => weight > 0);
  const moments = present.map(({ structure }) => momentsOf(structure, setting));
  const { n } = setting.network;
  const mean = new Float64Array(n);
  const variance = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const first = moments[0]!.mean[i]!;
    // Relative to the first part, so that parts with one mean add exactly nothing.
    const shift = present.reduce((all, { weight }, k) => all + weight * (moments[k]!.mean[i]! - first), 0);
    mean[i] = first + shift;
    present.forEach(({ weight }, k) => {
      variance[i]! += weight * (moments[k]!.variance[i]! + (moments[k]!.mean[i]! - first - shift) ** 2);
    });
  }
  return { mean, variance };
}

function listed({ assignments, probability }: ExplicitSupport, { network, share }: Setting): Moments {
  const eachShare = (visit: (shares: Float64Array, p: number) => void): void =>
    assignments.forEach((assignment, k) => {
      if (probability[k]! > 0) visit(share.of(network, assignment), probability[k]!);
    });
  let first: Float64Array | undefined;
  const shift = new Float64Array(network.n);
  eachShare((shares, p) => {
    first ??= shares;
    for (let i = 0; i < network.n; i++) shift[i]! += p * (shares[i]! - first[i]!);
  });
  const mean = shift.map((by, i) => first![i]! + by);
  const variance = new Float64Array(network.n);
  eachShare((shares, p) => {
    for (let i = 0; i < network.n; i++) variance[i]! += p * (shares[i]! - mean[i]!) ** 2;
  });
  return { mean, variance };
}

function byAgent(
  { network, weights }: Setting,
  block: Uint32Array,
  of: (heard: HeardBlocks) => readonly [mean: number, variance: number],
): Moments {
  const { n, offsets, sources } = network;
  const mean = new Float64Array(n);
  const variance = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const blocks = new Map<number, number>();
    let total = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const b = block[sources[e]!]!;
      blocks.set(b, (blocks.get(b) ?? 0) + weights[e]!);
      total += weights[e]!;
    }
    if (total > 0) [mean[i], variance[i]] = of({ blocks, total }) as [number, number];
  }
  return { mean, variance };
}
