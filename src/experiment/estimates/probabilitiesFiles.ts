import type { Design } from "../../../designs/Design.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Exposure } from "../../exposure/Exposure.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { fromEdges } from "../../network/fromEdges.ts";
import type { Network } from "../../network/Network.ts";
import type { ExposureProbabilities } from "../../probability/PairProbabilities.ts";
import { readNetworkAndOrder } from "../../study-file/readNetwork.ts";

/** Files from anywhere: what somebody else's experiment was. */
export interface ExperimentFiles extends TableDialect {
  /** File of the network; "-" for standard input. May be left out where the exposure is own-arm and a table lists the agents. */
  readonly network?: string;
  readonly directed?: boolean;
  readonly influence?: "source-to-target" | "target-to-source";
  /** File that lists all agents. */
  readonly agents?: string;
  /** Names of the columns of a table of edges with the two ends, or their numbers from 1 where there is no header. */
  readonly edgeColumns?: readonly [source: string, target: string];
  /** What the file of the network calls the weight of an edge. Default `weight`. */
  readonly weight?: string;
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

/** An experiment given as files, as it was read. */
export interface ReadExperiment {
  readonly probabilities: ExposureProbabilities;
  readonly assign: Design;
  readonly expose: Exposure;
}

/**
 * Exposure probabilities of an experiment given as files.
 *
 * @throws SpillwayError with file and line for what is wrong in a file.
 */
export async function probabilitiesFiles(files: ExperimentFiles): Promise<ExposureProbabilities> {
  wantArgument("probabilitiesFiles", "files", files, { fields: ["design", "exposure"] });
  return (await probabilitiesOf(files)).probabilities;
}

/**
 * The same with design and exposure, of agents that are known from elsewhere where no file names them.
 *
 * @param population all agents of an experiment without a network and without a table of agents.
 * @param given the network, where it is at hand.
 */
export async function probabilitiesOf(
  files: ExperimentFiles,
  population?: readonly string[],
  given?: Network,
): Promise<ReadExperiment> {
  const { network: file, design, exposure, draws, seed, workers, edgeColumns, ...options } = files;
  if (
    file === undefined &&
    given === undefined &&
    exposure.trim() !== "own-arm" &&
    !/"?kind"?\s*:\s*"?own-arm"?/.test(exposure)
  )
    throw new SpillwayError(
      "wanted --network: only the exposure own-arm does without, where --agents or the units list the agents",
    );
  // Everything that files can name is loaded when there are files to read.
  const { catalogues } = await import("../../study/catalogues.ts");
  const { readDescription } = await import("../../study-file/readDescription.ts");
  const { probabilitiesInThreads } = await import("../../parallel/probabilitiesInThreads.ts");
  const alone = file === undefined && options.agents === undefined ? population : undefined;
  const { network, order } = given
    ? { network: given, order: given.ids }
    : alone
      ? withoutEdges(alone)
      : await readNetworkAndOrder(file, { ...options, ...present({ columns: edgeColumns }) });
  const assign = await readDescription(design, catalogues.designs, { option: "--design", network, order });
  const expose = await readDescription(exposure, catalogues.exposures, {
    option: "--exposure",
    network,
    order,
  });
  const probabilities = await probabilitiesInThreads(network, assign, expose, {
    ...present({ draws, seed, workers }),
  });
  return { probabilities, assign, expose };
}

/** Agents of whom none is joined to another. */
function withoutEdges(agents: readonly string[]): { network: Network; order: readonly string[] } {
  const network = fromEdges([], { agents });
  const note = "no network was given: the agents are those of the units, and nobody is joined to anybody";
  return { network: { ...network, notes: [...network.notes, note] }, order: network.ids };
}

/** Exposure probabilities as plain data, by condition and in the order of `agents`. */
export interface ProbabilitiesData {
  readonly method: "exact" | "monte-carlo";
  readonly draws?: number;
  /** What the probabilities are averages over, and how many there are, where they are. */
  readonly averaged?: { readonly parts: number; readonly name: string };
  /** What was supposed and left out when the files were read; absent when nothing was. */
  readonly notes?: readonly string[];
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
  wantArgument("probabilitiesData", "probabilities", probabilities, { fields: ["conditions", "network"] });
  const { method, draws, averaged, conditions, network } = probabilities;
  const byCondition = <Value>(of: (condition: string) => Value): Record<string, Value> =>
    Object.fromEntries(conditions.map((condition) => [condition, of(condition)]));
  return {
    method,
    ...present({ draws }),
    ...(averaged ? { averaged: { parts: averaged.parts, name: averaged.name } } : {}),
    ...(network.notes.length > 0 ? { notes: network.notes } : {}),
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
