import { present } from "../../core/present.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import { checklistText } from "../../experiment/reporting/checklistText.ts";
import { runChecklist } from "../../experiment/reporting/runChecklist.ts";
import { adhering, runRegistration } from "../../experiment/runRegistration.ts";
import { analyze } from "../../study/analyze.ts";
import { type CommonOptions, emit } from "../output.ts";
import { plainText } from "../text/plainText.ts";

interface ChecklistOptions extends CommonOptions {
  readonly preregistration?: string;
}

/** What `spillway checklist` does. */
export async function checklistAction(
  folder: string,
  { preregistration: given, ...options }: ChecklistOptions,
): Promise<void> {
  const loaded = await loadRun(folder);
  const { prepared, plan, units, allRounds } = loaded;
  const { study } = prepared;
  const rows = analyze({ study, plan, units, prepared, ...present({ allRounds }) });
  const registered = await runRegistration(folder, study, given);
  const preregistration = registered && adhering(registered, loaded)(rows);
  const items = runChecklist(folder, loaded, { rows, ...present({ preregistration }) });
  emit({ data: { items }, text: () => plainText(checklistText(study.name, items)) }, options);
}
