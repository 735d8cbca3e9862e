import { workerData } from "node:worker_threads";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Network } from "../network/Network.ts";
import type { SimulatedConditions } from "../probability/PairProbabilities.ts";
import { conditionSimulator } from "../probability/simulation/conditionSimulator.ts";
import { catalogues } from "../study/catalogues.ts";
import { fromKind } from "../study-file/fromKind.ts";

/** What a thread is started with: catalogue entries as data, and the room that all threads share. */
export interface SimulationData {
  readonly network: Network;
  readonly design: unknown;
  readonly exposure: unknown;
  readonly seed: string | number;
  readonly target: SimulatedConditions;
}

/** Words of draws for a thread to simulate: from … to − 1. */
export interface SimulationTask {
  readonly from: number;
  readonly to: number;
}

const { network, design, exposure, seed, target } = workerData as SimulationData;
const refuse = (message: string): never => {
  throw new SpillwayError(message);
};
const law = fromKind(catalogues.designs, design, refuse).law(network);
const mapping = fromKind(catalogues.exposures, exposure, refuse);
const simulate = conditionSimulator({ network, law, exposure: mapping.forArms?.(law.arms) ?? mapping }, seed);

/** Simulates some words in this thread, into the shared room. */
export default function simulationWorker({ from, to }: SimulationTask): void {
  simulate(target, from, to);
}
