import { explainIssue } from "../core/explainIssue.ts";
import { present } from "../core/present.ts";
import { worstIssue } from "../core/worstIssue.ts";
import { parseAgents } from "../network/files/parseAgents.ts";
import { parseNetwork } from "../network/files/parseNetwork.ts";
import { modelOverTime } from "../network/generators/modelOverTime.ts";
import { overTime, unitId } from "../network/overTime.ts";
import { catalogues } from "../study/catalogues.ts";
import { isModel, type NetworkSource, networkOf } from "../study/networkOf.ts";
import { type Complain, fromKind } from "./fromKind.ts";
import { networkTime } from "./networkTime.ts";
import { networkFile } from "./studyShape.ts";

/** A network source and the order in which other files of the study list its agents. */
export interface ResolvedSource {
  readonly source: NetworkSource;
  /** Ids in the order of the file of agents, or sorted when there is none; made when asked for. */
  order(): readonly string[];
  /** Ids in the order of the network. */
  ids(): readonly string[];
}

/** Reads a file named at a path of the study. */
export type ReadNamed = (name: string, path: readonly PropertyKey[]) => Promise<string>;

/**
 * The network source of a study file: a recipe by its kind, or a network of the user's own from a file; with `periods`, of
 * its agents over time.
 */
export async function sourceOf(
  given: unknown,
  seed: string,
  complain: Complain,
  read: ReadNamed,
): Promise<ResolvedSource> {
  const { rest, time } = networkTime(given, complain);
  const agents = await sourceOfAgents(rest, seed, complain, read);
  if (time === undefined) return agents;
  const { source: still } = agents;
  const source = isModel(still) ? modelOverTime(still, time) : overTime(still, time);
  const { periods } = time;
  return {
    source,
    order: () =>
      agents.order().flatMap((id) => Array.from({ length: periods }, (_, t) => unitId(id, t + 1, periods))),
    ids: () => networkOf(source, seed).ids,
  };
}

async function sourceOfAgents(
  given: unknown,
  seed: string,
  complain: Complain,
  read: ReadNamed,
): Promise<ResolvedSource> {
  if (typeof given !== "object" || given === null || !("file" in given)) {
    const source = fromKind(catalogues.networks, given, complain);
    let ids: readonly string[] | undefined;
    const drawn = (): readonly string[] => (ids ??= networkOf(source, seed).ids);
    return { source, order: drawn, ids: drawn };
  }
  const parsed = networkFile.safeParse(given);
  if (!parsed.success) {
    const issue = worstIssue(parsed.error.issues);
    const message = explainIssue(issue, given, networkFile);
    if (issue.code === "unrecognized_keys") return complain(message, [...issue.path, issue.keys[0]!], "key");
    return complain(message, issue.path, "value");
  }
  const { file, directed, influence, agents, columns, weight, delimiter, decimal } = parsed.data;
  const path = ["model", "network"];
  const dialect = present({ delimiter, decimal });
  const listed =
    agents === undefined
      ? undefined
      : parseAgents(await read(agents, [...path, "agents"]), { file: agents, ...dialect });
  const network = parseNetwork(await read(file, [...path, "file"]), {
    file,
    ...present({ directed, influence, agents: listed?.ids, columns, weight }),
    ...dialect,
  });
  const told = (listed?.notes ?? []).map((note) => `table of agents: ${note}`);
  const source = { ...network, notes: [...new Set([...network.notes, ...told])] };
  return { source, order: () => listed?.ids ?? network.ids, ids: () => network.ids };
}
