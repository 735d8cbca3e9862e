import { Command } from "commander";
import { formatJson } from "../../core/formatJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { estimateData } from "../../experiment/estimates/estimateData.ts";
import { naiveSentences } from "../../experiment/naiveSentences.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import type { RunStudyOptions } from "../../experiment/runStudy.ts";
import { questionWords } from "../../experiment/survey/questionWords.ts";
import { run } from "../../report/run.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { amount, floor, repeated, wholeNumber, withSeed } from "../options.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { redisUrl } from "../redisUrl.ts";
import { stopOnInterrupt } from "../stopOnInterrupt.ts";
import { ending } from "../text/ending.ts";
import { estimatesTable, withError } from "../text/estimatesTable.ts";
import { progressLine } from "../text/progress.ts";
import { wrapped } from "../text/textTable.ts";
import { factors } from "./factors.ts";
import { withTrace } from "./trace.ts";

const HELP = `
Draws the plan, runs the agents, and estimates. Writes into the folder:
  plan.json       who is treated in each world, with seeds and hashes
  study.json      the study with every default filled in (network.json: a network of your own)
  manifest.json   where the numbers come from: hashes, models, versions, times
  journal.jsonl   one line per agent call, as it ends
  checks.json     answers, durations, models, missing outcomes and questions by arm
  units.csv       one row per world and agent
  estimates.json, estimates.csv, report.html

Repeat the command to resume in the same folder: finished calls are not repeated. The first Ctrl-C
stops after the calls in flight, the second at once. When a budget is used up the run pauses with
exit code 0; repeat the command with a larger budget. Workers, limits and budgets change no result.

With --redis redis://localhost:6379, the workers of that server play the worlds: start some with
spillway worker, on any number of machines. Limits and budgets hold for all of them together.

--aa makes it an A/A test (placebo): assign and analyse as usual, but give every agent the first
arm's treatment. Any effect found is an artefact. It is a study of its own, in its own folder.

--otel exports the run as OpenTelemetry spans when it ends, complete or not (see spillway trace).

--vary runs the study once for every combination, each in its own folder (1, 2 …), and prints one table.

Examples:
  $ spillway run study.yaml --out runs/first --workers 2
  $ spillway run study.yaml --out runs/models --vary model.agents.model=openai/gpt-5-mini,openai/gpt-5`;

interface RunOptions extends CommonOptions {
  readonly out: string;
  readonly seed?: string;
  readonly aa?: boolean;
  readonly workers: number;
  readonly open?: number;
  readonly perMinute?: number;
  readonly tokensPerMinute?: number;
  readonly budgetCalls?: number;
  readonly budgetTokens?: number;
  readonly budgetMoney?: number;
  readonly floor?: number;
  readonly redis?: string | true;
  readonly otel?: string;
  readonly vary?: readonly string[];
}

/** `spillway run`. */
export function runCommand(): Command {
  const command = new Command("run")
    .summary("run a study, or resume it, and estimate")
    .description("Run a study, or resume it, and estimate.")
    .argument("<study>", "study file (YAML or JSON), - for standard input")
    .option("--workers <number>", "threads for worlds of synthetic agents", wholeNumber(1), 1)
    .option("--redis [address]", "run the worlds on workers, also on other machines: spillway worker")
    .option("--open <number>", "most calls open at a time (default 16, or the study's)", wholeNumber(1))
    .option("--per-minute <number>", "most calls a minute", wholeNumber(1))
    .option("--tokens-per-minute <number>", "most tokens a minute", wholeNumber(1))
    .option("--budget-calls <number>", "calls for the whole run, then it pauses", wholeNumber(1))
    .option("--budget-tokens <number>", "tokens for the whole run, then it pauses", wholeNumber(1))
    .option("--budget-money <amount>", "money for the whole run, then it pauses", amount)
    .option(
      "--floor <share>",
      "stop when a smaller share of the last 200 turns succeeds (default 0.5)",
      floor,
    )
    .option("--otel <file|url>", "export the run as OpenTelemetry spans at its end: spillway trace")
    .option(
      "--vary <path=values>",
      "a run for each value of a setting; repeatable, for all combinations (a factorial study)",
      repeated,
    )
    .option("--aa", "A/A test (placebo): every agent gets the treatment of the first arm")
    .addHelpText("after", HELP)
    .action((file: string, options: RunOptions) => withTrace(options, () => action(file, options)));
  return withSeed(command, "takes the place of the study's seed")
    .requiredOption("--out <folder>", "folder for the files of the run")
    .option("--json", "print JSON")
    .option("--quiet", "print nothing but the result");
}

