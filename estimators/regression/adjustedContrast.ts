import { type ContrastData, contrastData } from "../contrast/contrastData.ts";
import { effectiveSize, waldDegrees } from "../contrast/effectiveSize.ts";
import { emptyPopulation } from "../contrast/emptyPopulation.ts";
import { resultWarnings } from "../contrast/resultWarnings.ts";
import { NO_VARIATION, type WeightedSettings, weightedContrast } from "../contrast/weightedContrast.ts";
import type { Estimate, EstimateRow } from "../Estimator.ts";
import type { Observed } from "../ExperimentData.ts";
import type { Contrast } from "../Inquiry.ts";
import { intervalWithheld } from "../interval/intervalWithheld.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import { adjustedOutcomes } from "./adjustedOutcomes.ts";
import type { ContrastRegression } from "./ContrastRegression.ts";
import { CHANGING } from "./changing.ts";
import { clusterRobust } from "./clusterRobust.ts";
import { clustersApart } from "./clustersApart.ts";
import { exposureRadius } from "./exposureRadius.ts";
import { hacBandwidth } from "./hacBandwidth.ts";
import type { KnownNumbers } from "./knownNumbers.ts";
import { leastSquares, type RegressionColumn } from "./leastSquares.ts";
import { networkHac } from "./networkHac.ts";
import type { RegressionErrors } from "./regressionErrors.ts";

/** How a contrast is adjusted, and what its errors count as independent. */
interface AdjustSettings extends WeightedSettings {
  readonly name: string;
  /** Whether each condition has slopes of its own, or all share them. */
  readonly slopes: "own" | "common";
  readonly errors: RegressionErrors;
  /** Steps of network errors. Default by Leung's rule. */
  readonly bandwidth?: number | undefined;
}

/** Residuals add up to 0: where everybody is near everybody, so does their sum over the network, and it says nothing of the error. */
const FEWEST_APART = 2;

/** From so few degrees of freedom on a clustered error is said to be fragile (Pustejovsky and Tipton 2018). */
const FEW_DEGREES = 4;

/** A contrast of two conditions by weighted least squares on their dummies and on covariates, with errors of the kind wanted, or why there is none. */
export function adjustedContrast(
  data: Observed,
  contrast: Contrast,
  numbers: readonly KnownNumbers[],
  settings: AdjustSettings,
): EstimateRow {
  const selected = contrastData(data, contrast);
  const { head, population, seen } = selected;
  const row = { ...head, estimator: settings.name, naive: false };
  if (population.length === 0) return { ...row, because: emptyPopulation(data, contrast) };
  const empty = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length === 0);
  if (empty.length > 0) return { ...row, because: `no agent is in condition ${empty.join(" nor in ")}` };
  const made = regressionOf(data, contrast, selected, numbers, settings.slopes);
  if ("because" in made) return { ...row, because: made.because };
  const { fit } = made;
  const note =
    settings.slopes === "own" && numbers.length > 0 && !made.interacted
      ? [
          `a condition has fewer than ${numbers.length + 2} agents, so the conditions share the slopes of the covariates`,
        ]
      : [];
  const errors =
    settings.errors === "auto" ? (data.errorClusters === undefined ? "design" : "clusters") : settings.errors;
  if (errors === "design") {
    const adjusted = adjustedOutcomes(data, selected, made);
    if ("because" in adjusted) {
      const estimate = made.combination.reduce((total, c, k) => total + c * fit.coefficients[k]!, 0);
      return {
        ...row,
        estimate,
        confidence: data.confidence,
        withheld: adjusted.because,
        notes: [...row.notes, ...note],
      };
    }
    const { errorClusters: _, ...own } = data;
    const found = weightedContrast(
      { ...own, outcome: adjusted.outcome },
      contrast,
      { name: settings.name, total: ({ weight }) => weight, centred: true, emptyIsZero: false },
      settings,
    );
    return { ...found, notes: [...found.notes, ...note] };
  }
  const effective = selected.levels.map((level, a) =>
    effectiveSize(data.probabilities, seen[a as 0 | 1], level),
  ) as unknown as readonly [number, number];
  const found: Estimate = {
    ...row,
    estimate: made.combination.reduce((total, c, k) => total + c * fit.coefficients[k]!, 0),
    confidence: data.confidence,
    effective,
    notes: [...row.notes, ...note],
    warnings: [
      ...row.warnings,
      ...resultWarnings({
        contrast,
        probabilities: data.probabilities,
        expected: head.expected,
        effective,
      }).filter((warning) => !row.warnings.includes(warning)),
    ],
  };
  if (errors === "network") {
    const few = [contrast.first, contrast.second].filter((_, a) => seen[a as 0 | 1].length < 2);
    if (few.length > 0)
      return {
        ...found,
        withheld: `a standard error needs two agents in each condition, and ${few.join(" and ")} has fewer`,
      };
    const adjusted = adjustedOutcomes(data, selected, made);
    if ("because" in adjusted) return { ...found, withheld: adjusted.because };
  }
  if (isFlat(data, made)) return { ...found, withheld: NO_VARIATION };
  const { probabilities } = data;
  const withheld = intervalWithheld({ probabilities, levels: selected.levels, population }, data.worlds);
  if (withheld) return { ...found, withheld: withheld.because };
  if (errors === "network" && probabilities.network.changes && !probabilities.exposure.heard)
    return { ...found, withheld: CHANGING };
  return errors === "network"
    ? withNetworkErrors(found, data, made, effective, settings.bandwidth)
    : withClusterErrors(found, data, selected, made, errors);
}

