import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";

/** One group of agents. */
interface GroupOfAgents {
  /** As a suffix of a contrast's name: `group = a`. */
  readonly words: string;
  /** 1 for each agent of it. */
  readonly inside: Uint8Array;
}

/** Groups beyond this number make tables that nobody reads, and one of them will look large by chance. */
const MOST = 20;

/**
 * The groups of agents by a column of the unit table, which must be the same for an agent in every row: a group that treatment could change would select on it.
 *
 * @returns the groups, and how many agents are in none because their field is empty
 * @throws SpillwayError for an unknown column, one that changes within an agent, and more than 20 groups.
 */
export function groupsBy(
  units: readonly UnitRow[],
  column: string,
  agents: readonly string[],
): { readonly groups: readonly GroupOfAgents[]; readonly without: number } {
  const columns = Object.keys(units[0]?.covariates ?? {});
  if (!columns.includes(column))
    throw new SpillwayError(
      `--by: the unit table has no column ${shown(column)}${suggest(column, columns)}: it has ${columns.slice(0, 10).map(shown).join(", ") || "none beside agent, arm and outcome"}`,
    );
  const of = new Map<string, string>();
  for (const { agent, covariates } of units) {
    const value = (covariates?.[column] ?? "").trim();
    const before = of.get(agent);
    if (before !== undefined && before !== value)
      throw new SpillwayError(
        `--by: column ${shown(column)} must be the same in all rows of an agent, and agent ${shown(agent)} has ${shown(before)} and ${shown(value)}: a group must be known before the treatment`,
      );
    of.set(agent, value);
  }
  const values = [...new Set(of.values())].filter((value) => value !== "").sort();
  if (values.length > MOST)
    throw new SpillwayError(
      `--by: column ${shown(column)} has ${values.length} values, more than the ${MOST} groups that a table can show: put them into fewer groups`,
    );
  return {
    groups: values.map((value) => ({
      words: `${column} = ${value}`,
      inside: Uint8Array.from(agents, (id) => (of.get(id) === value ? 1 : 0)),
    })),
    without: agents.filter((id) => (of.get(id) ?? "") === "").length,
  };
}
