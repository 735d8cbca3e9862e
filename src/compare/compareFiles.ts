import { basename } from "node:path";
import type { Contrast } from "../../estimators/Inquiry.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { anyTreatedNeighbor } from "../exposure/anyTreatedNeighbor.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { TableDialect } from "../network/files/tables/TableDialect.ts";
import type { Network } from "../network/Network.ts";
import { networkOf } from "../study/networkOf.ts";
import { readingNotes } from "../study/readingNotes.ts";
import { parseContrast } from "../study-file/parseContrast.ts";
import { readNetworkAndOrder } from "../study-file/readNetwork.ts";
import { readStudy } from "../study-file/readStudy.ts";
import {
  type Candidate,
  type ComparisonRequest,
  compareDesigns,
  type DesignComparison,
} from "./compareDesigns.ts";
import { usualDesigns } from "./usualDesigns.ts";

export interface CompareFilesOptions
  extends Pick<ComparisonRequest, "global" | "similarity" | "draws" | "onDesign">,
    TableDialect {
  /** File of the network; "-" for standard input. This or `study`. */
  readonly network?: string;
  readonly directed?: boolean;
  readonly influence?: "source-to-target" | "target-to-source";
  /** File that lists all agents. */
  readonly agents?: string;
  /** Names of the columns of a table of edges with the two ends, or their numbers from 1 where there is no header. */
  readonly edgeColumns?: readonly [source: string, target: string];
  /** What the file of the network calls the weight of an edge. Default `weight`. */
  readonly weight?: string;
  /** A study file, whose network, exposure, inquiry and design are taken. */
  readonly study?: string;
  /** Folders outside the study's own whose files it may name. Default: none. */
  readonly allowFiles?: readonly string[];
  /** Designs: inline JSON, a bare kind, or a JSON or YAML file each. Default: {@link usualDesigns}. */
  readonly designs?: readonly string[];
  /** The exposure mapping, likewise. Default any-treated, or the study's. */
  readonly exposure?: string;
  /** Contrasts as name=first:second. Default direct and spillover of any-treated, or the study's. */
  readonly contrasts?: readonly string[];
  /** Seed of the simulation. Default 1, or the study's. */
  readonly seed?: string;
}

interface Scene {
  readonly network: Network;
  /** Ids in the order in which other files list them. */
  readonly order: readonly string[];
  readonly own: readonly Candidate[];
  readonly exposure: Exposure;
  readonly contrasts: readonly Contrast[];
  readonly seed: string;
  readonly notes: readonly string[];
}

/**
 * Compares designs ({@link compareDesigns}) on the network of a file or of a study.
 *
 * @throws SpillwayError with file and line for what is wrong in a file, and for options that do not go together.
 */
export async function compareFiles(
  options: CompareFilesOptions,
): Promise<DesignComparison & { readonly notes: readonly string[] }> {
  wantArgument("compareFiles", "options", options);
  const { designs = [], global, similarity, draws, onDesign } = options;
  const { network, order, own, exposure, contrasts, seed, notes } = await sceneOf(options);
  const { catalogues } = await import("../study/catalogues.ts");
  const { readDescription } = await import("../study-file/readDescription.ts");
  const given: Candidate[] = [];
  for (const text of designs)
    given.push({
      label: labelOf(text),
      design: await readDescription(text, catalogues.designs, { option: "--design", network, order }),
    });
  const candidates = [...own, ...(given.length > 0 ? given : usualDesigns(network.n))];
  const found = compareDesigns(network, candidates, {
    exposure,
    contrasts,
    seed,
    ...present({ global, similarity, draws, onDesign }),
  });
  return { ...found, notes };
}

async function sceneOf(options: CompareFilesOptions): Promise<Scene> {
  const { network: file, study: studyFile, agents, contrasts: texts = [], seed, allowFiles } = options;
  if ((file === undefined) === (studyFile === undefined))
    throw new SpillwayError("designs: wanted --network or --study, one of them");
  const asked = options.exposure;
  const exposureOf = async (text: string): Promise<Exposure> => {
    const { catalogues } = await import("../study/catalogues.ts");
    const { readDescription } = await import("../study-file/readDescription.ts");
    return await readDescription(text, catalogues.exposures, { option: "--exposure" });
  };
  const chosen = (exposure: Exposure, usual: readonly Contrast[]): readonly Contrast[] => {
    if (texts.length > 0) return texts.map((text) => parseContrast(text, exposure.conditions));
    if (usual.length > 0) return usual;
    throw new SpillwayError(
      `designs: wanted --contrast name=first:second with this exposure (its conditions: ${exposure.conditions.join(", ")})`,
    );
  };
  if (studyFile !== undefined) {
    const spare = (
      ["agents", "directed", "influence", "edgeColumns", "weight", "delimiter", "decimal", "missing"] as const
    ).find((name) => options[name] !== undefined);
    if (spare !== undefined)
      throw new SpillwayError(`designs: --${spare} does not go with --study: the study says it`);
    const study = await readStudy(studyFile, present({ seed, allowFiles }));
    const network = networkOf(study.model.network, study.seed);
    const exposure = asked === undefined ? study.data.expose : await exposureOf(asked);
    return {
      network,
      order: network.ids,
      own: [{ label: "this study's", design: study.data.assign }],
      exposure,
      contrasts: chosen(exposure, asked === undefined ? study.inquiry : []),
      seed: study.seed,
      notes: readingNotes(study, network),
    };
  }
  const { directed, influence, edgeColumns, weight, delimiter, decimal, missing } = options;
  const { network, order } = await readNetworkAndOrder(file, {
    ...present({ directed, influence, agents, columns: edgeColumns, weight, delimiter, decimal, missing }),
  });
  const exposure = asked === undefined ? anyTreatedNeighbor() : await exposureOf(asked);
  return {
    network,
    order,
    own: [],
    exposure,
    contrasts: chosen(
      exposure,
      exposure.name === "any-treated"
        ? [
            { name: "direct", first: "direct", second: "none" },
            { name: "spillover", first: "indirect", second: "none" },
          ]
        : [],
    ),
    seed: seed ?? "1",
    notes: network.notes.map((note) => `network: ${note}`),
  };
}

/** A design as it was given, for tables: inline JSON without its signs, a file without its folder. */
function labelOf(text: string): string {
  const given = text.trim();
  if (!/^[{["]/.test(given)) return basename(given);
  return given
    .replace(/["{}]/g, "")
    .replace(/^\s*kind\s*:\s*/, "")
    .replace(/[:,]\s*/g, " ");
}
