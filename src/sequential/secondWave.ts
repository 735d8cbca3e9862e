import type { Contrast } from "../../estimators/Inquiry.ts";
import { type Candidate, compareDesigns, type DesignComparison } from "../compare/compareDesigns.ts";
import { designAdvice } from "../compare/designAdvice.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { symmetrize } from "../network/symmetrize.ts";

/** One world of a pilot. */
export interface PilotWorld {
  /** Condition of each agent. */
  readonly condition: Uint8Array;
  readonly outcome: Float64Array;
  /** 1 where the outcome was observed. */
  readonly observed: Uint8Array;
}

export interface SecondWaveRequest {
  readonly network: Network;
  readonly exposure: Exposure;
  readonly contrast: Contrast;
  /** Designs to choose from: their clusterings and shares. */
  readonly candidates: readonly Candidate[];
  readonly pilot: readonly PilotWorld[];
  /** The most worlds that the main wave may have, from 1. */
  readonly worlds: number;
  /** Wanted standard error, in units of the outcome: the fewest worlds that reach it are taken. Default: the most worlds. */
  readonly se?: number;
  /** Seed of the comparison. Default 1. */
  readonly seed?: string | number;
}

/** The main wave that the rule chooses. */
export interface SecondWave {
  /** Label of the design. */
  readonly design: string;
  readonly worlds: number;
  /** Standard deviation of pilot outcomes within conditions, and the share of their variance that neighbours have in common. */
  readonly sd: number;
  readonly similarity: number;
  /** Standard error to be expected of the main wave, in units of the outcome. */
  readonly se: number;
  readonly because: readonly string[];
  readonly comparison: DesignComparison;
}

/**
 * Chooses design and size of a main wave by a pilot: of the pilot it takes the spread of outcomes within conditions and how alike neighbours are, and by them the design with the smallest
 * expected standard error ({@link designAdvice}), and the fewest worlds that reach the wanted one. The main wave is new worlds with assignments of their own, analysed alone: given the pilot
 * its design is fixed, so that estimates are unbiased and tests keep their size whatever the pilot was. Outcomes of the pilot are never pooled with its own.
 *
 * @throws SpillwayError when the pilot shows no spread, or no candidate gives an estimate.
 */
export function secondWave(request: SecondWaveRequest): SecondWave {
  wantArgument("secondWave", "a request", request, { fields: ["network"] });
  const { network, exposure, contrast, candidates, pilot, worlds: most, se: wanted, seed = 1 } = request;
  if (!(Number.isInteger(most) && most >= 1) || (wanted !== undefined && !(wanted > 0)))
    throw new SpillwayError(
      `second wave: worlds must be a whole number from 1, and se above 0, got ${most} and ${wanted}`,
    );
  const { sd, similarity } = spreadOf(network, pilot);
  const comparison = compareDesigns(network, candidates, {
    ...{ exposure, contrasts: [contrast], global: false, similarity, seed },
  });
  const advice = designAdvice(comparison)[0]!;
  const chosen = comparison.designs.find(({ label }) => label === advice.design);
  const promised = chosen && "contrasts" in chosen ? chosen.contrasts[0]?.se : undefined;
  if (advice.design === undefined || promised === undefined)
    throw new SpillwayError(`second wave: no candidate can be chosen: ${advice.because}`);
  const one = sd * promised;
  const needed = wanted === undefined ? most : Math.max(1, Math.ceil((one / wanted) ** 2 - 1e-9));
  const worlds = Math.min(most, needed);
  const se = one / Math.sqrt(worlds);
  const size =
    wanted === undefined
      ? `${worlds} worlds, the most, since no standard error was wanted`
      : needed > most
        ? `${worlds} worlds, the most: the wanted standard error ${wanted} would take ${needed}`
        : `${worlds} worlds are the fewest whose expected standard error is at most ${wanted}`;
  return {
    ...{ design: advice.design, worlds, sd, similarity, se, comparison },
    because: [
      `pilot: outcomes have standard deviation ${sd.toPrecision(4)} within conditions, and neighbours share ${similarity.toPrecision(3)} of the variance`,
      `design ${advice.design}: ${advice.because}`,
      `${size}; expected standard error ${se.toPrecision(4)}`,
    ],
  };
}

/** Spread of outcomes within conditions, and how alike neighbours are under the model of the comparison, by moments. */
function spreadOf(
  network: Network,
  pilot: readonly PilotWorld[],
): { readonly sd: number; readonly similarity: number } {
  const { n } = network;
  const around = symmetrize(network);
  const near = (i: number): number[] => [
    i,
    ...around.sources.subarray(around.offsets[i]!, around.offsets[i + 1]!),
  ];
  let squares = 0;
  let freedom = 0;
  let products = 0;
  let common = 0;
  for (const { condition, outcome, observed } of pilot) {
    const groups = new Map<number, number[]>();
    for (let i = 0; i < n; i++)
      if (observed[i] === 1) groups.set(condition[i]!, [...(groups.get(condition[i]!) ?? []), i]);
    const rest = new Float64Array(n);
    for (const members of groups.values()) {
      const mean = members.reduce((sum, i) => sum + outcome[i]!, 0) / members.length;
      for (const i of members) rest[i] = outcome[i]! - mean;
      for (const i of members) squares += rest[i]! ** 2;
      freedom += members.length - 1;
    }
    for (let i = 0; i < n; i++) {
      const own = new Set(near(i));
      for (const j of own) {
        if (j <= i || observed[i] !== 1 || observed[j] !== 1) continue;
        const others = near(j);
        products += rest[i]! * rest[j]!;
        common += others.filter((k) => own.has(k)).length / Math.sqrt(own.size * others.length);
      }
    }
  }
  const variance = freedom > 0 ? squares / freedom : 0;
  if (!(variance > 0))
    throw new SpillwayError(
      "second wave: outcomes of the pilot do not differ within conditions, so that nothing can be expected of the main wave: take a larger pilot",
    );
  const raw = common > 0 ? products / common / variance : 0;
  return { sd: Math.sqrt(variance), similarity: Math.min(1, Math.max(0, raw)) };
}
