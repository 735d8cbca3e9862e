// Long because the three ways in which a table says who is treated are checked against each other.

import type { Panel } from "../../../estimators/panel/Panel.ts";
import { few } from "../../core/few.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { wantText } from "../../core/wantText.ts";
import { adoptionTable } from "../../log/units/adoptionTable.ts";
import { compareIds } from "../../network/compareIds.ts";
import { type CsvTable, csvTable } from "../../network/files/tables/csvTable.ts";
import { numberReader } from "../../network/files/tables/numberReader.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";

export interface ParsePanelOptions {
  /** Name of the file, for messages. Default "(panel)". */
  readonly file?: string;
  readonly dialect?: TableDialect;
  /** Table of agents and the period from which each is treated, where the panel does not say it; and its name. */
  readonly adoption?: { readonly text: string; readonly file: string };
  /** Name of the arm of agents that are not treated. Default control. */
  readonly control?: string;
  /** Ids of all agents, in their order. Default: those of the table, sorted. */
  readonly agents?: readonly string[];
  /** Is told what was supposed and left out. */
  readonly onNote?: (note: string) => void;
}

const AGENT = ["agent", "unit", "id"];
const KNOWN = [...AGENT, "period", "round", "outcome", "adopted", "arm", "world", "status"];
/** What says that an agent never adopts. */
const NEVER = new Set(["", "never"]);

/**
 * A staggered roll-out from a long table, one row for each agent and period: columns `agent`, `period` (or `round`), `outcome` (empty: not observed),
 * and who is treated: `adopted`, the period from which on, empty for never; or `arm`, as tables of units have it; or a table of its own.
 *
 * Periods stand in the order of `round` where both columns are there, of their numbers where all are numbers, else of the rows.
 *
 * @throws SpillwayError with file and line for columns that are absent, two rows of an agent and period, an agent without a row in some period,
 * an adoption that is taken back or is said twice in different ways, a period or an agent that is unknown, and several worlds.
 */
export function parsePanel(text: string, options: ParsePanelOptions = {}): Panel {
  wantText("parsePanel", "the content of a file", text);
  const { file = "(panel)", dialect = {}, adoption, onNote, control = "control" } = options;
  const table = csvTable(
    text,
    { who: "panel", file, columns: KNOWN, knows: (names) => names.includes("outcome") },
    dialect,
  );
  const column = columnsOf(table, KNOWN);
  const agentAt = AGENT.map(column).find((c) => c >= 0) ?? -1;
  const [periodAt, roundAt, outcomeAt] = [column("period"), column("round"), column("outcome")];
  const [adoptedAt, armAt, worldAt] = [column("adopted"), column("arm"), column("world")];
  const fault = (message: string, place: Place): SpillwayError =>
    new SpillwayError(`panel: ${message}`, { place });
  const head = table.place(-1);
  if (agentAt < 0 || outcomeAt < 0 || (periodAt < 0 && roundAt < 0))
    throw fault(
      `wanted the columns agent, period (or round) and outcome, got ${few(table.header)}: a wide table, one column per period, is made long by spillway import panel`,
      head,
    );
  if (adoption === undefined && adoptedAt < 0 && armAt < 0)
    throw fault(
      "wanted a column adopted with the period from which an agent is treated (empty: never), a column arm, or a table of its own with --adoption",
      head,
    );
  const cell = (k: number, at: number): string => (at < 0 ? "" : table.rows[k]![at]!);
  const missing = new Set(["", ...(dialect.missing ?? [])]);
  const worlds = new Set(table.rows.map((_, k) => cell(k, worldAt)));
  if (worlds.size > 1)
    throw fault(`wanted one world, got ${few([...worlds])}: give the rows of one of them`, head);
  const periodOf = (k: number): string => cell(k, periodAt >= 0 ? periodAt : roundAt);
  const periods = orderOf(table, periodOf, roundAt, periodAt);
  const periodIndex = new Map(periods.map((name, t) => [name, t]));
  const seen = new Set<string>();
  for (const k of table.rows.keys()) {
    const id = cell(k, agentAt);
    if (id === "" || periodOf(k) === "")
      throw fault("wanted an agent and a period, got an empty field", table.place(k));
    seen.add(id);
  }
  const agents = options.agents ?? [...seen].sort(compareIds);
  const number = new Map(agents.map((id, i) => [id, i]));
  const n = agents.length;
  const outcome = periods.map(() => new Float64Array(n));
  const observed = periods.map(() => new Uint8Array(n));
  const row = periods.map(() => new Int32Array(n).fill(-1));
  const numbers = numberReader(table.delimiter, dialect);
  for (const k of table.rows.keys()) {
    const id = cell(k, agentAt);
    const i = number.get(id);
    if (i === undefined)
      throw fault(`agent ${shown(id)} is not in the network${suggest(id, agents)}`, table.place(k));
    const t = periodIndex.get(periodOf(k))!;
    const earlier = row[t]![i]!;
    if (earlier >= 0)
      throw fault(
        `agent ${shown(id)} has two rows for the period ${shown(periods[t])}, the first in line ${table.place(earlier).line}`,
        table.place(k),
      );
    row[t]![i] = k;
    const written = cell(k, outcomeAt);
    if (missing.has(written)) continue;
    const value = numbers.read(written);
    if (value === undefined)
      throw fault(
        `outcome must be a number, got ${shown(written)}${numbers.advice(written)}`,
        table.place(k),
      );
    outcome[t]![i] = value;
    observed[t]![i] = 1;
  }
  for (const [t, rows] of row.entries()) {
    const i = rows.indexOf(-1);
    if (i >= 0)
      throw fault(
        `agent ${shown(agents[i])} has no row for the period ${shown(periods[t])}: give a row with an empty outcome where nothing was observed`,
        head,
      );
  }
  const periodNamed = (name: string, place: Place, more: ReadonlySet<string> = NEVER): number => {
    if (more.has(name) || missing.has(name)) return periods.length;
    const t = periodIndex.get(name);
    if (t === undefined)
      throw fault(
        `adopted must be one of the periods (${few(periods)}), or empty for never, got ${shown(name)}${suggest(name, periods)}`,
        place,
      );
    return t;
  };
  const ways: { readonly what: string; readonly adopted: Uint32Array }[] = [];
  if (adoption !== undefined)
    ways.push({ what: adoption.file, adopted: fromTable(adoption, agents, periodNamed, dialect) });
  if (adoptedAt >= 0)
    ways.push({
      what: "the column adopted",
      adopted: Uint32Array.from(agents, (id, i) => {
        const first = row[0]![i]!;
        for (const rows of row)
          if (cell(rows[i]!, adoptedAt) !== cell(first, adoptedAt))
            throw fault(
              `agent ${shown(id)} adopts in ${shown(cell(rows[i]!, adoptedAt))} here and in ${shown(cell(first, adoptedAt))} in line ${table.place(first).line}`,
              table.place(rows[i]!),
            );
        return periodNamed(cell(first, adoptedAt), table.place(first));
      }),
    });
  if (armAt >= 0)
    ways.push({
      what: "the column arm",
      adopted: Uint32Array.from(agents, (id, i) => {
        const arms = row.map((rows) => cell(rows[i]!, armAt));
        const on = arms.map((arm) => arm !== control && arm !== "0");
        const first = on.indexOf(true);
        const back = first < 0 ? -1 : on.indexOf(false, first);
        if (back >= 0)
          throw fault(
            `agent ${shown(id)} is treated in the period ${shown(periods[first])} and is ${shown(arms[back])} again in ${shown(periods[back])}: a roll-out is never taken back (the design switchback is)`,
            table.place(row[back]![i]!),
          );
        return first < 0 ? periods.length : first;
      }),
    });
  const [first, ...others] = ways;
  for (const other of others) {
    const i = first!.adopted.findIndex((t, a) => t !== other.adopted[a]);
    if (i >= 0)
      throw fault(
        `agent ${shown(agents[i])} adopts in ${shown(periods[first!.adopted[i]!] ?? "never")} by ${first!.what}, and in ${shown(periods[other.adopted[i]!] ?? "never")} by ${other.what}`,
        table.place(row[0]![i]!),
      );
  }
  for (const note of [...table.notes, ...numbers.notes()]) onNote?.(`${file}: ${note}`);
  return { agents, periods, outcome, observed, adopted: first!.adopted };
}

