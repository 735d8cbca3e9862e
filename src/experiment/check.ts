// Long because everything that is known before a run is told in one place.
import type { Structure } from "../../designs/Structure.ts";
import type { Contrast } from "../../estimators/Inquiry.ts";
import type { Treatment } from "../agents/byArm.ts";
import { present } from "../core/present.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { worldsForTest } from "../measures/variance/interactionEffect.ts";
import { type ClusterSummary, clusterSummary } from "../network/clusters/clusterSummary.ts";
import { components } from "../network/components.ts";
import { type DegreeSummary, degreeSummary } from "../network/degreeSummary.ts";
import type { Network } from "../network/Network.ts";
import { networkHash } from "../network/networkHash.ts";
import { type CandidateCost, candidateCosts } from "../probability/candidateCosts.ts";
import { beyondEdges, type Interaction } from "../run/interaction.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";
import { fitInteraction } from "../study/fitInteraction.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import { readingNotes } from "../study/readingNotes.ts";
import type { Study } from "../study/study.ts";
import { described } from "../study/studyData.ts";
import { agentsPath, placed } from "../study/studyPlaces.ts";
import type { Question } from "../survey/Question.ts";
import type { SurveySchedule } from "../survey/surveySchedule.ts";
import { type ConditionSummary, conditionSummary } from "./conditionSummary.ts";
import { type DeclaredTools, declaredTools } from "./declaredTools.ts";
import { describeAa } from "./describeAa.ts";
import { type ChangesCheck, describeChanges } from "./describeChanges.ts";
import { describeInteraction } from "./describeInteraction.ts";
import { describeMechanism } from "./describeMechanism.ts";
import { type FurtherCheck, furtherChecks } from "./furtherChecks.ts";
import { type PredictedError, predictedError } from "./predictedError.ts";
import { rehearsal } from "./rehearsal.ts";
import { type StudyCost, studyCost } from "./studyCost.ts";
import { reachIfAny, type StudyReach } from "./studyReach.ts";

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
    /** How its edges change over rounds; absent when they stay. */
    readonly changes?: ChangesCheck;
  };
  readonly design: {
    readonly name: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly arms: readonly string[];
    readonly structure: string;
    /** What its clusters are like; absent when it treats agents one by one. */
    readonly clusters?: Omit<ClusterSummary, "inside">;
    /** Number of agents that the design studies, where it does not study all. */
    readonly studied?: number;
    /** What to know of the design on this network. */
    readonly notes: readonly string[];
  };
  readonly exposure: { readonly name: string; readonly params: Readonly<Record<string, unknown>> };
  readonly method: "exact" | "monte-carlo";
  /** Simulated assignments, when the method is monte-carlo. */
  readonly draws?: number;
  /** What the probabilities are averages over, and how many there are, where they are: 1,000 clusterings. */
  readonly averaged?: { readonly parts: number; readonly name: string };
  readonly conditions: readonly ConditionSummary[];
  readonly contrasts: readonly (Contrast & {
    readonly population: number;
    readonly excluded: readonly string[];
    /** What the design lets one expect of a Hájek estimate; absent when the contrast is about nobody. */
    readonly predicted?: PredictedError;
    /** Why the design lets one expect nothing of an estimate, with the agents who are the reason and what to do; then there is no interval either. */
    readonly unpredicted?: string;
    /** What each candidate network costs, where the exposure is asked on several. */
    readonly candidates?: readonly CandidateCost[];
  })[];
  /** What is asked beside contrasts. Absent when nothing is. */
  readonly further?: readonly FurtherCheck[];
  readonly estimators: readonly unknown[];
  readonly agents: {
    readonly name: string;
    readonly synthetic: boolean;
    /** By the name of the arm, what is different; absent when nothing is. */
    readonly treat?: Treatment;
    /** Tools that they may call within a turn, and how often; absent where they have none. */
    readonly tools?: readonly DeclaredTools[];
    /** What looks unintended in what they are sent: arms that are sent the same, agents that hear nobody; absent when nothing does. */
    readonly notes?: readonly string[];
  };
  /** How agents interact; absent when it is as in a study that says nothing. */
  readonly interact?: {
    readonly data: Interaction["data"];
    /** One part after the other. */
    readonly words: readonly string[];
    /** At least so many ordered pairs of agents may exchange messages without an edge from the one to the other. */
    readonly beyondEdges: number;
    /** Present when who hears whom depends on what agents say: exposure over who heard whom would be an outcome. */
    readonly ofWords?: true;
    /** Worlds, isolated and interacting in pairs, that all differ, from which on the sign-flip test of an effect of interaction can reject at 0.05 and at 0.01. */
    readonly worldsForEffect: { readonly at05: number; readonly at01: number };
  };
  /** What agents are asked outside their turns, and how many of them in each world; absent when it is nothing. */
  readonly ask?: readonly (Pick<Question, "name" | "purpose" | "after"> & { readonly asked: number })[];
  /** What an A/A study is; absent for others. */
  readonly aa?: string;
  readonly rounds: number;
  readonly worlds: number;
  /** Turns of all worlds: agents × rounds × worlds, unless a schedule passes over agents, and the questions asked. */
  readonly calls: number;
  /** Most tokens of all calls, about; absent where the agents say nothing of tokens. */
  readonly tokens?: NonNullable<StudyCost["tokens"]>;
  /** What they cost at the agents' own prices; absent where no price is known. */
  readonly money?: number;
  /** What it reaches outside its own file; absent when that is nothing. */
  readonly reach?: Partial<StudyReach>;
  /** What may spoil the study, in plain sentences. */
  readonly warnings: readonly string[];
}

