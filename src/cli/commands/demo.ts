import { Command } from "commander";
import { lazily } from "../lazily.ts";

const HELP = `
Runs the study examples/spillover/study.yaml of this package: 400 synthetic agents in communities, which
are treated as wholes, independently of each other; the effects of treatment and of treated neighbours
are known. It costs nothing and writes the files of spillway run.

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
