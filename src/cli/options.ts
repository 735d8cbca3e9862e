import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExperimentFiles } from "../study/probabilitiesFiles.ts";
import type { CommonOptions } from "./output.ts";

/** Adds the options that every command has. */
export function withCommon(command: Command, out: string): Command {
  return command
    .option("--out <path>", out)
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}

/** Adds --seed, where something is drawn. */
export function withSeed(command: Command, what: string): Command {
  return command.option("--seed <text>", what);
}

/** Options that describe an experiment given as files. */
export type ExperimentOptions = CommonOptions & ExperimentFiles;

/** Adds the options that describe an experiment given as files; they are needed unless the command can do without. */
export function withExperiment(command: Command, needed = true): Command {
  const add = (flags: string, words: string): void =>
    void command.addOption(new Option(flags, words).makeOptionMandatory(needed));
  add(
    "--network <file>",
    "edges (CSV or TSV with source,target[,weight]) or a graph (JSON, GraphML, GEXF); - for standard input",
  );
  command
    .option("--directed", "an edge goes one way only, from source to target")
    .addOption(
      new Option("--influence <way>", "which end of an edge influences the other").choices([
        "source-to-target",
        "target-to-source",
      ]),
    )
    .option("--agents <file>", "table with the column agent, for agents without edges");
  add("--design <json|file>", "design: inline JSON, a kind, or a JSON or YAML file");
  add("--exposure <json|file>", "exposure mapping, likewise");
  command.option(
    "--draws <number|auto>",
    "simulated assignments where exactness is impossible; auto: as many as the estimates need (default 10000)",
    drawsWanted,
  );
  command.option("--workers <number>", "threads for that simulation (default 1)", wholeNumber(1));
  return withSeed(command, "seed of that simulation (default 1)");
}

/** The experiment that the options describe. */
export function experimentOf(options: ExperimentOptions): Omit<ExperimentOptions, keyof CommonOptions> {
  const { json: _, quiet: __, out: ___, ...experiment } = options;
  return experiment;
}

/** Reads a whole number of at least `least` from an option. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,15}$/.test(text) || Number(text) < least)
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    return Number(text);
  };
}

/** Reads a number of draws, or that it is to be found. */
function drawsWanted(text: string): number | "auto" {
  if (text === "auto") return text;
  if (!/^\d{1,15}$/.test(text) || Number(text) < 2)
    throw new InvalidArgumentError("It must be a whole number of at least 2, or auto.");
  return Number(text);
}

/** Reads a number between 0 and 1 from an option. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < 1))
    throw new InvalidArgumentError("It must be a number between 0 and 1.");
  return value;
}

/** Collects an option that may be repeated. */
export function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
