import { Command } from "commander";
import { blankKeys } from "../agents/endpoint/blankKeys.ts";
import { version } from "../core/version.ts";
import { benchCommand } from "./commands/bench.ts";
import { checkCommand } from "./commands/check.ts";
import { checklistCommand } from "./commands/checklist.ts";
import { compareCommand } from "./commands/compare.ts";
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
import { panelCommand } from "./commands/panel.ts";
import { planCommand } from "./commands/plan.ts";
import { preregisterCommand } from "./commands/preregister.ts";
import { probabilitiesCommand } from "./commands/probabilities.ts";
import { reportCommand } from "./commands/report.ts";
import { runCommand } from "./commands/run.ts";
import { exportCommand } from "./commands/runs/export.ts";
import { transcriptCommand } from "./commands/runs/transcript.ts";
import { tryCommand } from "./commands/runs/try.ts";
import { watchCommand } from "./commands/runs/watch.ts";
import { sealCommand } from "./commands/seal.ts";
import { secondWaveCommand } from "./commands/secondWave.ts";
import { labCommand } from "./commands/serving/lab.ts";
import { mcpCommand } from "./commands/serving/mcp.ts";
import { workerCommand } from "./commands/serving/worker.ts";
import { specifyCommand } from "./commands/specify.ts";
import { tippingCommand } from "./commands/tipping.ts";
import { traceCommand } from "./commands/trace.ts";
import { trustCommand } from "./commands/trust.ts";
import { twinCommand } from "./commands/twin.ts";
import { verifyCommand } from "./commands/verify.ts";
import { oneStandardInput } from "./oneStandardInput.ts";
import { plainText } from "./text/plainText.ts";

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
    tryCommand(),
    runCommand(),
    watchCommand(),
    transcriptCommand(),
    estimateCommand(),
    panelCommand(),
    specifyCommand(),
    looksCommand(),
    secondWaveCommand(),
    probabilitiesCommand(),
    measureCommand(),
    decomposeCommand(),
    interactionCommand(),
    compareCommand(),
    twinCommand(),
    benchCommand(),
    tippingCommand(),
    reportCommand(),
    exportCommand(),
    sealCommand(),
    verifyCommand(),
    checklistCommand(),
    traceCommand(),
    importCommand(),
    trustCommand(),
    labCommand(),
    workerCommand(),
    mcpCommand(),
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
    .configureOutput({ writeErr: (text) => void process.stderr.write(shortWords(blankKeys([])(text))) })
    .configureHelp({ helpWidth: 96 })
    .hook("preAction", (_, action) => oneStandardInput(action));
  for (const child of command.commands) strict(child);
}

/** The parser's words for a person: what was typed is cut where it is long, and steers no terminal. */
function shortWords(text: string): string {
  return plainText(text.replace(/'([^']{100})[^']{20,}'/g, "'$1…'"));
}
