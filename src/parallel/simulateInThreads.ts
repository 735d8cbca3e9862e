import type { Design } from "../../designs/Design.ts";
import { rng } from "../core/rng.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { Network } from "../network/Network.ts";
import type { SimulatedConditions } from "../probability/PairProbabilities.ts";
import type { SimulationSubject } from "../probability/simulation/conditionSimulator.ts";
import { emptyConditions } from "../probability/simulation/simulateConditions.ts";
import { described } from "../study/studyData.ts";
import { fromKind } from "../study-file/fromKind.ts";
import type { SimulationData, SimulationTask } from "./simulationWorker.ts";
import { threadPool } from "./threadPool.ts";

interface ThreadedSimulation {
  readonly draws: number;
  readonly seed: string | number;
  /** Number of threads, from 1. */
  readonly workers: number;
}

/** Pieces of work for each thread, so that one that is done early takes from the others. */
const PIECES = 4;

/**
 * Simulates a design in threads, the same bits whatever their number: draw r has a stream of its own, and each thread
 * writes other words of one shared memory. Every thread makes design and exposure anew from their kinds and settings.
 *
 * @returns undefined when design or exposure are no catalogue entries: functions cannot go to a thread.
 */
export async function simulateInThreads(
  network: Network,
  design: Design,
  exposure: Exposure,
  { draws, seed, workers }: ThreadedSimulation,
): Promise<SimulatedConditions | undefined> {
  const subject = subjectOf(network, design, exposure);
  if (!(await isRebuilt(subject, network, design, exposure, seed))) return undefined;
  const target = emptyConditions(subject, draws, (bytes) => new SharedArrayBuffer(bytes));
  const data: SimulationData = {
    network,
    design: described(design),
    exposure: described(exposure),
    seed,
    target,
  };
  const size = Math.ceil(target.words / (PIECES * workers));
  const tasks: SimulationTask[] = [];
  for (let from = 0; from < target.words; from += size)
    tasks.push({ from, to: Math.min(target.words, from + size) });
  const pool = await threadPool("simulationWorker", data, Math.min(workers, tasks.length));
  try {
    await Promise.all(tasks.map((task) => pool.run(task)));
  } finally {
    await pool.destroy();
  }
  return target;
}

function subjectOf(network: Network, design: Design, exposure: Exposure): SimulationSubject {
  const law = design.law(network);
  return { network, law, exposure: exposure.forArms?.(law.arms) ?? exposure };
}

/** Whether the catalogue makes the same design and exposure of their names and settings: something else may have borrowed a name. */
async function isRebuilt(
  given: SimulationSubject,
  network: Network,
  design: Design,
  exposure: Exposure,
  seed: string | number,
): Promise<boolean> {
  const { catalogues } = await import("../study/catalogues.ts");
  const refuse = (message: string): never => {
    throw new SpillwayError(message);
  };
  try {
    const made = subjectOf(
      network,
      fromKind(catalogues.designs, described(design), refuse),
      fromKind(catalogues.exposures, described(exposure), refuse),
    );
    const first = (subject: SimulationSubject): Uint8Array =>
      subject.exposure.of(network, subject.law.draw(rng(seed).fork("probabilities").fork(0)));
    const wanted = first(given);
    return (
      made.exposure.conditions.join() === given.exposure.conditions.join() &&
      first(made).every((c, i) => c === wanted[i])
    );
  } catch (cause) {
    if (cause instanceof SpillwayError) return false;
    throw cause;
  }
}