/** Dummies of the two conditions, covariates less their mean over the population, and the product of both where slopes differ. */
function regressionOf(
  { probabilities, condition, outcome }: Observed,
  { first, second }: Contrast,
  { levels, population, seen }: ContrastData,
  numbers: readonly KnownNumbers[],
  slopes: "own" | "common",
): ContrastRegression | { readonly because: string } {
  const agents = [...seen[0], ...seen[1]];
  const { marginals, conditions } = probabilities;
  const dummy = levels.map((level) => Float64Array.from(agents, (i) => (condition[i] === level ? 1 : 0)));
  const centred = numbers.map(({ name, values }): RegressionColumn => {
    const mean = population.reduce((total, i) => total + values[i]! / population.length, 0);
    return { name, values: values.map((x) => x - mean) };
  });
  const ofAgents = centred.map(
    ({ name, values }): RegressionColumn => ({
      name,
      values: Float64Array.from(agents, (i) => values[i]!),
    }),
  );
  // Lin (2013): with fewer observations than this a condition cannot carry slopes of its own.
  const interacted =
    slopes === "own" && numbers.length > 0 && seen.every(({ length }) => length >= numbers.length + 2);
  const columns: RegressionColumn[] = [
    { name: first, values: dummy[0]! },
    { name: second, values: dummy[1]! },
    ...(interacted
      ? ofAgents.flatMap(({ name, values }) =>
          dummy.map((own, a) => ({
            name: `${name} in ${a === 0 ? first : second}`,
            values: values.map((x, k) => x * own[k]!),
          })),
        )
      : ofAgents),
  ];
  const weights = Float64Array.from(agents, (i) => 1 / marginals[i * conditions.length + condition[i]!]!);
  const fit = leastSquares(
    columns,
    Float64Array.from(agents, (i) => outcome[i]!),
    weights,
  );
  if ("because" in fit) return fit;
  const combination = columns.map((_, k) => (k === 0 ? 1 : k === 1 ? -1 : 0));
  return { agents, columns, weights, fit, combination, covariates: centred, interacted };
}

/** Whether all residuals are 0 but for rounding. */
function isFlat({ outcome }: Observed, { agents, fit }: ContrastRegression): boolean {
  const scale = agents.reduce((most, i) => Math.max(most, Math.abs(outcome[i]!)), 0);
  return fit.residuals.every((e) => Math.abs(e) <= 1e-12 * scale);
}

