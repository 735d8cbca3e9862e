import { few } from "../../core/few.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { csvTable } from "../../network/files/tables/csvTable.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";

/** When each agent adopts, as a table says it. */
export interface AdoptionTable {
  /** By agent, the name of the period from which it is treated (empty: never), and where that stands. */
  readonly rows: ReadonlyMap<string, { readonly adopted: string; readonly place: Place }>;
  /** What was supposed when the table was read. */
  readonly notes: readonly string[];
}

const AGENT = ["agent", "unit", "id"];

/**
 * The third form of a panel: who adopts when, one row for each agent. Columns `agent` (or `unit`, `id`) and `adopted`.
 *
 * @throws SpillwayError with file and line where a column is absent, or an agent has no id or is listed twice.
 */
export function adoptionTable(text: string, file: string, dialect: TableDialect): AdoptionTable {
  const table = csvTable(
    text,
    { who: "panel", file, columns: [...AGENT, "adopted"], knows: (names) => names.includes("adopted") },
    dialect,
  );
  const plain = table.header.map((name) => name.trim().toLowerCase());
  const agentAt = AGENT.map((name) => plain.indexOf(name)).find((c) => c >= 0) ?? -1;
  const adoptedAt = plain.indexOf("adopted");
  if (agentAt < 0 || adoptedAt < 0)
    throw new SpillwayError(`panel: wanted the columns agent and adopted, got ${few(table.header)}`, {
      place: table.place(-1),
    });
  const rows = new Map<string, { readonly adopted: string; readonly place: Place }>();
  for (const [k, cells] of table.rows.entries()) {
    const id = cells[agentAt]!;
    const place = table.place(k);
    if (id === "") throw new SpillwayError("panel: an agent needs an id, got an empty field", { place });
    if (rows.has(id)) throw new SpillwayError(`panel: agent ${shown(id)} is listed twice`, { place });
    rows.set(id, { adopted: cells[adoptedAt]!, place });
  }
  return { rows, notes: table.notes };
}
