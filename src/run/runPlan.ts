import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Agent } from "../agents/Agent.ts";
import type { Population } from "../agents/Population.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import type { Rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { openJournal } from "../log/openJournal.ts";
import type { RunLine, Turn, TurnStatus } from "../log/Turn.ts";
import type { Network } from "../network/Network.ts";
import { networkHash } from "../network/networkHash.ts";
import { armsOfWorld } from "./armsOfWorld.ts";
import type { Clock } from "./Clock.ts";
import { playWorld } from "./playWorld.ts";
import { resumeJournal } from "./resumeJournal.ts";
import { wantWhole } from "./wantWhole.ts";
import { worldOrder } from "./worldOrder.ts";

/** Where a run stands, after each turn. */
export interface Progress {
  /** Turns done, those of earlier sittings included. */
  readonly done: number;
  readonly total: number;
  /** World and round of the turn that ended last. */
  readonly world: number;
  readonly round: number;
  /** Turns that did not end well. */
  readonly failed: number;
}

/** A world to play, and those of its turns that are done. */
export interface WorldJob {
  readonly world: number;
  readonly done: readonly Turn[];
}

/** Plays worlds, in any order and at the same time if it likes; the turns of one world come in their own order. */
export type PlayWorlds = (
  jobs: readonly WorldJob[],
  write: (turn: Turn) => void,
  signal: AbortSignal | undefined,
) => Promise<void>;

export interface RunPlanOptions {
  readonly plan: TreatmentPlan;
  readonly network: Network;
  /** What the agents are, for the journal: their kind and settings. */
  readonly population: Pick<Population, "name" | "params" | "leastRounds">;
  /** The agent of each number, as the population creates them. */
  readonly agentOf: (i: number) => Agent;
  /** Rounds of each world, from 1. */
  readonly rounds: number;
  /** The stream of the run. */
  readonly rng: Rng;
  readonly journalPath: string;
  readonly clock: Clock;
  /** Most open calls at a time; default 16. It changes no result. */
  readonly limit?: number;
  /** Stops the run cleanly after the turns in flight. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Plays the worlds elsewhere, on several threads for example. Default: one after another, here. */
  readonly playWorlds?: PlayWorlds;
}

export interface RunResult {
  /** False when the signal stopped the run; the same call resumes it. */
  readonly complete: boolean;
  /** True when the journal was complete before, and was left as it is. */
  readonly alreadyComplete: boolean;
  /** Turns in the journal, those of earlier sittings included. */
  readonly turns: number;
  /** How they ended. */
  readonly statuses: Readonly<Record<TurnStatus, number>>;
}

/**
 * Runs a plan: plays every world and writes the journal, one line for each turn, as it ends. Called again with the same
 * journal it resumes: turns that are there are not played again, a torn last line is cut away, and what is written for
 * agents that answer at once is, but for `ms` and `at`, byte by byte what an uninterrupted run writes (for others the
 * lines of a round stand in the order in which they ended).
 *
 * @throws SpillwayError when plan, network and settings do not fit together, the journal belongs to another run, or it
 * cannot be written.
 */
export async function runPlan(options: RunPlanOptions): Promise<RunResult> {
  const { plan, network, rounds, journalPath, signal, onProgress, population } = options;
  wantWhole("rounds", rounds, population.leastRounds ?? 1);
  const perWorld = network.n * rounds;
  const total = perWorld * plan.assignments.length;
  const hash = networkHash(network);
  if (hash !== plan.networkHash) {
    throw new SpillwayError(
      `run: the plan was drawn for the network ${plan.networkHash}, got the network ${hash}: draw a plan for this one`,
    );
  }
  for (let world = 0; world < plan.assignments.length; world++) armsOfWorld(plan, network, world);
  const run = runLine(options);
  const journal = resumeJournal(journalPath, run, network);
  const statuses = { ok: 0, refused: 0, invalid: 0, failed: 0, timeout: 0 };
  for (const { status } of journal.turns) statuses[status]++;
  let done = journal.turns.length;
  if (journal.end) return { complete: true, alreadyComplete: true, turns: done, statuses };

  const writer = openJournal(journalPath, journal.bytes);
  try {
    if (!journal.run) writer.append(run);
    const order = worldOrder(
      journal.worlds.map((turns) => perWorld - turns.length),
      (turn) => {
        writer.append(turn);
        statuses[turn.status]++;
        done++;
        onProgress?.({ done, total, world: turn.world, round: turn.round, failed: done - statuses.ok });
      },
    );
    const jobs = journal.worlds.flatMap((turns, world) =>
      turns.length < perWorld ? [{ world, done: turns }] : [],
    );
    await (options.playWorlds ?? here(options))(jobs, order.take, signal);
    if (done < total && !signal?.aborted) {
      throw new SpillwayError(`run: wanted ${total} turns, got ${done}: playWorlds ended early`, {
        kind: "failure",
      });
    }
    if (done === total) writer.append({ type: "end", turns: total });
  } finally {
    writer.close();
  }
  return { complete: done === total, alreadyComplete: false, turns: done, statuses };
}

function here(options: RunPlanOptions): PlayWorlds {
  const agents = options.network.ids.map((_, i) => options.agentOf(i));
  return async (jobs, write) => {
    for (const job of jobs) {
      if (!(await playWorld({ ...options, ...job, agentOf: (i) => agents[i]!, write }))) return;
    }
  };
}

function runLine({ plan, population, rounds }: RunPlanOptions): RunLine {
  return {
    type: "run",
    format: 1,
    spillway: plan.spillway,
    planHash: plan.hash,
    networkHash: plan.networkHash,
    ...(plan.studyHash === undefined ? {} : { studyHash: plan.studyHash }),
    seed: plan.seed,
    rounds,
    worlds: plan.assignments.length,
    // Through canonical JSON, so that what is compared on resume is what the file can hold.
    agents: { kind: population.name, params: JSON.parse(canonicalJson(population.params)) as Json },
  };
}
