import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

/** Options of the readers of formats that may themselves name the agents and say whether edges are directed. */
export interface GivenNetworkOptions {
  /** Name of the file, for error messages. */
  readonly file?: string;
  /** What the file must agree with, or decides when the file is silent. */
  readonly directed?: boolean;
  /** Which end of a directed edge does the influencing. Default `source-to-target`. */
  readonly influence?: "source-to-target" | "target-to-source";
  /** All agents; the file may name none other. Default: the agents of the file. */
  readonly agents?: readonly string[];
}

/** Whether edges are directed, when the file and the caller may both say so. Throws when they differ. */
export function mergeDirection(
  inFile: boolean | undefined,
  asked: boolean | undefined,
  place: Place,
): boolean | undefined {
  if (inFile !== undefined && asked !== undefined && inFile !== asked) {
    const word = (directed: boolean): string => (directed ? "directed" : "undirected");
    throw new SpillwayError(
      `network: the file holds ${article(word(inFile))} network, but ${article(word(asked))} one was asked for`,
      { place },
    );
  }
  return inFile ?? asked;
}

const article = (word: string): string => (word.startsWith("u") ? `an ${word}` : `a ${word}`);

/** All agents, when the file and the caller may both name them. Throws when the file names one that the caller does not. */
export function mergeAgentLists(
  inFile: readonly string[] | undefined,
  asked: readonly string[] | undefined,
  place: Place,
): readonly string[] | undefined {
  if (inFile === undefined || asked === undefined) return asked ?? inFile;
  const known = new Set(asked);
  const stranger = inFile.find((id) => !known.has(id));
  if (stranger !== undefined) {
    throw new SpillwayError(
      `network: agent ${shown(stranger)} of the file is not in the list of agents: add it there or remove it from the file`,
      { place },
    );
  }
  return asked;
}
