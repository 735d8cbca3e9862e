import { meant } from "../../core/doubleOf.ts";
import { labelNotes } from "../../core/labelNotes.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { CsvTable } from "../../network/files/tables/csvTable.ts";
import { numberReader } from "../../network/files/tables/numberReader.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import type { TableReader } from "../../network/files/tables/tableHead.ts";
import { textTable } from "../../network/files/tables/textTable.ts";
import { type ArmReader, armReader } from "./armReader.ts";
import { compareUnits } from "./compareUnits.ts";
import type { UnitRow } from "./UnitRow.ts";
import { outcomeHint } from "./unitScanner.ts";

export interface Panels {
  /** CSV or TSV of arms: the id column first, then one column per period; an arm is its name or its index. */
  readonly arms: string;
  /** CSV or TSV of outcomes with the same columns and the same agents, in any order; an empty field is missing. */
  readonly outcomes: string;
  /** Names of the arms, by index. */
  readonly armNames: readonly string[];
  /** World of the rows; default 0. */
  readonly world?: number;
  /** How the tables are written, where it is not as usual. */
  readonly dialect?: TableDialect;
  /** Is told what was supposed, left out or is likely a slip, in sentences. */
  readonly onNote?: (note: string) => void;
  /** Names of the two files, for error messages; defaults "(arms)" and "(outcomes)". */
  readonly armsFile?: string;
  readonly outcomesFile?: string;
}

/**
 * Unit rows from two wide panels, as staggered experiments store them: one row per agent and period, with the index of
 * the period (from 0) as round and the name of its column as the covariate `period`. Sorted by round and agent.
 * Cost: O(agents × periods).
 *
 * @throws SpillwayError with file and line when columns or agents of the two panels differ, an agent is there twice,
 * an arm is unknown or empty, and an outcome is not a number.
 */
export function panelToUnits(panels: Panels): UnitRow[] {
  wantArgument("panelToUnits", "panels", panels, { fields: ["arms", "outcomes"] });
  const {
    armNames,
    world = 0,
    dialect = {},
    onNote,
    armsFile = "(arms)",
    outcomesFile = "(outcomes)",
  } = panels;
  const arms = readPanel(panels.arms, armsFile, dialect);
  const outcomes = readPanel(panels.outcomes, outcomesFile, dialect);
  const [, ...periods] = arms.table.header;
  const [, ...others] = outcomes.table.header;
  if (periods.length === 0)
    throw new SpillwayError("panel: wanted an id column and at least one period", {
      place: arms.table.place(-1),
    });
  const differs = periods.findIndex((period, t) => period !== others[t]);
  if (differs !== -1 || periods.length !== others.length) {
    const t = differs === -1 ? periods.length : differs;
    throw new SpillwayError(
      `panel: wanted the same periods in both files, got ${shown(periods[t] ?? "no more")} in ${armsFile} and ${shown(others[t] ?? "no more")} here as period ${t}`,
      { place: outcomes.table.place(-1) },
    );
  }
  for (const [agent, k] of outcomes.row) {
    if (!arms.row.has(agent))
      throw new SpillwayError(
        `panel: agent ${shown(agent)} has outcomes and no arms in ${armsFile}${meant(agent, arms.row.keys())}`,
        {
          place: outcomes.table.place(k),
        },
      );
  }
  const units: UnitRow[] = [];
  const named = armReader(armNames);
  const numbers = numberReader(outcomes.table.delimiter, dialect);
  const missing = new Set(["", ...(dialect.missing ?? [])]);
  for (const [agent, k] of arms.row) {
    const m = outcomes.row.get(agent);
    if (m === undefined)
      throw new SpillwayError(`panel: agent ${shown(agent)} has arms and no outcomes in ${outcomesFile}`, {
        place: arms.table.place(k),
      });
    periods.forEach((period, round) => {
      const arm = armOf(named, arms.table.rows[k]![round + 1]!, armNames, period, () => arms.table.place(k));
      const text = outcomes.table.rows[m]![round + 1]!;
      const outcome = missing.has(text) ? undefined : numbers.read(text);
      if (outcome === undefined && !missing.has(text)) {
        throw new SpillwayError(
          `panel: outcome in period ${shown(period)} must be a number, got ${shown(text)}${numbers.advice(text) || outcomeHint(text)}`,
          { place: outcomes.table.place(m) },
        );
      }
      const measured: Pick<UnitRow, "outcome" | "status"> =
        outcome === undefined ? { status: "missing" } : { outcome };
      units.push({ world, round, agent, arm, ...measured, covariates: { period } });
    });
  }
  for (const [table, file] of [
    [arms.table, armsFile],
    [outcomes.table, outcomesFile],
  ] as const)
    for (const note of table.notes) onNote?.(`${file}: ${note}`);
  for (const note of [
    ...numbers.notes(),
    ...named.notes(),
    ...labelNotes("agents", arms.row.keys()),
    ...labelNotes("periods", periods),
  ])
    onNote?.(note);
  return units.sort(compareUnits);
}

/** A panel's columns have any name, so only what separates them makes a header of several. */
const panelReader = (file: string): TableReader => ({
  who: "panel",
  file,
  columns: [],
  knows: (names) => names.length > 1,
  firstColumn: "kept",
});

function readPanel(
  text: string,
  file: string,
  dialect: TableDialect,
): { table: CsvTable; row: ReadonlyMap<string, number> } {
  const table = textTable(text, panelReader(file), dialect);
  const row = new Map<string, number>();
  table.rows.forEach(([agent = ""], k) => {
    if (agent === "")
      throw new SpillwayError("panel: an agent needs an id, got an empty field", { place: table.place(k) });
    const earlier = row.get(agent);
    if (earlier !== undefined)
      throw new SpillwayError(
        `panel: agent ${shown(agent)} is listed twice, first in line ${table.place(earlier).line}`,
        { place: table.place(k) },
      );
    row.set(agent, k);
  });
  if (row.size === 0)
    throw new SpillwayError("panel: there are no agents below the header", { place: { file } });
  return { table, row };
}

function armOf(
  reader: ArmReader,
  text: string,
  armNames: readonly string[],
  period: string,
  place: () => Place,
): string {
  const index = reader.read(text);
  if (index !== undefined) return armNames[index]!;
  const known = armNames.map((arm, k) => `${k} = ${arm}`).join(", ");
  throw new SpillwayError(
    `panel: arm in period ${shown(period)} must be a name or index of an arm (${known}), got ${shown(text)}`,
    { place: place() },
  );
}
