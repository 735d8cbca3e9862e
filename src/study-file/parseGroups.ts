import { meant } from "../core/doubleOf.ts";
import { few } from "../core/few.ts";
import { labelKey } from "../core/labelKey.ts";
import { labelNotes } from "../core/labelNotes.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { textTable } from "../network/files/tables/textTable.ts";

/** What the groups of agents are called in a table: its columns are agent and this. */
export type GroupName = "cluster" | "block" | "group";

/**
 * The cluster, block or group of each agent, in the order of `ids`, from a table with the header `agent,cluster` (`agent,block`,
 * `agent,group`).
 *
 * @throws SpillwayError with file and line for a missing column, an unknown agent, an agent listed twice, an empty
 * field, and an agent without a line.
 */
export function parseGroups(
  text: string,
  ids: readonly string[],
  file: string,
  name: GroupName,
  onNote: (note: string) => void = () => {},
): string[] {
  const who = `${name}s`;
  const reader = {
    who,
    file,
    columns: ["agent", name],
    knows: (names: readonly string[]) => names.includes("agent") && names.includes(name),
  };
  const { header, rows, place, notes } = textTable(text, reader);
  const names = header.map(labelKey);
  const agent = names.indexOf("agent");
  const group = names.indexOf(name);
  if (agent < 0 || group < 0) {
    throw new SpillwayError(
      `${who}: the first line must name the columns agent and ${name}, got ${few(header.map(shown))}`,
      { place: place(-1) },
    );
  }
  const known = new Set(ids);
  const of = new Map<string, string>();
  rows.forEach((row, k) => {
    const id = row[agent]!;
    const fault = (message: string): SpillwayError =>
      new SpillwayError(`${who}: ${message}`, { place: place(k) });
    if (!known.has(id)) throw fault(`agent ${shown(id)} is not in the network${meant(id, ids)}`);
    if (of.has(id)) throw fault(`agent ${shown(id)} is listed twice`);
    if (row[group] === "") throw fault(`agent ${shown(id)} needs a ${name}, got an empty field`);
    of.set(id, row[group]!);
  });
  const spare = header.filter((_, c) => c !== agent && c !== group);
  const left = spare.length === 0 ? [] : [`columns ${few(spare.map(shown))} were left out`];
  for (const note of [...notes, ...left, ...labelNotes(who, of.values())]) onNote(`${file}: ${note}`);
  return ids.map((id) => {
    const found = of.get(id);
    if (found === undefined)
      throw new SpillwayError(`${who}: every agent needs a ${name}, but ${shown(id)} has no line`, {
        place: { file },
      });
    return found;
  });
}
