import type { Law } from "../../designs/Design.ts";
import type { ConditionOf, PopulationSetting } from "../agents/Population.ts";
import { present } from "../core/present.ts";
import { type Rng, rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import { exposureProbabilities, type ProbabilityOptions } from "../probability/exposureProbabilities.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";
import { withFloor } from "../probability/withFloor.ts";
import type { WorldSetting } from "../run/world/WorldSetting.ts";
import { surveySchedule } from "../survey/surveySchedule.ts";
import { needsFault } from "./needsFault.ts";
import { networkOf } from "./networkOf.ts";
import type { Study } from "./study.ts";
import { studyHash } from "./studyData.ts";
import { placed } from "./studyPlaces.ts";
import { wantStudy } from "./wantStudy.ts";

/** A study with everything made that follows from it before an assignment is drawn. */
export interface PreparedStudy {
  readonly study: Study;
  /** SHA-256 of the study. */
  readonly hash: string;
  readonly network: Network;
  readonly law: Law;
  /** Exact where the design and the exposure allow it; made when first asked for. */
  readonly probabilities: ExposureProbabilities;
  /** The streams of the study's seed. Their names are a promise: a changed name changes results. */
  readonly streams: { readonly agents: Rng; readonly run: Rng; readonly truth: Rng; readonly layout: Rng };
  /** What a population needs to make its agents. */
  readonly setting: PopulationSetting;
  /** What worlds are played with beside network, agents and streams. */
  readonly playing: Pick<WorldSetting, "interaction" | "asking" | "givenArm">;
}

/**
 * Makes a study's network and the law of its design. Nothing irreversible: no assignment is drawn, no agent called.
 * Cost: that of the network and, when the probabilities are asked for, of the exposure probabilities.
 *
 * @throws SpillwayError when the design does not fit the network, or an estimator not the design.
 */
export function prepareStudy(study: Study): PreparedStudy {
  wantStudy("prepareStudy", study);
  const network = placed(study, ["model", "network"], () => networkOf(study.model.network, study.seed));
  wantStudySize(study, network.n);
  const { assign, expose } = study.data;
  const law = placed(study, ["data", "assign"], () => assign.law(network));
  for (const estimator of study.answer) {
    const fault = estimator.refuses?.(law) ?? needsFault(estimator, study);
    placed(study, ["answer", study.answer.indexOf(estimator)], () => {
      if (fault !== undefined) throw new SpillwayError(`${estimator.name}: ${fault}`);
    });
  }
  const root = rng(study.seed);
  const bound = expose.forArms?.(law.arms) ?? expose;
  // Agents act on one network, the study's own, whatever others are asked about.
  const conditionOf = conditionFrom(bound.candidates?.base ?? bound.heard?.base ?? bound, network, law.arms);
  const agents = root.fork("agents");
  let probabilities: ExposureProbabilities | undefined;
  return {
    study,
    hash: studyHash(study),
    network,
    law,
    get probabilities(): ExposureProbabilities {
      probabilities ??= ofPopulation(
        study,
        exposureProbabilities(network, assign, expose, probabilityOptions(study, law)),
      );
      return probabilities;
    },
    streams: { agents, run: root.fork("run"), truth: root.fork("truth"), layout: root.fork("layout") },
    playing: playingOf(study, network, law, root.fork("run")),
    setting: { network, arms: law.arms, rng: agents, ...(conditionOf ? { conditionOf } : {}) },
  };
}

/** Arms that a plan holds, and turns that a run plays, at most. */
const MOST = { arms: 50_000_000, turns: 1_000_000_000 };

/** @throws SpillwayError that says how large plan and run would be, before memory is taken for them */
function wantStudySize({ data: { worlds, rounds } }: Study, n: number): void {
  const words = (number: number): string => number.toLocaleString("en-US");
  if (n * worlds > MOST.arms)
    throw new SpillwayError(
      `study: ${words(n)} agents × ${words(worlds)} worlds are ${words(n * worlds)} arms to draw, more than the ${words(MOST.arms)} that a plan holds: take fewer worlds`,
    );
  if (n * worlds * rounds > MOST.turns)
    throw new SpillwayError(
      `study: ${words(n)} agents × ${words(rounds)} rounds × ${words(worlds)} worlds are ${words(n * worlds * rounds)} turns, more than the ${words(MOST.turns)} that a run plays: take fewer rounds or worlds`,
    );
}

/** How a study's probabilities are made. */
export function probabilityOptions({ seed, draws }: Study, law: Law): ProbabilityOptions {
  return { law, seed, ...present({ draws }) };
}

/** The same study with probabilities that were made elsewhere, as in threads. */
export function withProbabilities(
  { study, hash, network, law, streams, playing, setting }: PreparedStudy,
  probabilities: ExposureProbabilities,
): PreparedStudy {
  const about = ofPopulation(study, probabilities);
  return { study, hash, network, law, probabilities: about, streams, playing, setting };
}

/** The probabilities with the floor of the study's population, where it has one: over all conditions that its contrasts compare. */
function ofPopulation(
  { population, inquiry }: Study,
  probabilities: ExposureProbabilities,
): ExposureProbabilities {
  if (!population || probabilities.floor) return probabilities;
  const conditions = inquiry.flatMap(({ first, second }) => [first, second]);
  return withFloor(probabilities, population.floor, conditions);
}

function playingOf({ data }: Study, network: Network, { arms }: Law, run: Rng): PreparedStudy["playing"] {
  const asked = surveySchedule(data.ask, network, run);
  return {
    ...(data.interact ? { interaction: data.interact } : {}),
    ...(asked ? { asking: asked } : {}),
    ...(data.aa ? { givenArm: arms[0]! } : {}),
  };
}

/** The exposure as what an agent can tell from its own arm and its messages; undefined when it takes more than that. */
function conditionFrom(
  exposure: Exposure,
  network: Network,
  arms: readonly string[],
): ConditionOf | undefined {
  const { conditions } = exposure;
  const mapping = exposure.local?.(network);
  if (mapping === undefined || mapping.network !== network || mapping.doses) return undefined;
  const { rule } = mapping;
  const focal = arms[rule.focal];
  if (focal === undefined) return undefined;
  const index = new Map(arms.map((arm, a) => [arm, a]));
  return {
    conditions,
    focal,
    of: (arm, treated, degree) => conditions[rule.condition(index.get(arm)!, treated, degree)]!,
  };
}
