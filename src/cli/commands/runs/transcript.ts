import { Command } from "commander";
import { lazily } from "../../lazily.ts";
import { wholeNumber } from "../../options.ts";

const HELP = `
What agents were asked, heard, answered and said, from the journal of a run, complete or not. On the
terminal the first 100 turns that are asked for; --html writes all of them as one page that opens
offline, with a search. Prompts are made again from the study of the run, as they were sent.

Examples:
  $ spillway transcript runs/first --agent ann
  $ spillway transcript runs/first --edge ann bob --round 2
  $ spillway transcript runs/first --html transcript.html`;

/** `spillway transcript`. */
export function transcriptCommand(): Command {
  return new Command("transcript")
    .summary("read what agents were asked, heard, answered and said")
    .description("Read what agents were asked, heard, answered and said.")
    .argument("<folder>", "folder of the run")
    .option("--agent <id>", "turns of this agent")
    .option("--round <number>", "turns of this round", wholeNumber(1))
    .option("--world <number>", "turns of this world", wholeNumber(0))
    .option("--edge <agents...>", "what two agents heard from each other: --edge A B")
    .option("--limit <number>", "turns on the terminal (default 100)", wholeNumber(1))
    .option("--no-prompts", "leave out what agents were asked")
    .option("--html <file>", "write a page that opens offline")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/runs/transcriptAction.ts")).transcriptAction));
}