function withNetworkErrors(
  found: Estimate,
  { probabilities, outcome }: Observed,
  { agents, columns, weights, fit, combination }: ContrastRegression,
  effective: readonly [number, number],
  wanted: number | undefined,
): Estimate {
  const { exposure } = probabilities;
  const network = exposure.heard?.network(probabilities.network) ?? probabilities.network;
  const radius = exposureRadius(exposure);
  const rule = wanted === undefined ? hacBandwidth(network, radius) : undefined;
  const bandwidth = wanted ?? rule!.bandwidth;
  const p = columns.length;
  const contributions = new Float64Array(outcome.length);
  const multipliers = new Float64Array(outcome.length);
  agents.forEach((i, k) => {
    let x = 0;
    for (let a = 0; a < p; a++)
      for (let b = 0; b < p; b++) x += combination[a]! * fit.bread[a * p + b]! * columns[b]!.values[k]!;
    multipliers[i] = x * weights[k]!;
    contributions[i] = multipliers[i]! * fit.residuals[k]!;
  });
  const hac = networkHac(network, bandwidth);
  const degrees = hac.degrees(multipliers);
  if (degrees < FEWEST_APART)
    return {
      ...found,
      withheld: `agents at most ${bandwidth} steps apart may depend on one another, and this network has room for ${degrees.toPrecision(2)} such neighbourhoods, fewer than ${FEWEST_APART}: nothing tells how much they vary. Take errors by the design or by clusters, or a smaller bandwidth`,
    };
  const variance = hac.variance(contributions);
  const how = rule
    ? `by Leung's rule (mean path length ${rule.pathLength.toFixed(2)}, ${rule.growth} growth)`
    : "as given";
  const repaired =
    hac.repair === "eigenvalues"
      ? "the kernel's negative eigenvalues left out"
      : "the kernel shifted by its least eigenvalue";
  return {
    ...found,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: "network-hac",
    ...waldInterval(found.estimate, variance, Math.min(waldDegrees(...effective), degrees), found.confidence),
    notes: [
      ...found.notes,
      `standard error by the network: agents at most ${bandwidth} steps apart may depend on one another, ${how}; ${repaired}`,
    ],
  };
}

function withClusterErrors(
  found: Estimate,
  { probabilities, errorClusters }: Observed,
  { seen }: ContrastData,
  { agents, columns, weights, fit, combination }: ContrastRegression,
  errors: "clusters" | "hc2",
): Estimate {
  const { structure } = probabilities.law;
  const block = errorClusters?.of ?? ("block" in structure ? structure.block : undefined);
  if (errors === "clusters" && block === undefined)
    return {
      ...found,
      withheld:
        "errors by clusters need clusters, and neither the data nor the design name any: give a column with --cluster, or errors by the design or the network",
    };
  const of = (i: number): number => (errors === "hc2" ? i : block![i]!);
  const clusters = seen.map((members) => new Set(members.map(of)).size);
  if (clusters.some((count) => count < 2))
    return {
      ...found,
      withheld: `errors by clusters need two clusters with agents in each condition, got ${clusters[0]} and ${clusters[1]}`,
    };
  const apart = clustersApart(probabilities, agents, of);
  if (apart === "joined") {
    const what = errors === "hc2" ? "agents" : "clusters";
    return {
      ...found,
      withheld: `errors ${errors === "hc2" ? "HC2" : "by clusters"} take ${what} as independent, and under this design and exposure the conditions of different ${what} hang on the same treatments: take errors by the design or the network${errors === "hc2" ? "" : ", or clusters that no exposure crosses"}`,
    };
  }
  const { variance, degrees } = clusterRobust(
    columns,
    fit,
    weights,
    Uint32Array.from(agents, of),
    combination,
  );
  if (!(degrees >= 1) || !(variance > 0))
    return {
      ...found,
      withheld: "the clusters say next to nothing of the error: they leave less than one degree of freedom",
    };
  const method = errors === "hc2" ? "hc2" : "cr2";
  const all = new Set(agents.map(of)).size;
  return {
    ...found,
    // Nothing in the design says that what the errors suppose is so.
    ...(apart === "unknown" ? { claim: "modelled" as const } : {}),
    variance,
    se: Math.sqrt(variance),
    varianceMethod: method,
    ...waldInterval(found.estimate, variance, degrees, found.confidence),
    notes:
      errors === "hc2"
        ? [...found.notes, "standard error HC2: agents count as independent of one another"]
        : [...found.notes, `standard error by ${all} clusters (CR2), which count as independent`],
    warnings:
      degrees < FEW_DEGREES
        ? [
            ...found.warnings,
            `the standard error has ${degrees.toFixed(1)} degrees of freedom, fewer than ${FEW_DEGREES}: its interval is fragile`,
          ]
        : found.warnings,
  };
}
