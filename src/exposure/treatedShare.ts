import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Network } from "../network/Network.ts";
import { scaledWeights } from "../network/scaledWeights.ts";
import { type FocalArm, focalIndex } from "./focalArm.ts";

export interface TreatedShareSettings {
  /** The arm that counts as treated, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm;
  /** Whether in-neighbours count by the weights of their edges. Default false: each counts the same. */
  readonly weighted?: boolean;
}

/** The share of an agent's in-neighbours in one arm, as a number instead of a condition. */
export interface TreatedShare {
  readonly name: "treated-share";
  readonly params: TreatedShareSettings;
  /** The share for every agent, from 0 to 1, given the arm of every agent; 0 where it is not defined. Cost: O(n + edges). */
  of(network: Network, arms: Uint8Array): Float64Array;
  /** 1 for agents with in-neighbours (of some weight), 0 for agents without, whose share does not exist. */
  defined(network: Network): Uint8Array;
  /** What the in-neighbour at each entry of `network.sources` counts, before it is divided by the agent's total. */
  weights(network: Network): Float64Array;
  /** Index of the arm that counts as treated among a design's arms. */
  focalOf(arms: readonly string[]): number;
  /** The same for a design with these arms. */
  forArms(arms: readonly string[]): TreatedShare;
}

/**
 * The share of in-neighbours in the focal arm, for regressions on exposure: x_i = Σ_j w_ij 1{Z_j = focal} / Σ_j w_ij. It is
 * a number and not a condition, so it has a mean and a variance under a design ({@link shareMoments}) instead of
 * probabilities. Agents without in-neighbours have no share: `defined` tells them, and their entry in `of` is 0.
 *
 * Eckles, Karrer and Ugander (2017), "Design and analysis of experiments in networks", section 2.
 * @throws SpillwayError in use: for negative weights, and for a `focal` by name before `forArms` was given the names.
 */
export function treatedShare(settings: TreatedShareSettings = {}): TreatedShare {
  wantArgument("treatedShare", "settings", settings);
  const { focal, weighted = false } = settings;
  checkFocal(focal);
  const params = { ...present({ focal }), weighted };
  const made = (index: number | undefined): TreatedShare => {
    const weights = (network: Network): Float64Array => weightsOf(network, weighted);
    return {
      name: "treated-share",
      params,
      weights,
      defined: (network) =>
        Uint8Array.from(totalsOf(network, weights(network)), (total) => (total > 0 ? 1 : 0)),
      of(network, arms) {
        if (index === undefined) throw unknownArms(focal);
        const weight = weights(network);
        const totals = totalsOf(network, weight);
        return totals.map((total, i) => {
          let treated = 0;
          for (let e = network.offsets[i]!; e < network.offsets[i + 1]!; e++)
            if (arms[network.sources[e]!] === index) treated += weight[e]!;
          return total > 0 ? treated / total : 0;
        });
      },
      focalOf: (arms) => focalIndex("treated-share", focal, arms),
      forArms: (arms) => made(focalIndex("treated-share", focal, arms)),
    };
  };
  return made(typeof focal === "string" ? undefined : (focal ?? 1));
}

function checkFocal(focal: unknown): void {
  const index = typeof focal === "number" && Number.isInteger(focal) && focal >= 0 && focal <= 255;
  if (focal === undefined || index || (typeof focal === "string" && focal !== "")) return;
  throw new SpillwayError(
    `treated-share: focal must be the name of an arm, or its index from 0 to 255, got ${shown(focal)}`,
  );
}

const unknownArms = (focal: FocalArm | undefined): SpillwayError =>
  new SpillwayError(
    `treated-share: focal names the arm ${JSON.stringify(focal)}, but the arms are not known here: use forArms with their names, or give focal as an index`,
  );

function weightsOf({ ids, n, offsets, sources, weights }: Network, weighted: boolean): Float64Array {
  if (!weighted || !weights) return new Float64Array(sources.length).fill(1);
  for (let i = 0; i < n; i++) {
    const wrong = weights.subarray(offsets[i]!, offsets[i + 1]!).find((weight) => !(weight >= 0));
    if (wrong === undefined) continue;
    throw new SpillwayError(
      `treated-share: weights must be at least 0, got ${wrong} on an edge to agent ${shown(ids[i])}: leave weighted out to count each in-neighbour the same`,
    );
  }
  return scaledWeights(weights);
}

function totalsOf({ n, offsets }: Network, weights: Float64Array): Float64Array {
  const totals = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let e = offsets[i]!; e < offsets[i + 1]!; e++) totals[i]! += weights[e]!;
  return totals;
}
