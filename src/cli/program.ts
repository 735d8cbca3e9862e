import { Command } from "commander";
import { blankKeys } from "../agents/endpoint/blankKeys.ts";
import { version } from "../core/version.ts";
import { benchCommand } from "./commands/bench.ts";
import { checkCommand } from "./commands/check.ts";
import { checklistCommand } from "./commands/checklist.ts";
import { decomposeCommand } from "./commands/decompose.ts";
import { demoCommand } from "./commands/demo.ts";
import { designsCommand } from "./commands/designs.ts";
import { diagnoseCommand } from "./commands/diagnose.ts";
import { estimateCommand } from "./commands/estimate.ts";
import { estimatorsCommand } from "./commands/estimators.ts";
import { importCommand } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { interactionCommand } from "./commands/interaction.ts";
import { looksCommand } from "./commands/looks.ts";
import { measureCommand } from "./commands/measure.ts";
import { planCommand } from "./commands/plan.ts";
import { preregisterCommand } from "./commands/preregister.ts";
import { probabilitiesCommand } from "./commands/probabilities.ts";
import { reportCommand } from "./commands/report.ts";
import { runCommand } from "./commands/run.ts";
import { sealCommand } from "./commands/seal.ts";
import { secondWaveCommand } from "./commands/secondWave.ts";
import { specifyCommand } from "./commands/specify.ts";
import { tippingCommand } from "./commands/tipping.ts";
import { traceCommand } from "./commands/trace.ts";
import { trustCommand } from "./commands/trust.ts";
import { twinCommand } from "./commands/twin.ts";
import { verifyCommand } from "./commands/verify.ts";
import { workerCommand } from "./commands/worker.ts";
import { oneStandardInput } from "./oneStandardInput.ts";

const HELP = `
A first study:
  $ spillway init my-study && cd my-study
  $ spillway check study.yaml
  $ spillway diagnose study.yaml
  $ spillway run study.yaml --out runs/first

Exit codes: 0 success, 1 failure, 2 bad input, 130 stopped by Ctrl-C.`;

/** The command line as a tree of commands. */
export function program(): Command {
  const root = new Command("spillway")
    .description(
      "Design, run and analyse randomized experiments on networks of agents, where treating one agent may change another.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP);
  const commands = [
    demoCommand(),
    initCommand(),
    designsCommand(),
    estimatorsCommand(),
    checkCommand(),
    diagnoseCommand(),
    planCommand(),
    preregisterCommand(),
    runCommand(),
    estimateCommand(),
    specifyCommand(),
    looksCommand(),
    secondWaveCommand(),
    probabilitiesCommand(),
    measureCommand(),
    decomposeCommand(),
    interactionCommand(),
    twinCommand(),
    benchCommand(),
    tippingCommand(),
    reportCommand(),
    sealCommand(),
    verifyCommand(),
    checklistCommand(),
    traceCommand(),
    importCommand(),
    trustCommand(),
    workerCommand(),
  ];
  for (const command of commands) root.addCommand(command);
  strict(root);
  return root;
}

/** Every command: errors are thrown, a mistyped flag or command is an error with a suggestion, spare arguments too. */
function strict(command: Command): void {
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
    .configureOutput({ writeErr: (text) => void process.stderr.write(blankKeys([])(text)) })
    .configureHelp({ helpWidth: 96 })
    .hook("preAction", (_, action) => oneStandardInput(action));
  for (const child of command.commands) strict(child);
}
