import { present } from "../../core/present.ts";
import { rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { ChangeRule } from "../../network/changes/ChangeRule.ts";
import { changingModel, changingNetwork } from "../../network/changes/changingNetwork.ts";
import { listed } from "../../network/changes/listed.ts";
import { listedEdges } from "../../network/files/listedEdges.ts";
import type { Network } from "../../network/Network.ts";
import { catalogues } from "../../study/catalogues.ts";
import { isModel, type NetworkSource, networkOf } from "../../study/networkOf.ts";
import { type Complain, fromKind } from "../fromKind.ts";
import { isMapping } from "../isMapping.ts";
import { parseGroups } from "../parseGroups.ts";

/** Reads a file named at a path of the study. */
type ReadNamed = (name: string, path: readonly PropertyKey[]) => Promise<string>;

/** What a table of edges is read with; a table of their rounds of its own is read alike. */
export interface EdgeTable {
  readonly text: string;
  readonly file: string;
  readonly columns?: readonly [string, string] | undefined;
  readonly influence?: "source-to-target" | "target-to-source" | undefined;
  readonly delimiter?: string | undefined;
  readonly decimal?: "." | "," | undefined;
}

/** Takes the rule by which a network changes from its description. */
export function networkChanges(given: unknown): { readonly rest: unknown; readonly changes?: unknown } {
  if (!isMapping(given) || !("changes" in given)) return { rest: given };
  const { changes, ...rest } = given;
  return { rest, changes };
}

/**
 * A network source that changes over rounds as its description says, with the tables that the rule names read in. What the rule
 * draws comes from the child `changes` of the stream `network` of the study's seed.
 *
 * @param table the file of the network, where it has one: `listed` without a file reads rounds from it.
 */
export async function changingSource(
  source: NetworkSource,
  given: unknown,
  seed: string,
  complain: Complain,
  read: ReadNamed,
  table: EdgeTable | undefined,
): Promise<NetworkSource> {
  const below: Complain = (message, path, at, inside) => complain(message, ["changes", ...path], at, inside);
  const drawn = (): Network => networkOf(source, seed);
  const isListed = given === "listed" || (isMapping(given) && given.kind === "listed");
  const rule =
    isListed && !(isMapping(given) && "edges" in given)
      ? await listedRule(isMapping(given) ? given : {}, drawn, below, read, table)
      : fromKind(catalogues.changes, await withSessions(given, drawn, below, read), below);
  try {
    if (isModel(source)) {
      const model = changingModel(source, rule);
      networkOf(model, seed);
      return model;
    }
    return changingNetwork(source, rule, { seed: rng(seed).fork("network").fork("changes").key });
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    return below(cause.message, [], "value");
  }
}

const LISTED = ["kind", "file", "round", "from", "until"];

/** The rule `listed`, whose edges stand in a table: that of the network, or one of their own. */
async function listedRule(
  given: Readonly<Record<string, unknown>>,
  drawn: () => Network,
  complain: Complain,
  read: ReadNamed,
  table: EdgeTable | undefined,
): Promise<ChangeRule> {
  for (const [name, value] of Object.entries(given)) {
    if (!LISTED.includes(name))
      return complain(
        `listed has the settings ${LISTED.slice(1).join(", ")} and edges, and none called ${JSON.stringify(name)}`,
        [name],
        "key",
      );
    if (typeof value !== "string" || value === "")
      return complain(
        `${name} must be ${name === "file" ? "the name of a file" : "the name of a column"}`,
        [name],
        "value",
      );
  }
  const { file, round, from, until } = given as Readonly<Record<string, string | undefined>>;
  if (round !== undefined && (from ?? until) !== undefined)
    return complain("give round, or from and until, not both", ["round"], "key");
  const own =
    file === undefined
      ? table
      : { ...table, file, text: await read(file, ["model", "network", "changes", "file"]) };
  if (own === undefined)
    return complain("listed needs the table of the edges: give its file, or edges", [], "value");
  const { text, columns, influence, delimiter, decimal } = own;
  return listed({
    edges: listedEdges(text, drawn(), {
      file: own.file,
      ...present({ columns, influence, delimiter, decimal, round, from, until }),
    }),
  });
}

/** `within: { file }` becomes the session of each agent. */
async function withSessions(
  given: unknown,
  drawn: () => Network,
  complain: Complain,
  read: ReadNamed,
): Promise<unknown> {
  if (!isMapping(given) || !isMapping(given.within) || !("file" in given.within)) return given;
  const { file } = given.within;
  if (typeof file !== "string" || file === "" || Object.keys(given.within).length !== 1)
    return complain("within.file must be the name of a file", ["within", "file"], "value");
  const text = await read(file, ["model", "network", "changes", "within", "file"]);
  return { ...given, within: parseGroups(text, drawn().ids, file, "group") };
}
