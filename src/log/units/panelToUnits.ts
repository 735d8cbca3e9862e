import { meant } from "../../core/doubleOf.ts";
import { few } from "../../core/few.ts";
import { labelNotes } from "../../core/labelNotes.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { CsvTable } from "../../network/files/tables/csvTable.ts";
import { numberReader } from "../../network/files/tables/numberReader.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import type { TableReader } from "../../network/files/tables/tableHead.ts";
import { textTable } from "../../network/files/tables/textTable.ts";
import { type AdoptionTable, adoptionTable } from "./adoptionTable.ts";
import { type ArmReader, armReader } from "./armReader.ts";
import { compareUnits } from "./compareUnits.ts";
import type { UnitRow } from "./UnitRow.ts";
import { outcomeHint } from "./unitFields.ts";

export interface Panels {
  /** CSV or TSV of arms: the id column first, then one column per period; an arm is its name or its index. */
  readonly arms?: string;
  /** In place of `arms`: CSV or TSV with the columns agent and adopted, the name of the period from which an agent is treated; empty or "never" for never. */
  readonly adoption?: string;
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
  /** Names of the files, for error messages; defaults "(arms)", "(adoption)" and "(outcomes)". */
  readonly armsFile?: string;
  readonly adoptionFile?: string;
  readonly outcomesFile?: string;
}

/**
 * Unit rows from a wide panel of outcomes and one of arms, as staggered experiments store them, or a table of when each agent adopts: one row per agent and period, with the index of
 * the period (from 0) as round and the name of its column as the covariate `period`. Sorted by round and agent.
 * Cost: O(agents × periods).
 *
 * @throws SpillwayError with file and line when columns or agents of the two panels differ, an agent is there twice,
 * an arm is unknown or empty, and an outcome is not a number.
 */
export function panelToUnits(panels: Panels): UnitRow[] {
  wantArgument("panelToUnits", "panels", panels, { fields: ["outcomes"] });
  if ((panels.arms === undefined) === (panels.adoption === undefined))
    throw new SpillwayError(
      "panelToUnits: wanted either arms, a table of arms by period, or adoption, a table of when each agent adopts",
    );
  const {
    armNames,
    world = 0,
    dialect = {},
    onNote,
    armsFile = "(arms)",
    outcomesFile = "(outcomes)",
  } = panels;
  const arms = panels.arms === undefined ? undefined : readPanel(panels.arms, armsFile, dialect);
  const outcomes = readPanel(panels.outcomes, outcomesFile, dialect);
  const [, ...periods] = outcomes.table.header;
  const source = panels.adoption === undefined ? armsFile : (panels.adoptionFile ?? "(adoption)");
  const named = armReader(armNames);
  const treated = arms
    ? fromArms(arms, armsFile, outcomes, { armNames, named })
    : fromAdoption(adoptionTable(panels.adoption!, source, dialect), outcomes, { armNames, dialect });
  for (const [agent, k] of outcomes.row) {
    if (!treated.agents.has(agent))
      throw new SpillwayError(
        `panel: agent ${shown(agent)} has outcomes and no arms in ${source}${meant(agent, treated.agents.keys())}`,
        {
          place: outcomes.table.place(k),
        },
      );
  }
  const units: UnitRow[] = [];
  const numbers = numberReader(outcomes.table.delimiter, dialect);
  const missing = new Set(["", ...(dialect.missing ?? [])]);
  for (const [agent, place] of treated.agents) {
    const m = outcomes.row.get(agent);
    if (m === undefined)
      throw new SpillwayError(`panel: agent ${shown(agent)} has arms and no outcomes in ${outcomesFile}`, {
        place: place(),
      });
    periods.forEach((period, round) => {
      const arm = treated.arm(agent, round);
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
  for (const [notes, file] of [
    [treated.notes, source],
    [outcomes.table.notes, outcomesFile],
  ] as const)
    for (const note of notes) onNote?.(`${file}: ${note}`);
  for (const note of [
    ...numbers.notes(),
    ...named.notes(),
    ...labelNotes("agents", treated.agents.keys()),
    ...labelNotes("periods", periods),
  ])
    onNote?.(note);
  return units.sort(compareUnits);
}

/** The arm of every agent and period, by whatever table says it. */
interface ArmsByPeriod {
  /** Where each agent stands in the table, in its order. */
  readonly agents: ReadonlyMap<string, () => Place>;
  readonly notes: readonly string[];
  arm(agent: string, period: number): string;
}

type WidePanel = ReturnType<typeof readPanel>;

function fromArms(
  arms: WidePanel,
  armsFile: string,
  outcomes: WidePanel,
  { armNames, named }: { readonly armNames: readonly string[]; readonly named: ArmReader },
): ArmsByPeriod {
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
  return {
    agents: new Map([...arms.row].map(([agent, k]) => [agent, () => arms.table.place(k)])),
    notes: arms.table.notes,
    arm: (agent, t) => {
      const k = arms.row.get(agent)!;
      return armOf(named, arms.table.rows[k]![t + 1]!, armNames, periods[t]!, () => arms.table.place(k));
    },
  };
}

/** From adoption on an agent is in the second arm, and before in the first. */
function fromAdoption(
  { rows, notes }: AdoptionTable,
  outcomes: WidePanel,
  { armNames, dialect }: { readonly armNames: readonly string[]; readonly dialect: TableDialect },
): ArmsByPeriod {
  if (armNames.length !== 2)
    throw new SpillwayError(
      `panel: a table of adoption has two arms, before and after, got ${armNames.length} names: give arms by period in a table of arms`,
    );
  const [, ...periods] = outcomes.table.header;
  if (periods.length === 0)
    throw new SpillwayError("panel: wanted an id column and at least one period", {
      place: outcomes.table.place(-1),
    });
  const never = new Set(["", "never", ...(dialect.missing ?? [])]);
  const from = new Map(
    [...rows].map(([agent, { adopted, place }]) => {
      const t = never.has(adopted) ? periods.length : periods.indexOf(adopted);
      if (t < 0)
        throw new SpillwayError(
          `panel: adopted must be one of the periods (${few(periods)}), or empty for never, got ${shown(adopted)}${suggest(adopted, periods)}`,
          { place },
        );
      return [agent, t];
    }),
  );
  return {
    agents: new Map([...rows].map(([agent, { place }]) => [agent, () => place])),
    notes,
    arm: (agent, t) => armNames[t >= from.get(agent)! ? 1 : 0]!,
  };
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
