import { Command } from "commander";
import { lazily } from "../../lazily.ts";
import { amount, wholeNumber } from "../../options.ts";

const HELP = `
Runs worlds and simulations for the commands run and diagnose that name the same server with
--redis. Start any number of workers, on any machines, before or after these commands. If a worker is
killed, others take over its worlds where they stand and nothing is lost. Results do not depend on
the number of workers.

The worker reads keys of language models from its own environment. Anyone who can write to the
server can make a worker call addresses with them: protect it by a password, and keep it off the
public internet. Programs and recordings of a study are read only from the folder given by --folder.

Without an address, the worker uses the environment variable SPILLWAY_REDIS, which lists of
processes do not show.

The first Ctrl-C stops after the calls in flight and returns the remaining work, the second at once.

Example:
  $ spillway worker redis://localhost:6379 --workers 2`;

/** `spillway worker`. */
export function workerCommand(): Command {
  return new Command("worker")
    .summary("process worlds of runs and diagnoses, over Redis")
    .description("Process worlds of runs and diagnoses started elsewhere, over Redis.")
    .argument("[address]", "address of the Redis server, as in redis://localhost:6379")
    .option("--workers <number>", "threads for synthetic agents and for simulations", wholeNumber(1), 1)
    .option("--once", "end when there is no more work, or when none has come for 15 seconds")
    .option("--folder <folder>", "folder with the programs and recordings that studies name")
    .option(
      "--lease <seconds>",
      "seconds of silence after which others take over this worker's jobs",
      amount,
      15,
    )
    .option("--quiet", "print nothing")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../../actions/serving/workerAction.ts")).workerAction));
}
