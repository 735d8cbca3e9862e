import { Command } from "commander";
import { keepPlan } from "../../experiment/keepPlan.ts";
import { planStudy } from "../../study/planStudy.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { withCommon, withSeed } from "../options.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { textTable } from "../text/textTable.ts";

const HELP = `
Draws the treatment of every agent in each world, before any agent is called. The plan contains the
assignments, the seed, the hashes of study and network, and a hash of itself. An existing plan is
never replaced: the same study leaves it unchanged, another study is an error.

Example:
  $ spillway plan study.yaml --out plan.json`;

/** `spillway plan`. */
export function planCommand(): Command {
  const command = new Command("plan")
    .summary("draw the treatment plan of a study")
    .description("Draw the treatment plan of a study.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .addHelpText("after", HELP)
    .action(async (file: string, options: CommonOptions & { seed?: string }) => {
      const plan = planStudy(await readStudy(file, options.seed === undefined ? {} : { seed: options.seed }));
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
      const { out, ...shown } = options;
      if (out === undefined || out === "-") {
        emit({ data: plan, text }, shown);
        return;
      }
      keepPlan(out, plan);
      if (shown.json) emit({ data: plan, text }, shown);
      else if (!shown.quiet) output(options).note(`plan ${plan.hash.slice(0, 12)} is in ${out}`);
    });
  return withCommon(withSeed(command, "seed instead of the study's"), "file for the plan (plan.json)");
}
