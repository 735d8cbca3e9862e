import { shown } from "../core/explainIssue.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { csvTable } from "../network/csvTable.ts";

/**
 * The cluster of each agent, in the order of `ids`, from a table with the header `agent,cluster`.
 *
 * @throws SpillwayError with file and line for a missing column, an unknown agent, an agent listed twice, an empty
 * cluster, and an agent without a line.
 */
export function parseClusters(text: string, ids: readonly string[], file: string): string[] {
  const { header, rows, place } = csvTable(text, { who: "clusters", file });
  const names = header.map((name) => name.toLowerCase());
  const agent = names.indexOf("agent");
  const cluster = names.indexOf("cluster");
  if (agent < 0 || cluster < 0) {
    throw new SpillwayError(
      `clusters: the first line must name the columns agent and cluster, got ${header.map(shown).join(", ")}`,
      {
        place: place(-1),
      },
    );
  }
  const known = new Set(ids);
  const of = new Map<string, string>();
  rows.forEach((row, k) => {
    const id = row[agent]!;
    const fault = (message: string): SpillwayError =>
      new SpillwayError(`clusters: ${message}`, { place: place(k) });
    if (!known.has(id)) throw fault(`agent ${shown(id)} is not in the network`);
    if (of.has(id)) throw fault(`agent ${shown(id)} is listed twice`);
    if (row[cluster] === "") throw fault(`agent ${shown(id)} needs a cluster, got an empty field`);
    of.set(id, row[cluster]!);
  });
  return ids.map((id) => {
    const found = of.get(id);
    if (found === undefined)
      throw new SpillwayError(`clusters: every agent needs a cluster, but ${shown(id)} has no line`, {
        place: { file },
      });
    return found;
  });
}
