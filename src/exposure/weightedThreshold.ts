import { z } from "zod";
import { defineKind } from "../core/defineKind.ts";
import type { Network } from "../network/Network.ts";
import type { Dependence, Exposure, LocalMapping } from "./Exposure.ts";
import type { ExposureKind } from "./ExposureKind.ts";
import { type FocalArm, focalField, withFocalArm } from "./focalArm.ts";
import { conditionsOf } from "./localExposure.ts";
import { perNetwork } from "./perNetwork.ts";
import { weightDoses } from "./weightDoses.ts";

export interface WeightedThresholdSettings {
  /** Total weight of treated in-neighbours, above 0, from which an agent counts as exposed; in the unit of the weights. */
  readonly threshold: number;
  /** The arm that counts as treated, by name or index. Default: the second of two arms; with more it must be named. */
  readonly focal?: FocalArm;
}

const WANTED = "must be a finite number above 0";

/** What a sum of weights may lack of the threshold, as a share of it: what rounding takes away. */
const SLACK = 1e-9;

const dosesOf = perNetwork(weightDoses);

/**
 * Four conditions from two questions: is the agent treated, and do the edges from treated in-neighbours weigh at least
 * `threshold` together? Edges without weights weigh 1.
 *
 * - `none`: untreated, less than the threshold
 * - `indirect`: untreated, the threshold or more
 * - `direct`: treated, less than the threshold
 * - `both`: treated, the threshold or more
 *
 * Sums of weights with up to six decimals are compared as whole numbers, so that 0.1 + 0.2 reaches 0.3; other sums may
 * miss the threshold by a billionth of it. Edges of weight 0 bring nothing; negative weights, in networks made by hand,
 * take away. Methods: the linear threshold of Granovetter (1978) as an exposure mapping.
 */
export const weightedThreshold: ExposureKind<WeightedThresholdSettings> = defineKind({
  kind: "weighted-threshold",
  summary: "own treatment × whether treated in-neighbours weigh at least a threshold",
  settings: z.strictObject({
    threshold: z.number({ error: WANTED }).positive({ error: WANTED }),
    focal: focalField(),
  }),
  make: (params) => withFocalArm(params.focal, (focal) => mapping(params, params.threshold, focal)),
});

function mapping(params: Readonly<Record<string, unknown>>, threshold: number, focal: number): Exposure {
  const local = (network: Network): LocalMapping | undefined => {
    const found = dosesOf(network);
    if (found === undefined) return undefined;
    const { scale, unit, ...doses } = found;
    const whole = threshold * scale;
    const least = Math.ceil((whole * (1 - SLACK)) / unit);
    return {
      ...doses,
      rule: { focal, condition: (own, heard) => (own === focal ? 2 : 0) + (heard >= least ? 1 : 0) },
    };
  };
  const summed = ({ offsets, sources, weights }: Network, i: number, arms: Uint8Array): number => {
    let heard = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      if (arms[sources[e]!] === focal) heard += weights ? weights[e]! : 1;
    }
    return (arms[i] === focal ? 2 : 0) + (heard >= threshold * (1 - SLACK) ? 1 : 0);
  };
  const dependence: Dependence = {
    agents({ offsets, sources, weights }, i) {
      const heard = Array.from(sources.subarray(offsets[i]!, offsets[i + 1]!));
      const felt = weights ? heard.filter((_, k) => weights[offsets[i]! + k] !== 0) : heard;
      return Uint32Array.from([...felt, i]).sort();
    },
    condition: summed,
  };
  return {
    name: "weighted-threshold",
    params,
    conditions: ["none", "indirect", "direct", "both"],
    local,
    dependence,
    of(network, arms) {
      const doses = local(network);
      if (doses) return conditionsOf(doses, arms);
      return Uint8Array.from({ length: network.n }, (_, i) => summed(network, i, arms));
    },
  };
}
