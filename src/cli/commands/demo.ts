import { Command } from "commander";
import { lazily } from "../lazily.ts";

const HELP = `
Runs the study examples/spillover/study.yaml of this package: 400 synthetic agents in communities, whole
communities treated by coins, a known effect of treatment and of treated neighbours. Nothing is called that
costs money. The files are those of spillway run.

Example:
  $ spillway demo --out runs/demo`;

/** `spillway demo`. */
export function demoCommand(): Command {
  return new Command("demo")
    .summary("run a finished example and explain its result")
    .description("Run a finished example and explain its result.")
    .option("--out <folder>", "folder for the files of the run", "runs/demo")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/demoAction.ts")).demoAction));
}
