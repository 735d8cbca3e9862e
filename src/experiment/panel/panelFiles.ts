import {
  type PanelEffects,
  type PanelEffectsOptions,
  panelEffects,
} from "../../../estimators/panel/panelEffects.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { readText } from "../../log/files/readText.ts";
import { fromEdges } from "../../network/fromEdges.ts";
import type { ExperimentFiles } from "../estimates/probabilitiesFiles.ts";
import { parsePanel } from "./parsePanel.ts";

export interface PanelFilesOptions
  extends Omit<ExperimentFiles, "design" | "exposure" | "draws" | "workers">,
    Omit<PanelEffectsOptions, "law" | "network" | "seed"> {
  /** File of the panel; "-" for standard input. */
  readonly panel: string;
  /** The roll-out: inline JSON of the design `rollout`, or a file. */
  readonly design: string;
  /** Table of agents and when they adopt, where the panel does not say it. */
  readonly adoption?: string;
}

/**
 * Effects of a staggered roll-out from files: {@link panelEffects}.
 *
 * @throws SpillwayError with file and line for what is wrong in a file, and with the way out where panel, network and design do not fit.
 */
export async function panelFiles(
  options: PanelFilesOptions,
): Promise<PanelEffects & { readonly agents: number; readonly periods: number }> {
  wantArgument("panelFiles", "options", options, { fields: ["panel", "design"] });
  const {
    panel: file,
    design,
    adoption,
    network: networkFile,
    directed,
    influence,
    agents,
    ...rest
  } = options;
  const { edgeColumns, weight, delimiter, decimal, missing, seed, ...asked } = rest;
  if ([file, networkFile, adoption].filter((one) => one === "-").length > 1)
    throw new SpillwayError("panel: only one of the panel, --network and --adoption can be standard input");
  // Everything that files can name is loaded when there are files to read.
  const { catalogues } = await import("../../study/catalogues.ts");
  const { readDescription } = await import("../../study-file/readDescription.ts");
  const { readNetworkAndOrder } = await import("../../study-file/readNetwork.ts");
  const dialect = present({ delimiter, decimal, missing });
  const known =
    networkFile === undefined
      ? undefined
      : (
          await readNetworkAndOrder(networkFile, {
            ...present({ agents, directed, influence, weight, columns: edgeColumns }),
            ...dialect,
          })
        ).network;
  const read: string[] = [];
  const panel = parsePanel(await readText(file), {
    file: file === "-" ? "(standard input)" : file,
    dialect,
    ...(adoption === undefined ? {} : { adoption: { text: await readText(adoption), file: adoption } }),
    ...(known ? { agents: known.ids } : {}),
    onNote: (note) => void read.push(note),
  });
  const network = known ?? fromEdges([], { agents: panel.agents });
  const assign = await readDescription(design, catalogues.designs, {
    ...{ option: "--design", network, order: network.ids },
    onNote: (note) => void read.push(note),
  });
  const law = assign.law(network);
  const found = panelEffects(panel, {
    ...asked,
    law,
    ...present({ seed, network: known }),
  });
  return {
    ...found,
    agents: panel.agents.length,
    periods: panel.periods.length,
    notes: [...(known?.notes ?? []).map((note) => `network: ${note}`), ...read, ...found.notes],
  };
}
