import { present } from "../../core/present.ts";
import { readText } from "../../log/files/readText.ts";
import type { ExposureProbabilities } from "../../probability/PairProbabilities.ts";
import { readNetwork } from "../../study-file/readNetwork.ts";

/** Files from anywhere: what somebody else's experiment was. */
export interface ExperimentFiles {
  /** File of the network; "-" for standard input. */
  readonly network: string;
  readonly directed?: boolean;
  readonly influence?: "source-to-target" | "target-to-source";
  /** File that lists all agents. */
  readonly agents?: string;
  /** The design: inline JSON, a bare kind, or a JSON or YAML file. */
  readonly design: string;
  /** The exposure mapping, likewise. */
  readonly exposure: string;
  /** Simulated assignments where exactness is impossible, or `auto` for as many as the estimates need. Default 10,000. */
  readonly draws?: number | "auto";
  /** Seed of that simulation. Default 1. */
  readonly seed?: string;
  /** Threads for that simulation; they change no number. Default 1. */
  readonly workers?: number;
}

/**
 * Exposure probabilities of an experiment given as files.
 *
 * @throws SpillwayError with file and line for what is wrong in a file.
 */
export async function probabilitiesFiles(files: ExperimentFiles): Promise<ExposureProbabilities> {
  // Everything that files can name is loaded when there are files to read.
  const { catalogues } = await import("../../study/catalogues.ts");
  const { readDescription } = await import("../../study-file/readDescription.ts");
  const { parseAgents } = await import("../../network/files/parseAgents.ts");
  const { probabilitiesInThreads } = await import("../../parallel/probabilitiesInThreads.ts");
  const { network: file, design, exposure, draws, seed, workers, agents, ...options } = files;
  const network = await readNetwork(file, { ...options, ...present({ agents }) });
  const order =
    agents === undefined ? network.ids : parseAgents(await readText(agents), { file: agents }).ids;
  const assign = await readDescription(design, catalogues.designs, { option: "--design", network, order });
  const expose = await readDescription(exposure, catalogues.exposures, { option: "--exposure" });
  return probabilitiesInThreads(network, assign, expose, {
    ...present({ draws, seed, workers }),
  });
}

/** Exposure probabilities as plain data, by condition and in the order of `agents`. */
export interface ProbabilitiesData {
  readonly method: "exact" | "monte-carlo";
  readonly draws?: number;
  /** What the probabilities are averages over, and how many there are, where they are. */
  readonly averaged?: { readonly parts: number; readonly name: string };
  readonly conditions: readonly string[];
  readonly agents: readonly string[];
  readonly probabilities: Readonly<Record<string, readonly number[]>>;
  /** Monte Carlo standard errors; 0 when exact. */
  readonly mcse: Readonly<Record<string, readonly number[]>>;
  /** Ids of the agents that can never be in the condition. */
  readonly impossible: Readonly<Record<string, readonly string[]>>;
  /** Ids of the agents that no simulated assignment put into the condition, which is rare or impossible for them; when simulated. */
  readonly unseen?: Readonly<Record<string, readonly string[]>>;
}

/** Exposure probabilities as plain data for JSON. */
export function probabilitiesData(probabilities: ExposureProbabilities): ProbabilitiesData {
  const { method, draws, averaged, conditions, network } = probabilities;
  const byCondition = <Value>(of: (condition: string) => Value): Record<string, Value> =>
    Object.fromEntries(conditions.map((condition) => [condition, of(condition)]));
  return {
    method,
    ...present({ draws }),
    ...(averaged ? { averaged: { parts: averaged.parts, name: averaged.name } } : {}),
    conditions,
    agents: network.ids,
    probabilities: byCondition((condition) => network.ids.map((_, i) => probabilities.of(i, condition))),
    mcse: byCondition((condition) => network.ids.map((_, i) => probabilities.mcse(i, condition))),
    impossible: byCondition((condition) => probabilities.impossible(condition).map((i) => network.ids[i]!)),
    ...(method === "exact"
      ? {}
      : { unseen: byCondition((condition) => probabilities.unseen(condition).map((i) => network.ids[i]!)) }),
  };
}
