import { present } from "../../core/present.ts";
import { keepPlan } from "../../experiment/keepPlan.ts";
import { planStudy } from "../../study/planStudy.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import { readingNotes } from "../../study/readingNotes.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { type CommonOptions, emit, noteLines, output } from "../output.ts";
import { textTable } from "../text/textTable.ts";

interface PlanOptions extends CommonOptions {
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
}

/** What `spillway plan` does. */
export async function planAction(file: string, options: PlanOptions): Promise<void> {
  const { seed, allowFiles } = options;
  const study = await readStudy(file, present({ seed, allowFiles }));
  const prepared = prepareStudy(study);
  const plan = planStudy(study, prepared);
  const notes = readingNotes(study, prepared.network);
  const counts = plan.assignments.map((assignment, world) => [
    String(world),
    ...plan.arms.map((_, a) => String(assignment.filter((arm) => arm === a).length)),
  ]);
  const text = (): string =>
    `plan ${plan.hash}\n${textTable(
      ["world", ...plan.arms],
      counts,
      counts[0]!.map((_, k) => k),
    )}`;
  const { out, json, quiet } = options;
  const shown = present({ json, quiet });
  if (out === undefined || out === "-") {
    emit({ data: plan, text, notes }, shown);
    return;
  }
  keepPlan(out, plan);
  if (!shown.json && notes.length > 0) output(options).note(noteLines(notes));
  if (shown.json) emit({ data: plan, text, notes }, shown);
  else if (!shown.quiet) output(options).note(`plan ${plan.hash.slice(0, 12)} is in ${out}`);
}
