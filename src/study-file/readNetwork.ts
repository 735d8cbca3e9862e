import { present } from "../core/present.ts";
import { readText } from "../log/files/readText.ts";
import type { Network } from "../network/Network.ts";

export interface ReadNetworkOptions {
  /** Whether an edge goes one way only. Default false. */
  readonly directed?: boolean;
  /** Which end of a directed edge influences the other. Default source-to-target. */
  readonly influence?: "source-to-target" | "target-to-source";
  /** File with a column `agent` that lists all agents, for those without edges. Default: the ends of the edges. */
  readonly agents?: string;
}

/**
 * The network of a file: edges as CSV or TSV, or a graph as JSON, GraphML or GEXF, by the ending of its name; gzipped
 * with one more ending `.gz`; "-" for edges on standard input.
 *
 * @throws SpillwayError with file and line for what is wrong in it, and when it cannot be read.
 */
export async function readNetwork(file: string, options: ReadNetworkOptions = {}): Promise<Network> {
  // The readers of five formats are loaded when a file is read.
  const { parseAgents } = await import("../network/files/parseAgents.ts");
  const { parseNetwork } = await import("../network/files/parseNetwork.ts");
  const { agents, directed, influence } = options;
  const ids = agents === undefined ? undefined : parseAgents(await readText(agents), { file: agents }).ids;
  return parseNetwork(await readText(file), {
    file: file === "-" ? "(standard input)" : file.replace(/\.gz$/i, ""),
    ...(file === "-" ? { format: "csv" as const } : {}),
    ...present({ directed, influence }),
    ...(ids ? { agents: ids } : {}),
  });
}
