import type { Contrast } from "../../estimators/Estimator.ts";
import { components } from "../network/components.ts";
import { type DegreeSummary, degreeSummary } from "../network/degreeSummary.ts";
import { networkHash } from "../network/networkHash.ts";
import { type ConditionSummary, conditionSummary } from "./conditionSummary.ts";
import { contrastPopulation } from "./contrastPopulation.ts";
import { type PredictedError, predictedError } from "./predictedError.ts";
import { type PreparedStudy, prepareStudy } from "./prepareStudy.ts";
import { structureInWords } from "./structureInWords.ts";
import type { Study } from "./study.ts";
import { described } from "./studyData.ts";

/** What a study will do, known before anything is drawn. */
export interface StudyCheck {
  readonly name: string;
  readonly studyHash: string;
  readonly seed: string;
  readonly network: {
    readonly hash: string;
    readonly n: number;
    readonly edges: number;
    readonly directed: boolean;
    readonly degrees: DegreeSummary;
    readonly components: number;
    /** Agents in the largest component. */
    readonly largest: number;
    readonly notes: readonly string[];
  };
  readonly design: {
    readonly name: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly arms: readonly string[];
    readonly structure: string;
  };
  readonly exposure: { readonly name: string; readonly params: Readonly<Record<string, unknown>> };
  readonly method: "exact" | "monte-carlo";
  /** Simulated assignments, when the method is monte-carlo. */
  readonly draws?: number;
  readonly conditions: readonly ConditionSummary[];
  readonly contrasts: readonly (Contrast & {
    readonly population: number;
    readonly excluded: readonly string[];
    /** What the design lets one expect of a Hájek estimate; absent when the contrast is about nobody. */
    readonly predicted?: PredictedError;
  })[];
  readonly estimators: readonly unknown[];
  readonly agents: { readonly name: string; readonly synthetic: boolean };
  readonly rounds: number;
  readonly worlds: number;
  /** Agents × rounds × worlds. */
  readonly calls: number;
  /** What may spoil the study, in plain sentences. */
  readonly warnings: readonly string[];
}

/** Below this expected number of agents in a condition, means and intervals are fragile. */
const FEW = 10;

/**
 * The dry run of a study: what will be drawn, how likely each condition is, whom each contrast is about, how many agent
 * calls there will be, and what may spoil it. Draws no assignment and calls no agent.
 *
 * Cost: that of the exposure probabilities.
 * @param prepared the prepared study, when it is at hand already.
 * @throws SpillwayError when the design does not fit the network, or the agents do not fit the exposure.
 */
export function check(study: Study, prepared: PreparedStudy = prepareStudy(study)): StudyCheck {
  const { network, law, probabilities, hash, setting } = prepared;
  const { data, model } = study;
  model.agents.create(setting);
  const conditions = conditionSummary(probabilities);
  const contrasts = study.inquiry.map((contrast) => {
    const inside = new Set(contrastPopulation(probabilities, contrast.first, contrast.second));
    const excluded = network.ids.filter((_, i) => !inside.has(i));
    if (inside.size === 0) return { ...contrast, population: 0, excluded };
    const predicted = predictedError(probabilities, contrast, [...inside], data.worlds);
    return { ...contrast, population: inside.size, excluded, predicted };
  });
  const pieces = components(network);
  const { draws } = probabilities;
  const found: Omit<StudyCheck, "warnings"> = {
    name: study.name,
    studyHash: hash,
    seed: study.seed,
    network: {
      hash: networkHash(network),
      n: network.n,
      edges: network.edges,
      directed: network.directed,
      degrees: degreeSummary(network),
      components: pieces.count,
      largest: pieces.sizes.reduce((most, size) => Math.max(most, size), 0),
      notes: network.notes,
    },
    design: {
      name: data.assign.name,
      params: data.assign.params,
      arms: law.arms,
      structure: structureInWords(law),
    },
    exposure: { name: data.expose.name, params: data.expose.params },
    method: probabilities.method,
    ...(draws === undefined ? {} : { draws }),
    conditions,
    contrasts,
    estimators: study.answer.map(described),
    agents: { name: model.agents.name, synthetic: model.agents.synthetic },
    rounds: data.rounds,
    worlds: data.worlds,
    calls: network.n * data.rounds * data.worlds,
  };
  return { ...found, warnings: warningsOf(found) };
}

function warningsOf({
  network,
  conditions,
  contrasts,
  method,
  draws,
}: Omit<StudyCheck, "warnings">): string[] {
  const warnings = network.notes.map((note) => `network: ${note}`);
  const asked = new Set(contrasts.flatMap(({ first, second }) => [first, second]));
  for (const { condition, expected, impossible } of conditions) {
    if (!asked.has(condition)) continue;
    if (impossible.length === network.n)
      warnings.push(`condition ${condition} is impossible for every agent: its contrasts have no estimate`);
    else if (expected < FEW) {
      warnings.push(
        `condition ${condition} expects ${expected.toFixed(1)} of ${network.n} agents, fewer than ${FEW}: its estimates will be fragile or absent`,
      );
    }
  }
  for (const { name, population } of contrasts) {
    if (population > 0 && population < network.n) {
      warnings.push(
        `contrast ${name} is about ${population} of ${network.n} agents: the others can never be in both conditions`,
      );
    }
  }
  if (method === "monte-carlo") {
    warnings.push(
      `probabilities come from ${draws} simulated assignments: they carry Monte Carlo error, and an agent that none of them puts into a condition is left out of its contrasts, though it may be rare there rather than impossible`,
    );
  }
  return warnings;
}
