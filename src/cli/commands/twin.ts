import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { repeated, share, wholeNumber, withAllowedFiles, withCommon, withSeed } from "../options.ts";

const HELP = `
Each world is played to a round, and goes on twice: as it was, and with something injected, with the same
draws of chance. The mean difference over worlds is the total effect; the world is the unit.

What is injected, one of:
  --arm NAME        the agents are told another arm, and have its treatment
  --remove          they do and say nothing any more
  --message JSON    in the next round they are heard to say this
  --persona JSON    these settings of their kind replace their own, as in '{"temperature":1}'

To whom: --agent ID (repeatable) together, or all of them; --each, one after the other (who moved whom);
--random, one agent drawn in each world (what each agent is to the team, with simultaneous intervals).

Synthetic agents are replayed in memory. Others are run: --runs names the folder, and the rounds that the
branches share are asked once. The same command resumes.

Examples:
  $ spillway twin study.yaml --arm treated
  $ spillway twin study.yaml --after 2 --agent 17 --remove
  $ spillway twin study.yaml --arm treated --each --out matrix.csv
  $ spillway twin study.yaml --random --persona '{"self":1}' --quantity polarization`;

/** `spillway twin`. */
export function twinCommand(): Command {
  const command = new Command("twin")
    .summary("the same worlds twice from a round on: total effects, who moved whom")
    .description("Play the same worlds twice from a round on, with and without something injected.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--after <round>", "last round that both branches share (default 0)", wholeNumber(0))
    .option("--arm <name>", "inject this arm")
    .option("--remove", "inject a removal")
    .option("--message <json>", "inject this message")
    .option("--persona <json>", "inject these settings")
    .option("--agent <id>", "to this agent; repeatable (default all)", repeated)
    .option("--each", "to each agent, one after the other")
    .option("--random", "to one agent drawn in each world")
    .option("--worlds <number>", "worlds (default: those of the study)", wholeNumber(1))
    .option("--quantity <name>", "what is asked of a world (default mean)")
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .option("--runs <folder>", "folder of the runs of agents that are not synthetic")
    .option("--trust", "trust whoever wrote the study: its programs, variables and files outside")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/worlds/twinAction.ts")).twinAction));
  return withCommon(
    withSeed(withAllowedFiles(command), "seed instead of the study's"),
    "file for the result: CSV for a name that ends in .csv, JSON for .json",
  );
}
