import { bernoulli } from "../../designs/bernoulli.ts";
import type { Design, Law } from "../../designs/Design.ts";
import { graphCluster } from "../../designs/graphCluster.ts";
import { hajekErrors } from "../../estimators/variance/hajekErrors.ts";
import { sum } from "../core/numbers/sum.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { allTreated } from "../exposure/allTreated.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import { ownArm } from "../exposure/ownArm.ts";
import { withinShare } from "../network/clusters/withinShare.ts";
import type { Network } from "../network/Network.ts";
import { wantNetwork } from "../network/wantNetwork.ts";
import { exposureProbabilities } from "../probability/exposureProbabilities.ts";
import { conditionIndex } from "../probability/lookup.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";

export interface ResolutionOptions {
  /** Resolutions of the clustering (Leiden), above 0: larger ones give smaller clusters. Default 12 of them from 0.01 to 30. */
  readonly resolutions?: readonly number[];
  /**
   * What treating all neighbours is supposed to add to an outcome, in standard deviations of the outcome; the same for all agents.
   * Default 0.25.
   */
  readonly spillover?: number;
  /** Chance that a cluster is treated, between 0 and 1. Default 0.5. */
  readonly probability?: number;
  /** Share of the variance of outcomes that neighbours have in common, from 0 to 1. Default 0.5. */
  readonly similarity?: number;
  /** Assignments drawn for each clustering, at least 2. Default 400. */
  readonly draws?: number;
  /** Seed of these draws and of the clusterings. Default 1. */
  readonly seed?: string | number;
}

/** Predicted error of one estimator of the global average treatment effect (GATE). */
export interface PromisedError {
  readonly bias: number;
  readonly variance: number;
  readonly mse: number;
}

/** A clustering and what it promises. Errors are in standard deviations of the outcome, and their squares. */
export interface ResolutionPoint {
  /** Resolution of the clustering; absent for agents treated singly. */
  readonly resolution?: number;
  readonly clusters: number;
  /** Mean share of an agent's in-neighbours that are in its cluster. */
  readonly within: number;
  /** Treated against untreated agents, whatever their neighbours; absent where many assignments treat everybody or nobody. */
  readonly own?: PromisedError;
  /** Agents whose whole neighbourhood is treated against those with none; absent where hardly any assignment has both. */
  readonly exposed?: PromisedError;
}

export interface ResolutionCurve {
  readonly spillover: number;
  readonly points: readonly ResolutionPoint[];
  /** Index of the point with the least mean squared error, and which of the two estimators has it; absent where nothing can be estimated. */
  readonly best?: { readonly point: number; readonly estimator: "own" | "exposed" };
}

const RESOLUTIONS = Array.from({ length: 12 }, (_, k) => Number((0.01 * 3000 ** (k / 11)).toPrecision(2)));
/** Share of assignments that may leave a condition empty. */
const MOST_EMPTY = 0.05;

/**
 * How large should clusters be? For the global average treatment effect (GATE), before there are outcomes: bias², variance and mean squared error
 * by the resolution of a graph clustering whose clusters are treated by coins.
 *
 * With outcomes a_i + b_i z_i + c · (share of in-neighbours treated), comparing agents by their own arm has the bias
 * −c · mean(1 − f_i), f_i the share of i's in-neighbours in its cluster: large clusters keep more of the spillover. Full
 * neighbourhoods have no bias, and a variance that the chance of such neighbourhoods decides. Variances are those of Hájek's
 * estimator by {@link hajekErrors}.
 *
 * Cost: for each resolution a clustering, exposure probabilities and `draws` assignments.
 * @throws SpillwayError for settings out of range.
 */
export function resolutionCurve(network: Network, options: ResolutionOptions = {}): ResolutionCurve {
  wantNetwork("resolutionCurve", network);
  wantArgument("resolutionCurve", "options", options);
  const { resolutions = RESOLUTIONS, spillover = 0.25, probability = 0.5, seed = 1 } = options;
  if (resolutions.length === 0)
    throw new SpillwayError("resolutionCurve: wanted at least one resolution, got none");
  if (!Number.isFinite(spillover))
    throw new SpillwayError(`resolutionCurve: spillover must be a finite number, got ${shown(spillover)}`);
  const given: readonly { design: Design; resolution?: number }[] = [
    ...[...resolutions]
      .sort((a, b) => a - b)
      .map((resolution) => ({ design: graphCluster({ resolution, probability, seed }), resolution })),
    { design: bernoulli({ probability }) },
  ];
  const points = given.map(({ design, resolution }): ResolutionPoint => {
    const law = design.law(network);
    const { structure } = law;
    const clusters =
      "block" in structure ? structure.block : Uint32Array.from({ length: network.n }, (_, i) => i);
    const within = withinShare(network, clusters);
    const own = promised(
      network,
      design,
      law,
      ownArm(),
      ["treated", "control"],
      -spillover * (1 - sum(within) / network.n),
      options,
    );
    const exposed = promised(network, design, law, allTreated(), ["all", "none"], 0, options);
    return {
      ...present({ resolution }),
      clusters: new Set(clusters).size,
      within: sum(within) / network.n,
      ...(own ? { own } : {}),
      ...(exposed ? { exposed } : {}),
    };
  });
  const ranked = points
    .flatMap(({ own, exposed }, point) => [
      ...(own ? [{ point, estimator: "own" as const, mse: own.mse }] : []),
      ...(exposed ? [{ point, estimator: "exposed" as const, mse: exposed.mse }] : []),
    ])
    .sort((a, b) => a.mse - b.mse);
  const [best] = ranked;
  return { spillover, points, ...(best ? { best: { point: best.point, estimator: best.estimator } } : {}) };
}

function promised(
  network: Network,
  design: Design,
  law: Law,
  exposure: Exposure,
  [first, second]: readonly [string, string],
  bias: number,
  { similarity, draws, seed = 1 }: ResolutionOptions,
): PromisedError | undefined {
  const probabilities = exposureProbabilities(network, design, exposure, { law, seed });
  const population = contrastPopulation(probabilities, first, second);
  if (population.length === 0) return undefined;
  const levels = [
    conditionIndex(probabilities.conditions, first),
    conditionIndex(probabilities.conditions, second),
  ] as const;
  const chosen = {
    seed,
    ...present({ similarity, draws }),
  };
  const [error] = hajekErrors([{ probabilities, levels, population }], chosen);
  if (error?.se === undefined || error.empty > MOST_EMPTY) return undefined;
  return { bias, variance: error.se ** 2, mse: bias ** 2 + error.se ** 2 };
}
