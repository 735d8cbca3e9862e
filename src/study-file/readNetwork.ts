import { few } from "../core/few.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantText } from "../core/wantText.ts";
import { readText } from "../log/files/readText.ts";
import type { TableDialect } from "../network/files/tables/TableDialect.ts";
import type { Network } from "../network/Network.ts";

export interface ReadNetworkOptions extends TableDialect {
  /** Whether an edge goes one way only. Default: what the file says, or false. */
  readonly directed?: boolean;
  /** Which end of a directed edge influences the other. Default source-to-target. */
  readonly influence?: "source-to-target" | "target-to-source";
  /** File with a column `agent` that lists all agents, for those without edges. Default: the ends of the edges. */
  readonly agents?: string;
  /** Names of the columns of a table with the two ends of an edge, or their numbers from 1 where there is no header. */
  readonly columns?: readonly [source: string, target: string];
  /** What the file calls the weight of an edge. Default `weight`. */
  readonly weight?: string;
}

/**
 * The network of a file: edges as CSV or TSV, or a graph as JSON, GraphML, GEXF, Pajek, GML or Matrix Market, by the ending of its name; gzipped
 * with one more ending `.gz`; "-" for edges on standard input. What was left out stands in the network's notes.
 *
 * @throws SpillwayError with file and line for what is wrong in it, and when it cannot be read.
 */
export async function readNetwork(file: string, options: ReadNetworkOptions = {}): Promise<Network> {
  wantText("readNetwork", "the path of a file", file);
  return (await readNetworkAndOrder(file, options)).network;
}

/** A network, and the order in which other files list its agents: that of the table of agents, or of their ids. */
interface NetworkAndOrder {
  readonly network: Network;
  readonly order: readonly string[];
}

/**
 * Reads the network and the table of agents, each once: a pipe gives what it holds only once.
 *
 * @param file may be left out where a table of agents is given: nobody is then joined to anybody.
 */
export async function readNetworkAndOrder(
  file: string | undefined,
  options: ReadNetworkOptions,
): Promise<NetworkAndOrder> {
  const { agents: agentsFile, directed, influence, columns, weight, ...dialect } = options;
  // The readers of all formats are loaded when a file is read.
  const { parseAgents } = await import("../network/files/parseAgents.ts");
  const { parseNetwork } = await import("../network/files/parseNetwork.ts");
  const nameOf = (path: string): string => (path === "-" ? "(standard input)" : path);
  const listed =
    agentsFile === undefined
      ? undefined
      : parseAgents(await readText(agentsFile), { file: nameOf(agentsFile), ...dialect });
  if (file === undefined && listed === undefined)
    throw new SpillwayError("network: wanted a file with edges or a table of agents, got neither");
  const unused = listed === undefined ? [] : [...listed.covariates.keys()];
  const edges =
    file === undefined
      ? parseNetwork("source,target\n", { format: "csv", agents: listed!.ids })
      : parseNetwork(await readText(file), {
          file: nameOf(file).replace(/\.gz$/i, ""),
          ...(/^(?:-|\/dev\/(?:fd\/.*|stdin)|\/proc\/self\/fd\/.*)$/.test(file) ||
          !/\.[^./\\]+$/.test(file.replace(/\.gz$/i, ""))
            ? { format: "csv" as const }
            : {}),
          ...present({ directed, influence, columns, weight }),
          ...(listed ? { agents: listed.ids } : {}),
          ...dialect,
        });
  const notes = [
    ...edges.notes,
    ...(listed?.notes ?? []).map((note) => `table of agents: ${note}`),
    ...(unused.length === 0
      ? []
      : [
          `column${unused.length === 1 ? "" : "s"} ${few(unused)} of the table of agents ${unused.length === 1 ? "was" : "were"} left out`,
        ]),
  ];
  const network = { ...edges, notes: [...new Set(notes)] };
  return { network, order: listed?.ids ?? network.ids };
}
