import { labelKey } from "../../core/labelKey.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { ID_COLUMNS } from "../../network/files/parseAgents.ts";

/** Columns that a table of units knows by name, beside that of the agent. */
export const OWN_COLUMNS = ["arm", "outcome", "world", "round", "status"] as const;

/** Where each column stands; −1 for one that there is not. */
export interface UnitColumns {
  readonly at: Readonly<Record<(typeof OWN_COLUMNS)[number] | "agent" | "period" | "cluster", number>>;
  /** Columns that are none of the table's own, by name and place. */
  readonly extra: readonly (readonly [name: string, at: number])[];
  /** Name of a first column that only numbers the rows. */
  readonly index?: string;
}

/** What a table may do without. */
interface UnitColumnOptions {
  readonly file: string;
  readonly delimiter: string;
  /** Line of the header, or of the row that brought the last column. */
  readonly line: number;
  /** Whether another table says who has which arm. */
  readonly armElsewhere: boolean;
  readonly outcomeElsewhere: boolean;
  /** The column of clusters. Default `cluster`. */
  readonly clusterColumn: string | undefined;
}

/**
 * Finds the columns of a table of units by their names, whatever their case.
 *
 * @throws SpillwayError with file and line when agent, arm or outcome has no column.
 */
export function unitColumns(header: readonly string[], options: UnitColumnOptions): UnitColumns {
  const { file, delimiter, line, armElsewhere, outcomeElsewhere, clusterColumn = "cluster" } = options;
  const names = new Map<string, number>();
  header.forEach((name, c) => {
    if (!names.has(labelKey(name))) names.set(labelKey(name), c);
  });
  const agent = ID_COLUMNS.find((name) => names.has(name)) ?? "agent";
  for (const name of [agent, "arm", "outcome"]) {
    if (names.has(name) || (name === "arm" && armElsewhere)) continue;
    if (name === "outcome" && outcomeElsewhere) continue;
    const near = suggest(name, header.slice(0, 12));
    throw new SpillwayError(
      `units: the table needs a column "${name}"${near}${separatedHint(header, delimiter)}`,
      { place: { file, line } },
    );
  }
  const column = (name: string): number => names.get(name) ?? -1;
  const own = {
    agent: column(agent),
    arm: column("arm"),
    outcome: column("outcome"),
    world: column("world"),
    round: column("round"),
    status: column("status"),
  };
  const used: readonly number[] = Object.values(own);
  const extra = header.flatMap((name, c) => (used.includes(c) ? [] : [[name, c] as const]));
  const at = { ...own, period: header.indexOf("period"), cluster: header.indexOf(clusterColumn) };
  const [first] = extra;
  return first?.[1] === 0 && /^(?:Unnamed: 0(?:\.\d+)?)?$/.test(first[0])
    ? { at, extra: extra.slice(1), index: first[0] }
    : { at, extra };
}

function separatedHint(header: readonly string[], delimiter: string): string {
  const sign = header.length === 1 ? /[;|\t]/.exec(header[0]!)?.[0] : undefined;
  return sign === undefined || sign === delimiter
    ? ""
    : `: fields seem to be separated by ${shown(sign)}: say so with --delimiter`;
}
