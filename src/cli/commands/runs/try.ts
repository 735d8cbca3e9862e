import { Command } from "commander";
import { lazily } from "../../lazily.ts";
import { wholeNumber, withAllowedFiles, withCommon, withSeed } from "../../options.ts";

const HELP = `
Makes one real call, and only one, before a thousand are made: what the agent is sent, its reply as it
came, what was read of it, tokens, cost and time. What others say in earlier rounds is made up. Nothing
is kept, and an unusable answer is not asked for again; the exit code is then 1.

Examples:
  $ spillway try study.yaml
  $ spillway try study.yaml --agent ann --arm treated --round 2`;

/** `spillway try`. */
export function tryCommand(): Command {
  const command = new Command("try")
    .summary("ask one agent once, for real, and show everything")
    .description("Ask one agent once, for real, and show everything.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--agent <id>", "who is asked (default: the first)")
    .option("--arm <name>", "in which arm (default: that of the plan)")
    .option("--round <number>", "in which round (default: the first in which it acts)", wholeNumber(1))
    .option("--trust", "trust whoever wrote the study: its programs, variables and files outside")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/runs/tryAction.ts")).tryAction));
  return withCommon(withSeed(withAllowedFiles(command), "seed instead of the study's"), "write it to a file");
}