/** Index of a column by its name, in whatever case; −1 where it is not there. */
function columnsOf(table: CsvTable, known: readonly string[]): (name: string) => number {
  const plain = table.header.map((name) => name.trim().toLowerCase());
  return (name) => (known.includes(name) ? plain.indexOf(name) : -1);
}

function orderOf(
  table: CsvTable,
  periodOf: (k: number) => string,
  roundAt: number,
  periodAt: number,
): readonly string[] {
  const roundOf = new Map<string, string>();
  for (const [k, cells] of table.rows.entries()) {
    const name = periodOf(k);
    const round = roundAt >= 0 ? cells[roundAt]! : name;
    const before = roundOf.get(name);
    if (before !== undefined && before !== round && periodAt >= 0)
      throw new SpillwayError(
        `panel: the period ${shown(name)} is round ${shown(round)} here and ${shown(before)} in an earlier row`,
        { place: table.place(k) },
      );
    roundOf.set(name, round);
  }
  const names = [...roundOf.keys()];
  const values = names.map((name) => Number(roundOf.get(name)));
  if (values.some((value, t) => roundOf.get(names[t]!) === "" || !Number.isFinite(value))) return names;
  return names
    .map((_, t) => t)
    .sort((a, b) => values[a]! - values[b]!)
    .map((t) => names[t]!);
}

/** Who adopts when by a table of its own: of every agent of the panel, and of nobody else. */
function fromTable(
  { text, file }: { readonly text: string; readonly file: string },
  agents: readonly string[],
  periodNamed: (name: string, place: Place) => number,
  dialect: TableDialect,
): Uint32Array {
  const { rows } = adoptionTable(text, file, dialect);
  const known = new Set(agents);
  for (const [id, { place }] of rows)
    if (!known.has(id))
      throw new SpillwayError(`panel: agent ${shown(id)} adopts, and has no outcomes${suggest(id, agents)}`, {
        place,
      });
  return Uint32Array.from(agents, (id) => {
    const row = rows.get(id);
    if (row === undefined)
      throw new SpillwayError(
        `panel: agent ${shown(id)} has outcomes and no row here: give a row with an empty field for agents that never adopt`,
        { place: { file } },
      );
    return periodNamed(row.adopted, row.place);
  });
}
