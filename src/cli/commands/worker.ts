import { Command } from "commander";
import { lazily } from "../lazily.ts";
import { amount, wholeNumber } from "../options.ts";

const HELP = `
Plays worlds and simulates experiments for the commands run and diagnose that name the same server
with --redis. Start as many workers as you like, on any machines, before or after these commands;
one that is killed loses nothing: others take over its worlds where they are. Results do not depend
on the number of workers.

The keys of language models are taken from the environment of the worker. Whoever can write to the
server can make a worker call addresses with them: give it a password, and do not open it to
the world. Programs and recordings of a study are used only from the folder given by --folder.

Without an address, that of the environment variable SPILLWAY_REDIS is taken, where no list of
processes shows it.

The first Ctrl-C stops after the calls in flight and gives the work back, the second at once.

Example:
  $ spillway worker redis://localhost:6379 --workers 2`;

/** `spillway worker`. */
export function workerCommand(): Command {
  return new Command("worker")
    .summary("work for runs on other machines, over Redis")
    .description("Work for runs and diagnoses on other machines, over Redis.")
    .argument("[address]", "address of the Redis server, as in redis://localhost:6379")
    .option("--workers <number>", "threads for agents that compute and for simulations", wholeNumber(1), 1)
    .option("--once", "end when there is no more work")
    .option("--folder <folder>", "folder with the programs and recordings that studies name")
    .option("--lease <seconds>", "silence after which others take over the work of this worker", amount, 15)
    .option("--quiet", "print nothing")
    .addHelpText("after", HELP)
    .action(lazily(async () => (await import("../actions/workerAction.ts")).workerAction));
}