async function action(file: string, options: RunOptions): Promise<void> {
  const { out, seed, aa, workers, quiet = false } = options;
  const { note } = output(options);
  const redis = redisUrl("run", options.redis);
  const interrupt = stopOnInterrupt(note, "stopping after the calls in flight; once more to stop at once");
  const line = progressLine(quiet);
  const settings = {
    workers,
    ...(redis === undefined ? {} : { redis: { url: redis, note: line.note(note) } }),
    settings: settingsOf(options),
    signal: interrupt.signal,
    onProgress: line.show,
  };
  try {
    const changed = { ...(seed === undefined ? {} : { seed }), ...(aa ? { aa } : {}) };
    if (options.vary) {
      if (options.otel !== undefined)
        throw new SpillwayError(
          "run: --otel does not go with --vary: export each folder with spillway trace",
        );
      const shown = { quiet, ...(options.json ? { json: true } : {}) };
      await factors({ ...shown, ...changed, file, out, vary: options.vary, options: settings });
      return;
    }
    const study = await readStudy(file, changed);
    const result = await run(study, { ...settings, out });
    line.done();
    if (!result.complete) {
      const { code, words } = ending(result.run);
      process.exitCode = code;
      if (options.json) output(options).print(formatJson({ out, ...result.run }));
      else if (code === 0) output(options).print(words);
      if (options.json || code !== 0) note(words);
      return;
    }
    const { rows, truths, plan, checks } = result;
    const { statuses, turns } = result.run;
    const data = {
      out,
      complete: true,
      studyHash: plan.studyHash,
      planHash: plan.hash,
      turns,
      statuses,
      faults: result.run.faults,
      spent: result.run.spent,
      checks,
      rows: rows.map(estimateData),
      truths: truths?.contrasts,
      global: truths?.global,
    };
    const text = (): string => {
      const global = truths?.global
        ? `\n\ntrue global average treatment effect, GATE (all treated − none): ${withError(truths.global)}`
        : "";
      const sentences = naiveSentences(result).map((sentence) => `\n\n${wrapped(sentence)}`);
      const asked = (checks.questions ?? []).flatMap(questionWords).map((one) => `\n\n${wrapped(one)}`);
      const head = checks.aa === undefined ? "" : `${wrapped(checks.aa)}\n\n`;
      const found = checks.notes.map((one) => `\n\n${wrapped(`check: ${one}`)}`);
      return `${head}${estimatesTable(rows, truths)}${sentences.join("")}${global}${asked.join("")}${found.join("")}`;
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

/** The settings of the run that the options give. */
function settingsOf(options: RunOptions): NonNullable<RunStudyOptions["settings"]> {
  const { open, floor, perMinute, tokensPerMinute, budgetCalls, budgetTokens, budgetMoney } = options;
  return {
    ...(open === undefined ? {} : { open }),
    ...(floor === undefined ? {} : { floor }),
    perMinute: {
      ...(perMinute === undefined ? {} : { requests: perMinute }),
      ...(tokensPerMinute === undefined ? {} : { tokens: tokensPerMinute }),
    },
    budget: {
      ...(budgetCalls === undefined ? {} : { calls: budgetCalls }),
      ...(budgetTokens === undefined ? {} : { tokens: budgetTokens }),
      ...(budgetMoney === undefined ? {} : { money: budgetMoney }),
    },
  };
}
