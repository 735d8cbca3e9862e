import type { Complain } from "./fromKind.ts";
import { parseAssignments } from "./parseAssignments.ts";
import { type GroupName, parseGroups } from "./parseGroups.ts";
import type { ReadNamed, ResolvedSource } from "./sourceOf.ts";

/** Settings that give each agent a group, and may name a table of them instead. */
const GROUPINGS: readonly (readonly [setting: string, column: GroupName])[] = [
  ["clusters", "cluster"],
  ["blocks", "block"],
  ["groups", "group"],
];
/** Kinds whose groups are not of the network's agents. */
const OTHER_IDS: ReadonlySet<unknown> = new Set(["switchback", "bipartite"]);

/**
 * A design's description with the files that it names read in: `{ file }` as `clusters`, `blocks` or `groups` becomes a list
 * with the group of each agent, also inside the design that another is based on; `file` of the kind fixed becomes its
 * assignments and weights. All else stays as it is.
 */
export async function resolveFiles(
  given: unknown,
  network: Pick<ResolvedSource, "order" | "ids">,
  complain: Complain,
  read: ReadNamed,
  onNote: (note: string) => void = () => {},
): Promise<unknown> {
  if (typeof given !== "object" || given === null) return given;
  const { kind, file, base } = given as { kind?: unknown; file?: unknown; base?: unknown };
  for (const [setting, column] of GROUPINGS) {
    const name = namedFile((given as Readonly<Record<string, unknown>>)[setting]);
    if (name === undefined) continue;
    if (typeof name !== "string" || name === "")
      return complain(`${setting}.file must be the name of a file`, [setting, "file"], "value");
    if (OTHER_IDS.has(kind)) {
      const words = `${setting}.file is not read with ${kind}, whose ${setting} are not those of the network's agents: give a mapping`;
      return complain(words, [setting, "file"], "value");
    }
    const text = await read(name, ["data", "assign", setting, "file"]);
    return { ...given, [setting]: parseGroups(text, network.ids(), name, column, onNote) };
  }
  if (base !== undefined) {
    const inside: Complain = (message, path, at) => complain(message, ["base", ...path], at);
    return { ...given, base: await resolveFiles(base, network, inside, read, onNote) };
  }
  if (kind === "fixed" && file !== undefined) {
    if (typeof file !== "string" || file === "")
      return complain("file must be the name of a file", ["file"], "value");
    if ("assignments" in given) return complain("give file or assignments, not both", ["file"], "key");
    const text = await read(file, ["data", "assign", "file"]);
    const { file: _, ...rest } = given as { file: string };
    return { ...rest, ...parseAssignments(text, network, file) };
  }
  return given;
}

/** What stands at `file` in a mapping that holds nothing else; undefined for everything else. */
function namedFile(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  return "file" in given && Object.keys(given).length === 1 ? given.file : undefined;
}
