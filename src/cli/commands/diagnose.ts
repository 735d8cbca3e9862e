import { Command, Option } from "commander";
import { REDRAWS } from "../../truth/Redraw.ts";
import { lazily } from "../lazily.ts";
import { amount, repeated, wholeNumber, withSeed } from "../options.ts";

const HELP = `
Plays the study again and again with its synthetic agents, whose true effects are known, and says
how its estimators do: bias, error, coverage, power. No agent is called, nothing is spent.

Agents that call something are not called: name the agents that you believe in with --agents, and
the cost is still that of the study's own. With --out, the folder gets diagnosis.json,
diagnosis.csv, diagnosis.html (with --vary: sweep.…) and the simulations; the same command again
resumes, and more simulations use those that are there. The number of workers changes no number.

Examples:
  $ spillway diagnose study.yaml
  $ spillway diagnose study.yaml --simulations 2000 --workers 2 --out diagnosis
  $ spillway diagnose study.yaml --vary data.assign.treated=20,40,80
  $ spillway diagnose study.yaml --vary model.network.n=100..2000 --target power=0.8
  $ spillway diagnose study.yaml --agents believed.yaml --vary data.worlds=1,2,4 --call-price 0.002
  $ spillway diagnose study.yaml --diagnosand 'far=abs(estimate - truth) > 1'`;

/** `spillway diagnose`. */
export function diagnoseCommand(): Command {
  const command = new Command("diagnose")
    .summary("simulate a study before it is run: bias, coverage, power")
    .description("Simulate a study before it is run: bias, coverage, power.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--simulations <number>", "simulated experiments", wholeNumber(2), 500)
    .addOption(
      new Option(
        "--redraw <what>",
        "what is drawn anew for each of them: the assignment, the agents' traits too, or the network too",
      )
        .choices(REDRAWS)
        .default("assignment"),
    )
    .option("--workers <number>", "threads", wholeNumber(1), 1)
    .option("--redis [address]", "let workers simulate, on other machines too: spillway worker")
    .option(
      "--replays <number>",
      "replays for a truth that takes them (default 1000, fewer for many agents)",
      wholeNumber(2),
    )
    .option(
      "--vary <path=values>",
      "diagnose for each value of a setting; repeatable, for all combinations",
      repeated,
    )
    .option(
      "--target <power=share>",
      "search the least value with this power, between those of --vary path=low..high",
    )
    .option(
      "--estimand <contrast=estimand>",
      "judge a contrast by global, direct:a, indirect:a[:b], total:a[:b] or overall:a[:b]; repeatable",
      repeated,
    )
    .option(
      "--diagnosand <name=formula>",
      "mean of a formula in estimate, se, low, high, truth, n_first, n_second; repeatable",
      repeated,
    )
    .option("--agents <description>", "synthetic agents in the place of the study's: a file, JSON or a kind")
    .option("--call-price <money>", "money for one agent call, for the power that a unit of it buys", amount)
    .option("--picture <file>", "draw estimates and truth, or power by setting, into this SVG or PNG file")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/diagnoseAction.ts")).diagnoseAction));
  return withSeed(command, "takes the place of the study's seed")
    .option("--out <folder>", "folder for the result and the simulations")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}
