import { explainIssue } from "../core/explainIssue.ts";
import { present } from "../core/present.ts";
import { shown } from "../core/shown.ts";
import { worstIssue } from "../core/worstIssue.ts";
import { parseAgents } from "../network/files/parseAgents.ts";
import { parseNetwork } from "../network/files/parseNetwork.ts";
import { modelOverTime } from "../network/generators/modelOverTime.ts";
import type { Network } from "../network/Network.ts";
import { overTime, unitId } from "../network/overTime.ts";
import { catalogues } from "../study/catalogues.ts";
import { isModel, type NetworkSource, networkOf } from "../study/networkOf.ts";
import { type Complain, fromKind } from "./fromKind.ts";
import { isMapping } from "./isMapping.ts";
import { changingSource, type EdgeTable, networkChanges } from "./network/networkChanges.ts";
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
  const { rest: timed, changes } = networkChanges(given);
  const { rest, time } = networkTime(timed, complain);
  if (changes !== undefined && time !== undefined)
    return complain(
      "a network over periods cannot change over rounds too: its agents are those of each period already",
      ["changes"],
      "key",
    );
  const { table, ...agents } = await sourceOfAgents(rest, seed, complain, read);
  if (changes !== undefined) {
    const source = await changingSource(agents.source, changes, seed, complain, read, table);
    return { ...agents, source: isModel(source) ? source : withoutRounds(source, changes) };
  }
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

/** A network without the notes on its column of rounds, which is read after all, and on edges that stand once for each round. */
function withoutRounds(network: Network, changes: unknown): Network {
  const { kind, file, round, from, until } = isMapping(changes) ? changes : { kind: changes };
  if (kind !== "listed" || file !== undefined) return network;
  const read = [round ?? "round", from ?? "from", until ?? "until"].map(
    (name) => `column ${shown(name)} of the edges`,
  );
  const notes = network.notes.filter(
    (note) => !/repeated edges? w/.test(note) && !read.some((start) => note.includes(start)),
  );
  return { ...network, notes };
}

async function sourceOfAgents(
  given: unknown,
  seed: string,
  complain: Complain,
  read: ReadNamed,
): Promise<ResolvedSource & { readonly table?: EdgeTable }> {
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
  const text = await read(file, [...path, "file"]);
  const network = parseNetwork(text, {
    file,
    ...present({ directed, influence, agents: listed?.ids, columns, weight }),
    ...dialect,
  });
  const told = (listed?.notes ?? []).map((note) => `table of agents: ${note}`);
  const source = { ...network, notes: [...new Set([...network.notes, ...told])] };
  return {
    source,
    order: () => listed?.ids ?? network.ids,
    ids: () => network.ids,
    table: { text, file, ...present({ columns, influence, delimiter, decimal }) },
  };
}
