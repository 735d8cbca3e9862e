import { Command } from "commander";
import { lazily } from "../../lazily.ts";

const HELP = `
Looks from another terminal, every second, at a run that goes on: turns, rate, tokens, cost, what went
wrong last and how often, and who is at work. It writes and locks nothing, and ends when the run ends
or nobody is at work in the folder. --once looks once.

Examples:
  $ spillway watch runs/first
  $ spillway watch runs/first --once --json`;

/** `spillway watch`. */
export function watchCommand(): Command {
  return new Command("watch")
    .summary("see where a run stands, from another terminal")
    .description("See where a run stands, from another terminal.")
    .argument("<folder>", "folder of the run")
    .option("--once", "look once")
    .option("--json", "print JSON, one line for each look")
    .option("--quiet", "print nothing but the last look")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/runs/watchAction.ts")).watchAction));
}
