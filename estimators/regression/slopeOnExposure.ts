import { few } from "../../src/core/few.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { inPopulation } from "../../src/probability/inPopulation.ts";
import { waldDegrees } from "../contrast/effectiveSize.ts";
import { NO_VARIATION } from "../contrast/weightedContrast.ts";
import type { WorldData } from "../ExperimentData.ts";
import { type FurtherRow, furtherHead } from "../further/furtherHead.ts";
import type { SlopeInquiry } from "../Inquiry.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import { CHANGING } from "./changing.ts";
import { clusterRobust } from "./clusterRobust.ts";
import { hacBandwidth } from "./hacBandwidth.ts";
import { knownNumbers } from "./knownNumbers.ts";
import { leastSquares, type RegressionColumn } from "./leastSquares.ts";
import { networkHac } from "./networkHac.ts";
import { type TreatedInNeighbors, treatedInNeighbors } from "./treatedInNeighbors.ts";

interface SlopeSettings {
  readonly covariates: readonly string[];
  readonly bandwidth?: number | undefined;
}

const HEAD = { name: "exposure-slope", claim: "modelled" } as const;
/** Observations for each coefficient below which there is no interval: the law of the slope is not normal then. */
const ROWS = 10;

/** The slope on the share or number of treated in-neighbours in one world, or why there is none. */
export function slopeOnExposure(
  world: WorldData,
  inquiry: SlopeInquiry,
  settings: SlopeSettings,
): FurtherRow {
  const { data, numbers } = knownNumbers(world, settings.covariates);
  const { probabilities, observed, outcome } = data;
  const { network, law } = probabilities;
  const head = furtherHead(HEAD, { probabilities }, inquiry);
  if (inquiry.on !== "share" && inquiry.on !== "count")
    return { ...head, because: `exposure-slope: a slope is on share or count, got ${few([inquiry.on])}` };
  let exposure: TreatedInNeighbors;
  try {
    exposure = treatedInNeighbors(network, law, world.arms, inquiry.on);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    return { ...head, because: `exposure-slope: ${cause.message}` };
  }
  const inside = inPopulation(probabilities);
  const able = network.ids.flatMap((_, i) => (inside[i] === 1 && exposure.moved[i] === 1 ? [i] : []));
  const agents = able.filter((i) => observed[i] === 1);
  const missing = able.length - agents.length;
  const unmoved = network.n - able.length;
  const row = {
    ...head,
    population: agents.length,
    excluded: network.ids.filter(
      (_, i) => !(observed[i] === 1 && inside[i] === 1 && exposure.moved[i] === 1),
    ),
    notes: [
      ...(unmoved > 0
        ? [
            `${unmoved} agents left out: no assignment changes how many of their in-neighbours are treated, or they are not studied`,
          ]
        : []),
      ...(missing > 0
        ? [
            `${missing} agents without an outcome left out: valid only if treatment does not decide who answers`,
          ]
        : []),
    ],
  };
  if (agents.length < 2)
    return {
      ...row,
      because: "exposure-slope: fewer than two agents have an exposure that the design moves and an outcome",
    };
  const column = (name: string, of: (i: number) => number): RegressionColumn => ({
    name,
    values: Float64Array.from(agents, of),
  });
  const own = column("own treatment", (i) => world.arms[i]! - law.marginal(i, 1)!);
  const x = column(inquiry.on, (i) => exposure.value[i]! - exposure.mean[i]!);
  const columns = [
    column("constant", () => 1),
    x,
    // A design that treats nobody here, or everybody, says nothing of own treatment.
    ...(own.values.some((value) => value !== own.values[0]) ? [own] : []),
    ...numbers.map(({ name, values }) => column(name, (i) => values[i]!)),
  ];
  const weights = new Float64Array(agents.length).fill(1);
  const fit = leastSquares(
    columns,
    Float64Array.from(agents, (i) => outcome[i]!),
    weights,
  );
  if ("because" in fit) return { ...row, because: `exposure-slope: ${fit.because}` };
  const estimate = fit.coefficients[1]!;
  const found = { ...row, estimate, confidence: world.confidence };
  const scale = agents.reduce((most, i) => Math.max(most, Math.abs(outcome[i]!)), 0);
  if (fit.residuals.every((e) => Math.abs(e) <= 1e-12 * scale)) return { ...found, withheld: NO_VARIATION };
  if (network.changes) return { ...found, withheld: CHANGING };
  const { structure } = law;
  const blocks = "block" in structure ? new Set(agents.map((i) => structure.block[i]!)).size : agents.length;
  if (blocks < ROWS * columns.length)
    return {
      ...found,
      withheld: `${blocks} independent agents or clusters are fewer than ${ROWS} for each of ${columns.length} coefficients: the error cannot be told`,
    };
  const p = columns.length;
  const contributions = new Float64Array(outcome.length);
  const multipliers = new Float64Array(outcome.length);
  agents.forEach((i, k) => {
    let score = 0;
    for (let b = 0; b < p; b++) score += fit.bread[p + b]! * columns[b]!.values[k]!;
    multipliers[i] = score;
    contributions[i] = score * fit.residuals[k]!;
  });
  const rule = settings.bandwidth === undefined ? hacBandwidth(network, 1) : undefined;
  const bandwidth = settings.bandwidth ?? rule!.bandwidth;
  const kernel = networkHac(network, bandwidth);
  const hac = kernel.variance(contributions);
  const combination = columns.map((_, k) => (k === 1 ? 1 : 0));
  const of = Uint32Array.from(agents, (i) => ("block" in structure ? structure.block[i]! : i));
  const robust = clusterRobust(columns, fit, weights, of, combination);
  const larger = Math.max(hac, robust.variance);
  const degrees = Math.min(robust.degrees, kernel.degrees(multipliers), waldDegrees(blocks, blocks));
  return {
    ...found,
    variance: larger,
    se: Math.sqrt(larger),
    varianceMethod: hac >= robust.variance ? "network-hac" : "cr2",
    ...waldInterval(estimate, larger, Math.max(1, degrees), world.confidence),
    notes: [
      ...found.notes,
      `the larger of two standard errors: agents at most ${bandwidth} steps apart may depend on one another${rule ? " (Leung's rule)" : ""}; or those whose treatment is drawn together`,
    ],
  };
}
