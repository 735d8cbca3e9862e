import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExperimentFiles } from "../experiment/estimates/probabilitiesFiles.ts";
import type { CommonOptions } from "./output.ts";

/** Adds the options that every command has. */
export function withCommon(command: Command, out: string): Command {
  return command
    .option("--out <path>", out)
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}

/** Adds --allow-files, wherever a study is read. */
export function withAllowedFiles(command: Command): Command {
  return command.option(
    "--allow-files <folder>",
    "let the study name files in this folder too, not only in its own; repeatable",
    repeated,
  );
}

/** Adds --seed, where something is drawn. */
export function withSeed(command: Command, what: string): Command {
  return command.option("--seed <text>", what);
}

/** Adds the options of a file with a network. */
export function withNetworkFile(command: Command, needed: boolean): Command {
  return command
    .addOption(
      new Option(
        "--network <file>",
        "edges (CSV or TSV with source,target[,weight]) or a graph (JSON, GraphML, GEXF, Pajek, GML, Matrix Market); - for standard input",
      ).makeOptionMandatory(needed),
    )
    .option("--directed", "edges lead one way only, from source to target")
    .addOption(
      new Option("--influence <way>", "which end of an edge influences the other").choices([
        "source-to-target",
        "target-to-source",
      ]),
    )
    .option("--agents <file>", "table with the column agent, for agents without edges")
    .option(
      "--edge-columns <from,to>",
      "columns of a table with the two ends of an edge, by name, or by number where there is no header",
      edgeColumns,
    )
    .option("--weight <name>", "what the network file calls the weight of an edge (default weight)");
}

/** Adds the options that say how text tables are written. */
export function withDialect(command: Command): Command {
  return command
    .option(
      "--delimiter <sign>",
      "what separates fields of tables: a sign, tab or blank (default: found out)",
      delimiterSign,
    )
    .addOption(new Option("--decimal <sign>", "the sign before decimals in tables").choices([".", ","]))
    .option("--missing <marks>", "what marks a missing value in tables, with commas between: NA,NaN", marks);
}

function edgeColumns(text: string): readonly [string, string] {
  const [source = "", target = "", ...more] = text.split(",").map((name) => name.trim());
  if (source === "" || target === "" || more.length > 0 || source === target)
    throw new InvalidArgumentError("It must be two different columns with a comma between them.");
  return [source, target];
}

function delimiterSign(text: string): string {
  const sign = new Map([
    ["tab", "\t"],
    ["\\t", "\t"],
    ["comma", ","],
    ["semicolon", ";"],
    ["blank", " "],
    ["space", " "],
    ["bar", "|"],
    ["pipe", "|"],
  ]).get(text.toLowerCase());
  const found = sign ?? text;
  if (found.length !== 1 || found === '"' || /[\r\n]/.test(found))
    throw new InvalidArgumentError("It must be one sign, or tab, comma, semicolon, bar or blank.");
  return found;
}

function marks(text: string): readonly string[] {
  const found = text.split(",").map((one) => one.trim());
  if (found.includes(""))
    throw new InvalidArgumentError("It must be marks with commas between them, such as NA,NaN.");
  return found;
}

/** Adds the options that describe a comparison of designs. */
export function withComparison(command: Command): Command {
  withDialect(withNetworkFile(command, false))
    .option("--study <file>", "take network, exposure, contrasts and a first design from this study")
    .option("--design <json|file>", "design to compare: inline JSON, a kind, or a file; repeatable", repeated)
    .option("--exposure <json|file>", "exposure mapping, likewise (default any-treated)")
    .option("--contrast <name=first:second>", "contrast of two conditions; repeatable", repeated)
    .option("--no-global", "leave out the global average treatment effect (GATE)")
    .option(
      "--similarity <number>",
      "share of the outcomes' variance that neighbours have in common, 0 to 1 (default 0.5)",
      (text: string) => {
        const value = Number(text);
        if (text.trim() === "" || !(value >= 0 && value <= 1))
          throw new InvalidArgumentError("It must be a number from 0 to 1.");
        return value;
      },
    )
    .option("--draws <number>", "assignments drawn from each design (default 400)", wholeNumber(2))
    .option(
      "--resolutions <list>",
      "instead, compare cluster sizes by error at these resolutions (0.1,1,10), or auto",
      resolutions,
    )
    .option(
      "--spillover <sd>",
      "with it: supposed effect of treating all neighbours, in standard deviations (default 0.25)",
      finite,
    )
    .option("--picture <file>", "draw it into this SVG or PNG file");
  return withSeed(command, "seed of that simulation (default 1, or the study's)");
}

/** A list of positive numbers, or none for the word auto. */
function resolutions(text: string): readonly number[] {
  if (text.trim() === "auto") return [];
  const values = text.split(",").map((one) => (one.trim() === "" ? Number.NaN : Number(one)));
  if (values.some((value) => !(Number.isFinite(value) && value > 0)))
    throw new InvalidArgumentError("It must be auto, or numbers above 0 with commas between them.");
  return values;
}

function finite(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

/** Options that describe an experiment given as files. */
export type ExperimentOptions = CommonOptions & ExperimentFiles;

/** Adds the options that describe an experiment given as files; they are needed unless the command can do without. */
export function withExperiment(command: Command, needed = true): Command {
  const add = (flags: string, words: string): void =>
    void command.addOption(new Option(flags, words).makeOptionMandatory(needed));
  withDialect(withNetworkFile(command, false));
  add("--design <json|file>", "design: inline JSON, a kind, or a JSON or YAML file");
  add("--exposure <json|file>", "exposure mapping, likewise");
  command.option(
    "--draws <number|auto>",
    "simulated assignments where probabilities cannot be exact; auto: as many as the estimates need (default 10000)",
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

/** Reads an amount above 0 from an option. */
export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

/** Reads a number from 0 to 1 from an option. */
export function floor(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError("It must be a number from 0 to 1.");
  return value;
}