/** Below this expected number of agents in a condition, means and intervals are fragile. */
const FEW = 10;

/**
 * The dry run of a study: what will be drawn, how likely each condition is, whom each contrast is about, how many agent
 * calls there will be and what they may cost, and what may spoil it. No agent is called. A run does the same before its
 * first call, so that it begins only when it can end: see {@link rehearsal}.
 *
 * Cost: that of the exposure probabilities.
 * @param prepared the prepared study, when it is at hand already.
 * @throws SpillwayError when the design does not fit the network, or the agents do not fit the exposure.
 */
export function check(study: Study, prepared: PreparedStudy = prepareStudy(study)): StudyCheck {
  wantArgument("check", "a prepared study", prepared, { fields: ["network", "law", "probabilities"] });
  const { network, law, probabilities, hash, setting, playing } = prepared;
  const { data, model } = study;
  placed(
    study,
    (fault) => agentsPath(study, fault),
    () => model.agents.create(setting),
  );
  placed(study, ["data", "interact"], () => fitInteraction(prepared));
  const notes = rehearsal(prepared);
  const conditions = conditionSummary(probabilities);
  const contrasts = study.inquiry.map((contrast) => {
    const inside = contrastPopulation(probabilities, contrast.first, contrast.second);
    const excluded = outside(network, inside);
    if (inside.length === 0) return { ...contrast, population: 0, excluded };
    const predicted = predictedError(probabilities, contrast, inside, data.worlds);
    const candidates = candidateCosts(probabilities, [contrast.first, contrast.second]);
    const found = { ...contrast, population: inside.length, excluded, ...present({ candidates }) };
    return "because" in predicted ? { ...found, unpredicted: predicted.because } : { ...found, predicted };
  });
  const aa = describeAa(prepared);
  const changes = describeChanges(study, network);
  const pieces = components(network);
  const { draws, averaged } = probabilities;
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
      ...present({ changes }),
    },
    design: {
      name: data.assign.name,
      params: data.assign.params,
      arms: law.arms,
      structure: describeMechanism(law),
      ...clustersOf(network, law.structure),
      ...(law.studied ? { studied: law.studied.length } : {}),
      notes: law.notes ?? [],
    },
    exposure: { name: data.expose.name, params: data.expose.params },
    method: probabilities.method,
    ...present({ draws }),
    ...(averaged ? { averaged: { parts: averaged.parts, name: averaged.name } } : {}),
    conditions,
    contrasts,
    ...(study.further === undefined ? {} : { further: furtherChecks(prepared) }),
    estimators: study.answer.map(described),
    agents: {
      name: model.agents.name,
      synthetic: model.agents.synthetic,
      ...present({ treat: data.treat, tools: declaredTools(study) }),
      ...(notes.length === 0 ? {} : { notes }),
    },
    ...(data.interact
      ? {
          interact: {
            data: data.interact.data,
            words: describeInteraction(data.interact),
            beyondEdges: beyondEdges(data.interact, network),
            ...([data.interact.channel, ...Object.values(data.interact.hears)].some(({ ofWords }) => ofWords)
              ? { ofWords: true as const }
              : {}),
            worldsForEffect: { at05: worldsForTest(0.05), at01: worldsForTest(0.01) },
          },
        }
      : {}),
    ...(playing.asking ? { ask: asksOf(playing.asking) } : {}),
    ...present({ aa }),
    rounds: data.rounds,
    worlds: data.worlds,
    ...studyCost(study, { prepared }),
    ...present({ reach: reachIfAny(study) }),
  };
  const noted = readingNotes(study, network);
  return { ...found, warnings: [...noted, ...warningsOf(found, study.population?.floor)] };
}

