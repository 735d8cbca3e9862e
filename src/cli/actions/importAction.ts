import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { readText } from "../../log/files/readText.ts";
import { formatUnits } from "../../log/units/formatUnits.ts";
import { panelToUnits } from "../../log/units/panelToUnits.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { type CommonOptions, emit, noteLines, output } from "../output.ts";

interface PanelOptions extends CommonOptions, TableDialect {
  readonly arms?: string;
  readonly adoption?: string;
  readonly outcomes: string;
  readonly armNames?: string;
}

/** What `spillway import` does. */
export async function importAction(options: PanelOptions): Promise<void> {
  const { arms, adoption, outcomes, armNames = "control,treated", delimiter, decimal, missing } = options;
  if ((arms === undefined) === (adoption === undefined))
    throw new SpillwayError(
      "import: panel wants one of --arms, arms by period, and --adoption, when each agent adopts",
    );
  if ((arms ?? adoption) === "-" && outcomes === "-")
    throw new SpillwayError(
      `import: only one of ${arms === undefined ? "--adoption" : "--arms"} and --outcomes can be standard input`,
    );
  const names = armNames.split(",").map((name) => name.trim());
  if (names.length < 2 || names.some((name) => name === ""))
    throw new SpillwayError(`import: --arm-names must be at least two names, got "${armNames}"`);
  const notes: string[] = [];
  const units = panelToUnits({
    dialect: present({ delimiter, decimal, missing }),
    onNote: (note) => void notes.push(note),
    ...(arms === undefined ? {} : { arms: await readText(arms), armsFile: arms }),
    ...(adoption === undefined ? {} : { adoption: await readText(adoption), adoptionFile: adoption }),
    outcomes: await readText(outcomes),
    armNames: names,
    outcomesFile: outcomes,
  });
  const csv = (): string => formatUnits(units);
  // The text is the table itself, so notes stand beside it.
  if (notes.length > 0) output(options).note(noteLines(notes));
  emit({ data: { units, ...(notes.length > 0 ? { notes } : {}) }, text: csv, csv }, options);
}
