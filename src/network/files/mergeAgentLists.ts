import { meant } from "../../core/doubleOf.ts";
import { labelKey } from "../../core/labelKey.ts";
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
  /** What the file calls the weight of an edge: a column, an attribute, a key. Default `weight`. */
  readonly weight?: string;
}

/** What holds the weights of edges, in the form in which names are compared. */
export function mergeWeightName(asked: string | undefined): string {
  return labelKey(asked ?? "weight");
}

/** What a name of weights that was asked for comes to when no edge has it. */
export function wantWeightFound(asked: string | undefined, found: boolean, place: Place): void {
  if (asked === undefined || found) return;
  throw new SpillwayError(`network: no edge has the weight ${shown(asked)} that was asked for`, { place });
}

/** Names under which weights are often kept; they are not read without being asked for, and told where they are left out. */
const WEIGHTY =
  /^(?:value|w|wt|wgt|weights?|strength|intensity|freq|frequency|count|counts|n|num|amount|score|similarity|distance|thickness|width|capacity|cost|length|tie_?strength|edge_?weight|val)$/;

/** What to do about something of an edge that may be its weight. */
export function weightHint(name: string): { hint?: string } {
  return WEIGHTY.test(labelKey(name))
    ? { hint: `if it is the weight of edges, say so: --weight ${shown(name)} (in a study: weight)` }
    : {};
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
      `network: agent ${shown(stranger)} of the file is not in the list of agents${meant(stranger, asked)}: add it there or remove it from the file`,
      { place },
    );
  }
  return asked;
}
