import { SpillwayError } from "../../core/SpillwayError.ts";
import { readText } from "../../log/files/readText.ts";
import { formatUnits } from "../../log/units/formatUnits.ts";
import { panelToUnits } from "../../log/units/panelToUnits.ts";
import { type CommonOptions, emit } from "../output.ts";

interface PanelOptions extends CommonOptions {
  readonly arms: string;
  readonly outcomes: string;
  readonly armNames?: string;
}

/** What `spillway import` does. */
export async function importAction(options: PanelOptions): Promise<void> {
  const { arms, outcomes, armNames = "control,treated" } = options;
  if (arms === "-" && outcomes === "-")
    throw new SpillwayError("import: only one of --arms and --outcomes can be standard input");
  const names = armNames.split(",").map((name) => name.trim());
  if (names.length < 2 || names.some((name) => name === ""))
    throw new SpillwayError(`import: --arm-names must be at least two names, got "${armNames}"`);
  const units = panelToUnits({
    arms: await readText(arms),
    outcomes: await readText(outcomes),
    armNames: names,
    armsFile: arms,
    outcomesFile: outcomes,
  });
  const csv = (): string => formatUnits(units);
  emit({ data: { units }, text: csv, csv }, options);
}
