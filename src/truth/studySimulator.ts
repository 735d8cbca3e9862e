import { answer } from "../../estimators/answer.ts";
import { enoughDraws } from "../../estimators/contrast/enoughDraws.ts";
import type { AnswerRow } from "../../estimators/Estimator.ts";
import { OUTCOME, type RoundData, type WorldData } from "../../estimators/ExperimentData.ts";
import { looksTest } from "../../estimators/looks/looksTest.ts";
import { present } from "../core/present.ts";
import { type Rng, rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";
import { knownOfAgents } from "../study/knownOfAgents.ts";
import { looksAsked } from "../study/looksAsked.ts";
import { isModel } from "../study/networkOf.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { studyContexts } from "../study/studyContexts.ts";
import { type StudyPair, studyPairs } from "../study/studyPairs.ts";
import { type Played, type Player, playerOf } from "./playerOf.ts";
import type { Redraw } from "./Redraw.ts";
import type { SimulatedExperiment, SimulatedLooks, SimulatedRow } from "./SimulatedRow.ts";
import type { TruthsWanted } from "./Truth.ts";
import { truthsOf } from "./truths.ts";

/** The network of an experiment with all that follows from it. */
interface Scene {
  readonly prepared: PreparedStudy;
  readonly probabilities: ExposureProbabilities;
  /** Whether it is the scene of all simulations. */
  readonly shared: boolean;
}

export interface SimulatorOptions extends TruthsWanted {
  readonly redraw: Redraw;
}

/**
 * Makes a simulator of a study of synthetic agents. Simulation s draws everything from the stream `diagnose`, s of the
 * study's seed, so that any division of the work gives the same numbers. With `agents` and `network` each simulation has a truth of
 * its own; with `assignment` the rows leave it out, because it is the same for all.
 *
 * Cost of a simulation: an assignment, its conditions, a replay and the estimates; with `network` also the probabilities and the
 * variance formulas' work on the design.
 * @throws SpillwayError for agents that are not synthetic, and for `network` without a recipe.
 */
export function studySimulator(
  study: Study,
  { redraw, replays, estimands }: SimulatorOptions,
  prepared: PreparedStudy = prepareStudy(study),
): (number: number) => SimulatedExperiment {
  wantSynthetic(study);
  const { network } = study.model;
  if (redraw === "network" && !isModel(network))
    throw new SpillwayError(
      "diagnose: redraw network needs a recipe for the network, got a network at hand: redraw agents or assignment",
    );
  const pairs = studyPairs(study);
  const root = rng(study.seed).fork("diagnose");
  const given = redraw === "network" ? undefined : sceneOf(prepared, true);
  const sameAgents = redraw === "assignment" ? playerOf(study, prepared.setting) : undefined;
  return (number) => {
    const stream = root.fork(number);
    const scene = given ?? drawnScene(study, stream);
    const { setting } = scene.prepared;
    const drawn = { ...setting, rng: stream.fork("agents") };
    const player = sameAgents ?? playerOf(study, drawn);
    const { rows, looks } = experiment(study, pairs, scene, player, stream);
    const truth = sameAgents
      ? []
      : truthsOf(
          { study, probabilities: scene.probabilities, setting: drawn },
          { estimands, replays },
          stream.fork("truth"),
        );
    return {
      number,
      rows: rows.map((row, k) => simulatedRow(row, truth[pairs[k]!.number]?.value)),
      ...present({ looks }),
    };
  };
}

/** @throws SpillwayError when the agents are not synthetic: a simulation asks them again and again. */
export function wantSynthetic({ model }: Study): void {
  if (model.agents.synthetic) return;
  throw new SpillwayError(
    `diagnose: wanted synthetic agents, got ${model.agents.name}, which would be called again for every simulation: put agents in their place that do what you expect of them, for example exposure-response (on the command line: --agents)`,
  );
}

function sceneOf(prepared: PreparedStudy, shared: boolean): Scene {
  return { prepared, probabilities: prepared.probabilities, shared };
}

function drawnScene(study: Study, stream: Rng): Scene {
  const { network } = study.model;
  const drawn = isModel(network) ? network.draw(stream.fork("network")) : network;
  return sceneOf(prepareStudy({ ...study, model: { ...study.model, network: drawn } }), false);
}

/** One experiment from assignment to estimates. */
function experiment(
  study: Study,
  pairs: readonly StudyPair[],
  { prepared, probabilities, shared }: Scene,
  player: Player,
  stream: Rng,
): { readonly rows: AnswerRow[]; readonly looks?: readonly SimulatedLooks[] } {
  const { network, law } = prepared;
  const { confidence } = study;
  const context = studyContexts(
    study.answer.map(({ needs }) => present({ needs: needs && present({ covariates: needs.covariates }) })),
    {
      network,
      exposure: probabilities.exposure,
      plan: { arms: law.arms, agents: network.ids, assignments: [[]] },
      known: knownOfAgents(study.model.agents),
    },
  )?.[0];
  const worlds = Array.from({ length: study.data.worlds }, (_, world): Omit<WorldData, "probabilities"> => {
    const assign = (): Rng => stream.fork("assign").fork(world);
    const arms = law.draw(assign());
    const desires = law.desires?.(assign());
    const condition = probabilities.exposure.of(network, arms);
    const { rounds, ...played } = player.play(arms, condition, stream.fork("run"), world);
    return {
      ...context,
      ...(rounds ? { rounds: rounds.map((one) => roundData(one, arms, condition)) } : {}),
      ...{ arms, condition, ...played, ...(desires ? { desires } : {}), confidence },
    };
  });
  const rows = enoughDraws(probabilities, (found) => {
    // With more draws than the scene's the probabilities are this simulation's own.
    const manyDataSets = shared && found === probabilities;
    const data = {
      probabilities: found,
      worlds: worlds.map((world) => ({ ...world, probabilities: found, manyDataSets })),
      confidence,
    };
    return pairs.map(({ inquiry, estimator }) => answer(estimator, data, inquiry));
  });
  const { looks } = study;
  if (looks === undefined) return { rows };
  // Had nothing any effect, outcomes would be the same under every assignment, so that one drawn anew is as good as theirs.
  const anew = worlds.map((world, w) => ({ ...world, arms: law.draw(stream.fork("looks").fork(w)) }));
  return {
    rows,
    looks: looksAsked(study).map(({ inquiry: _, ...settings }): SimulatedLooks => {
      const stopped = (of: typeof worlds): number =>
        looksTest({
          ...settings,
          data: { probabilities, worlds: of },
          looks,
          worlds: worlds.length,
        }).looks.findIndex(({ verdict }) => verdict === "rejected") + 1;
      return { stopped: stopped(worlds), without: stopped(anew) };
    }),
  };
}

function roundData(
  { round, outcome, observed }: NonNullable<Played["rounds"]>[number],
  arms: Uint8Array,
  condition: Uint8Array,
): RoundData {
  return { round, arms, condition, outcomes: new Map([[OUTCOME, { values: outcome, observed }]]) };
}

function simulatedRow(row: AnswerRow, truth: number | undefined): SimulatedRow {
  const [first, second] = "kind" in row ? [0, 0] : row.n;
  const known = truth === undefined ? {} : { truth };
  if ("because" in row) return { ...known, first, second };
  if ("statistic" in row) return { estimate: row.statistic, p: row.p, ...known, first, second };
  const { estimate, se, ci } = row;
  return {
    estimate,
    ...(se === undefined ? {} : { se }),
    ...(ci === undefined ? {} : { low: ci[0], high: ci[1] }),
    ...known,
    first,
    second,
  };
}
