import { Command, Option } from "commander";
import { REDRAWS } from "../../truth/Redraw.ts";
import { lazily } from "../lazily.ts";
import { amount, repeated, wholeNumber, withAllowedFiles, withSeed } from "../options.ts";

const HELP = `
Simulates the study many times with its synthetic agents, whose true effects are known, and reports
bias, error, coverage and power of its estimators. No agent is called, nothing is spent.

If the study's own agents call a program or a model, name synthetic stand-ins with --agents; the cost
shown is still that of the study's own agents. --out writes diagnosis.json, diagnosis.csv,
diagnosis.html (with --vary: sweep.…) and the simulations to a folder; repeat the command to resume,
or to add simulations to those already there. The number of workers changes no number.

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
        "what each simulation draws anew: the assignment, also the agents' traits, or also the network",
      )
        .choices(REDRAWS)
        .default("assignment"),
    )
    .option("--workers <number>", "threads", wholeNumber(1), 1)
    .option("--redis [address]", "simulate on workers, also on other machines: spillway worker")
    .option(
      "--replays <number>",
      "replays where the truth is simulated (default 1000, fewer for many agents)",
      wholeNumber(2),
    )
    .option(
      "--vary <path=values>",
      "diagnose for each value of a setting; repeatable, for all combinations",
      repeated,
    )
    .option("--target <power=share>", "find the smallest value with this power, within --vary path=low..high")
    .option(
      "--estimand <contrast=estimand>",
      "estimand of a contrast: global (GATE), direct:a, indirect:a[:b], total:a[:b] or overall:a[:b]; repeatable",
      repeated,
    )
    .option(
      "--diagnosand <name=formula>",
      "mean of a formula in estimate, se, low, high, truth, n_first, n_second; repeatable",
      repeated,
    )
    .option("--agents <description>", "synthetic agents instead of the study's: a file, JSON or a kind")
    .option("--call-price <money>", "price of one agent call, to report power per unit of money", amount)
    .option("--picture <file>", "draw estimates and truth, or power by setting, into this SVG or PNG file")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/diagnoseAction.ts")).diagnoseAction));
  return withSeed(withAllowedFiles(command), "seed instead of the study's")
    .option("--out <folder>", "folder for the result and the simulations")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}
