import { Command } from "commander";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { check } from "../../experiment/check.ts";
import { promptPreview } from "../../experiment/promptPreview.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { wholeNumber, withCommon, withSeed } from "../options.ts";
import { type CommonOptions, emit } from "../output.ts";
import { checkText } from "../text/checkText.ts";
import { previewText } from "../text/previewText.ts";

const HELP = `
A dry run reports the assignment mechanism, the probability of each condition, the population and the
minimum detectable effect (MDE) of each contrast, the number of agent calls and their maximal cost,
and problems to fix. It draws no plan, calls no agent and writes nothing except --out.

--prompt shows instead what a language-model agent would be sent, with the settings of its arm in
world 0 of the plan. Messages of earlier rounds are made up, and marked as such.

Examples:
  $ spillway check study.yaml
  $ spillway check study.yaml --prompt agent-3 --round 2 --arm treated`;

interface CheckOptions extends CommonOptions {
  readonly seed?: string;
  readonly prompt?: string;
  readonly round?: number;
  readonly arm?: string;
}

/** `spillway check`. */
export function checkCommand(): Command {
  const command = new Command("check")
    .summary("dry run of a study: conditions, predicted errors, cost, problems")
    .description("Dry run of a study.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--prompt <agent>", "show the prompt of the agent with this id")
    .option(
      "--round <number>",
      "the round of that prompt (default the first in which it acts)",
      wholeNumber(1),
    )
    .option("--arm <name>", "the arm of that agent (default that of the plan)")
    .addHelpText("after", HELP)
    .action(async (file: string, options: CheckOptions) => {
      const { seed, prompt: agent, round, arm } = options;
      if (agent === undefined && (round !== undefined || arm !== undefined))
        throw new SpillwayError("check: --round and --arm are about a prompt: give --prompt AGENT too");
      const study = await readStudy(file, seed === undefined ? {} : { seed });
      if (agent !== undefined) {
        const wanted = {
          agent,
          ...(round === undefined ? {} : { round }),
          ...(arm === undefined ? {} : { arm }),
        };
        const preview = await promptPreview(study, wanted);
        emit({ data: preview, text: () => previewText(preview) }, options);
        return;
      }
      const found = check(study);
      emit({ data: found, text: () => checkText(found) }, options);
    });
  return withCommon(withSeed(command, "seed instead of the study's"), "write to this file instead");
}
