import { Command } from "commander";
import { run } from "../report/run.ts";
import { estimateData } from "../study/estimateData.ts";
import { formatJson } from "../study/formatJson.ts";
import { naiveSentences } from "../study/naiveSentences.ts";
import { readStudy } from "../study/readStudy.ts";
import { runFolder } from "../study/runFolder.ts";
import { estimatesTable, withError } from "./estimatesTable.ts";
import { wholeNumber, withSeed } from "./options.ts";
import { type CommonOptions, emit, output } from "./output.ts";
import { progressLine } from "./progress.ts";
import { wrapped } from "./textTable.ts";

const HELP = `
Draws the plan, lets the agents act, and estimates. Writes into the folder:
  plan.json       who is treated in each world, with seeds and hashes
  study.json      the study with every default filled in (network.json: a network of your own)
  journal.jsonl   one line per agent call, as it ends
  units.csv       one row per world and agent
  estimates.json, estimates.csv, report.html

Run again on the same folder, it resumes: finished calls are not made again. The first Ctrl-C stops
after the calls in flight, the second at once. The number of workers changes no result.

Example:
  $ spillway run study.yaml --out runs/first --workers 2`;

interface RunOptions extends CommonOptions {
  readonly out: string;
  readonly seed?: string;
  readonly workers: number;
}

/** `spillway run`. */
export function runCommand(): Command {
  const command = new Command("run")
    .summary("run a study, or resume it, and estimate")
    .description("Run a study, or resume it, and estimate.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--workers <number>", "threads that play worlds", wholeNumber(1), 1)
    .addHelpText("after", HELP)
    .action(action);
  return withSeed(command, "takes the place of the study's seed")
    .requiredOption("--out <folder>", "folder for the files of the run")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}

async function action(file: string, options: RunOptions): Promise<void> {
  const { out, seed, workers, quiet = false } = options;
  const { note } = output(options);
  const study = await readStudy(file, seed === undefined ? {} : { seed });
  const interrupt = stopOnInterrupt(note);
  const line = progressLine(quiet);
  try {
    const result = await run(study, { out, workers, signal: interrupt.signal, onProgress: line.show });
    line.done();
    if (!result.complete) {
      process.exitCode = 130;
      if (options.json) output(options).print(formatJson({ out, ...result.run }));
      note(`stopped after ${result.run.turns} turns: the same command resumes the run`);
      return;
    }
    const { rows, truths, plan } = result;
    const { statuses, turns } = result.run;
    const data = {
      out,
      complete: true,
      studyHash: plan.studyHash,
      planHash: plan.hash,
      turns,
      statuses,
      rows: rows.map(estimateData),
      truths: truths?.contrasts,
      global: truths?.global,
    };
    const text = (): string => {
      const global = truths?.global
        ? `\n\neverybody treated against nobody: ${withError(truths.global)}`
        : "";
      const sentences = naiveSentences(result).map((sentence) => `\n\n${wrapped(sentence)}`);
      return `${estimatesTable(rows, truths)}${sentences.join("")}${global}`;
    };
    emit({ data, text }, { ...(options.json ? { json: true } : {}), quiet });
    note(
      `${result.run.alreadyComplete ? "the run was complete already; " : ""}the report is ${runFolder(out).report}`,
    );
  } finally {
    line.done();
    interrupt.forget();
  }
}

/** The first Ctrl-C (or request to end) stops cleanly, the second at once. */
function stopOnInterrupt(note: (text: string) => void): { signal: AbortSignal; forget(): void } {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130);
    note("\nstopping after the calls in flight; once more to stop at once");
    stop.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    signal: stop.signal,
    forget: () => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}