/** Ids of the agents that are not in a population. */
function outside({ ids, n }: Network, population: readonly number[]): string[] {
  if (population.length === n) return [];
  const inside = new Uint8Array(n);
  for (const i of population) inside[i] = 1;
  return ids.filter((_, i) => inside[i] === 0);
}

function asksOf({ questions, after }: SurveySchedule): NonNullable<StudyCheck["ask"]> {
  return questions.map((question) => {
    const { name, purpose, after: rounds } = question;
    const now = after(0, rounds[0]!).find((one) => one.question === question);
    return { name, purpose, after: rounds, asked: now?.agents.length ?? 0 };
  });
}

/** How well the design's clusters hold together, where it treats clusters; without the shares of every agent. */
function clustersOf(network: Network, structure: Structure): Pick<StudyCheck["design"], "clusters"> {
  if (!("block" in structure) || structure.blocks === network.n) return {};
  const { inside: _, ...clusters } = clusterSummary(network, structure.block);
  return { clusters };
}

function warningsOf(
  {
    network,
    design,
    exposure,
    agents,
    interact,
    conditions,
    contrasts,
    method,
    draws,
    averaged,
  }: Omit<StudyCheck, "warnings">,
  floor: number | undefined,
): string[] {
  const warnings = [
    ...(network.changes?.warnings ?? []),
    ...design.notes.map((note) => `design: ${note}`),
    ...(agents.notes ?? []),
  ];
  if (!network.changes && exposure.name === "heard-edges")
    warnings.push(
      "the exposure heard-edges is over the network itself, which does not change over rounds: model.network has no changes",
    );
  if (interact && interact.beyondEdges > 0) {
    warnings.push(
      `messages may pass between at least ${interact.beyondEdges} ordered pairs of agents without an edge from the one to the other, and the exposure knows of edges only: join them by edges, or read the contrasts as those of a misspecified exposure`,
    );
  }
  if (interact?.ofWords)
    warnings.push(
      "who hears whom depends on what agents say, and so on treatment: contrasts over declared edges, or over edges of a network that changes by its rule, stay design-based and hold what the feed does; over who heard whom in the run they would be associations",
    );
  const studied = design.studied ?? network.n;
  if (studied < network.n)
    warnings.push(`the design studies ${studied} of ${network.n} agents: contrasts are about them only`);
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
  for (const { name, population, unpredicted } of contrasts) {
    if (unpredicted !== undefined) warnings.push(`contrast ${name} will have no interval: ${unpredicted}`);
    if (population < studied) {
      const which = studied < network.n ? " that the design studies" : "";
      const why =
        floor === undefined
          ? "the others can never be in both conditions"
          : `the others can never be in both conditions, or have a probability below the floor of ${floor} in a condition that is compared`;
      if (population > 0)
        warnings.push(`contrast ${name} is about ${population} of ${studied} agents${which}: ${why}`);
      else if (floor !== undefined)
        warnings.push(
          `contrast ${name} is about nobody: no agent has a probability of at least ${floor} in each condition that is compared, so it has no estimate: take a lower floor`,
        );
    }
  }
  if (averaged) {
    warnings.push(
      `probabilities are averages over ${averaged.parts} random ${averaged.name}: they carry Monte Carlo error, and an agent that can be in a condition under none of them is left out of its contrasts, though it may be rare there rather than impossible`,
    );
  } else if (method === "monte-carlo") {
    warnings.push(
      `probabilities come from ${draws} simulated assignments: they carry Monte Carlo error, and an agent that none of them puts into a condition is left out of its contrasts, though it may be rare there rather than impossible`,
    );
  }
  return warnings;
}
