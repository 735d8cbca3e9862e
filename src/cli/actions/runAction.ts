import { formatJson } from "../../core/formatJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { estimateData } from "../../experiment/estimates/estimateData.ts";
import { markedRow } from "../../experiment/estimates/markedRow.ts";
import { naiveSentences } from "../../experiment/naiveSentences.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import type { RunStudyOptions } from "../../experiment/runStudy.ts";
import { describeQuestion } from "../../experiment/survey/describeQuestion.ts";
import { run } from "../../report/run.ts";
import { readingNotes } from "../../study/readingNotes.ts";
import type { Study } from "../../study/study.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { redisUrl } from "../redisUrl.ts";
import { stopOnInterrupt } from "../stopOnInterrupt.ts";
import { adherenceText } from "../text/adherenceText.ts";
import { ending } from "../text/ending.ts";
import { estimatesTable, withError } from "../text/estimatesTable.ts";
import { plainText } from "../text/plainText.ts";
import { progressLine } from "../text/progress.ts";
import { wrapped } from "../text/textTable.ts";
import { wantTrust } from "../trust.ts";
import { factors } from "./parts/factors.ts";
import { withTrace } from "./traceAction.ts";

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
  readonly patience?: number;
  readonly redis?: string | true;
  readonly otel?: string;
  readonly vary?: readonly string[];
  readonly preregistration?: string;
  readonly trust?: boolean;
  readonly allowFiles?: readonly string[];
}

/** What `spillway run` does. */
export async function runAction(file: string, options: RunOptions): Promise<void> {
  await withTrace(options, () => action(file, options));
}

async function action(file: string, options: RunOptions): Promise<void> {
  const { out, seed, allowFiles, aa, workers, quiet = false } = options;
  const { note, complain } = output(options);
  const redis = redisUrl("run", options.redis);
  const interrupt = stopOnInterrupt(note, "stopping after the calls in flight; once more to stop at once");
  const line = progressLine(quiet);
  const settings = {
    workers,
    ...(redis === undefined ? {} : { redis: { url: redis, note: line.note(note) } }),
    settings: settingsOf(options),
    ...present({ preregistration: options.preregistration }),
    signal: interrupt.signal,
    onProgress: line.show,
    onWarning: (warning: string) => note(wrapped(`warning: ${plainText(warning)}`)),
  };
  try {
    const changed = { ...present({ seed, allowFiles }), ...(aa ? { aa } : {}) };
    // Once, however many runs of a factorial study send the same to the same place.
    const noted = new Set<string>();
    const noteOnce = (text: string): void => {
      if (!noted.has(text)) note(text);
      noted.add(text);
    };
    const look = (study: Study): Promise<void> =>
      wantTrust(study, { ...present({ trust: options.trust }), note: noteOnce });
    if (options.vary) {
      if (options.otel !== undefined)
        throw new SpillwayError(
          "run: --otel does not go with --vary: export each folder with spillway trace",
        );
      const shown = { quiet, ...(options.json ? { json: true } : {}) };
      await factors({ ...shown, ...changed, look, file, out, vary: options.vary, options: settings });
      return;
    }
    const study = await readStudy(file, changed);
    await look(study);
    const result = await run(study, { ...settings, out });
    line.done();
    if (!result.complete) {
      const { code, words } = ending(result.run);
      process.exitCode = code;
      if (options.json)
        output(options).print(
          formatJson({ out, ...result.run, ...present({ preregistration: result.preregistration }) }),
        );
      else if (code === 0) output(options).print(words);
      if (result.preregistration && !options.json) note(adherenceText(result.preregistration));
      if (code !== 0) complain(words);
      else if (options.json) note(words);
      return;
    }
    const { rows, truths, plan, checks, preregistration } = result;
    const { statuses, turns } = result.run;
    const notes = readingNotes(study);
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
      ...(notes.length > 0 ? { notes } : {}),
      rows: rows.map((row) => markedRow(estimateData(row), row, preregistration)),
      ...present({ preregistration }),
      truths: truths?.contrasts,
      global: truths?.global,
    };
    const text = (): string => {
      const global = truths?.global
        ? `\n\ntrue global average treatment effect, GATE (all treated − none): ${withError(truths.global)}`
        : "";
      const sentences = naiveSentences(result).map((sentence) => `\n\n${wrapped(sentence)}`);
      const asked = (checks.questions ?? []).flatMap(describeQuestion).map((one) => `\n\n${wrapped(one)}`);
      const head = checks.aa === undefined ? "" : `${wrapped(checks.aa)}\n\n`;
      const found = checks.notes.map((one) => `\n\n${wrapped(`check: ${one}`)}`);
      const sealed = preregistration ? `\n\n${adherenceText(preregistration)}` : "";
      return `${head}${estimatesTable(rows, truths)}${sentences.join("")}${global}${asked.join("")}${found.join("")}${sealed}`;
    };
    emit({ data, text, notes }, { ...(options.json ? { json: true } : {}), quiet });
    note(
      `${result.run.alreadyComplete ? "the run was complete already; " : ""}the report is ${runFolder(out).report}`,
    );
    const { unanswered } = result.run;
    if (unanswered === undefined) return;
    process.exitCode = 1;
    complain(
      `the run is complete, but ${unanswered}: see ${runFolder(out).checks}, and run the study again in another folder`,
    );
  } finally {
    line.done();
    interrupt.forget();
  }
}

/** The settings of the run that the options give. */
function settingsOf(options: RunOptions): NonNullable<RunStudyOptions["settings"]> {
  const { open, floor, patience, perMinute, tokensPerMinute, budgetCalls, budgetTokens, budgetMoney } =
    options;
  return {
    ...present({ open, floor, patience }),
    perMinute: {
      ...present({ requests: perMinute, tokens: tokensPerMinute }),
    },
    budget: {
      ...present({ calls: budgetCalls, tokens: budgetTokens, money: budgetMoney }),
    },
  };
}
