import { Command } from "commander";
import { formatJson } from "../../core/formatJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { estimateData } from "../../experiment/estimates/estimateData.ts";
import { estimateFiles, type RoundEstimates } from "../../experiment/estimates/estimateFiles.ts";
import { estimatesCsv } from "../../experiment/estimates/estimatesCsv.ts";
import { finishStudy } from "../../experiment/finishStudy.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { preparedInThreads } from "../../parallel/preparedInThreads.ts";
import { writeReport } from "../../report/writeReport.ts";
import { studyData } from "../../study/studyData.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import {
  type ExperimentOptions,
  repeated,
  share,
  wholeNumber,
  withCommon,
  withExperiment,
} from "../options.ts";
import { emit, output } from "../output.ts";
import { estimatesTable } from "../text/estimatesTable.ts";

const HELP = `
From files, if you ran the agents elsewhere:
  $ spillway estimate --network edges.csv --design '{"kind":"bernoulli","probability":0.5}' \\
      --exposure any-treated --units units.csv \\
      --contrast direct=direct:none --contrast spillover=indirect:none --json

The unit table (CSV, TSV or JSONL, gzipped or not) has the columns agent, arm, outcome and, if
there are several, world and round. --design and --exposure take inline JSON, a kind, or a JSON or
YAML file. --out writes CSV for a name that ends in .csv, JSON for .json.

From a finished run, with its study or with one that asks for other contrasts or estimators (rewrites
the estimates and the report):
  $ spillway estimate study.yaml --out runs/first`;

interface EstimateOptions extends Partial<ExperimentOptions> {
  readonly units?: string;
  readonly contrast?: readonly string[];
  readonly estimator?: readonly string[];
  readonly confidence?: number;
  readonly plan?: string;
  readonly round?: string;
  readonly world?: number;
}

/** `spillway estimate`. */
export function estimateCommand(): Command {
  const command = withExperiment(
    new Command("estimate")
      .summary("estimate effects from files, or again from a finished run")
      .description("Estimate effects from files, or again from a finished run.")
      .argument("[study]", "study file of a finished run, whose folder is --out"),
    false,
  )
    .option("--units <file>", "unit table; - for standard input")
    .option(
      "--contrast <name=first:second>",
      "mean under the first condition minus under the second; repeatable",
      repeated,
    )
    .option("--estimator <kind>", "repeatable (default hajek and horvitz-thompson)", repeated)
    .option("--confidence <number>", "confidence of intervals, between 0 and 1 (default 0.95)", share)
    .option("--plan <file>", "plan.json, for estimators that need the requests of the conflict-graph design")
    .option("--round <round>", "number of a round, name of its period, or all")
    .option("--world <number>", "number of a world (default: all, averaged)", wholeNumber(0))
    .addHelpText("after", HELP)
    .action((study: string | undefined, options: EstimateOptions) =>
      study === undefined ? fromFiles(options) : fromRun(study, options),
    );
  return withCommon(command, "file for the estimates, or folder of the run");
}

async function fromFiles(options: EstimateOptions): Promise<void> {
  const {
    json: _,
    quiet: __,
    out: ___,
    contrast: contrasts = [],
    estimator: estimators = [],
    ...rest
  } = options;
  const { network, design, exposure, units } = rest;
  if (network === undefined || design === undefined || exposure === undefined || units === undefined) {
    const absent = Object.entries({ network, design, exposure, units }).flatMap(([name, value]) =>
      value === undefined ? [`--${name}`] : [],
    );
    throw new SpillwayError(`estimate: wanted ${absent.join(", ")}, or the study of a finished run`);
  }
  const blocks = await estimateFiles({ ...rest, network, design, exposure, units, contrasts, estimators });
  const rows = blocks.flatMap((block) => block.rows);
  const chosen = options.round !== undefined;
  const roundOf = new Map(
    blocks.flatMap((block) => block.rows.map((row) => [row, block.period ?? String(block.round ?? "")])),
  );
  emit(
    {
      data: {
        rows: blocks.flatMap(({ round, period, rows }) =>
          rows.map((row) => ({ ...(chosen ? { round, period } : {}), ...estimateData(row) })),
        ),
      },
      text: () =>
        blocks
          .map((block) => `${chosen ? `${roundName(block)}\n\n` : ""}${estimatesTable(block.rows)}`)
          .join("\n\n"),
      csv: () =>
        estimatesCsv(rows, chosen ? { names: ["round"], of: (row) => [roundOf.get(row) ?? ""] } : undefined),
    },
    options,
  );
}

const roundName = ({ round, period }: RoundEstimates): string =>
  `round ${round}${period === undefined ? "" : ` (${period})`}`;

async function fromRun(file: string, options: EstimateOptions): Promise<void> {
  const { out, json, quiet, seed, workers = 1, ...foreign } = options;
  const spare = Object.keys(foreign)[0];
  if (spare !== undefined)
    throw new SpillwayError(`estimate: --${spare} does not go with a study file: the study says it`);
  if (out === undefined)
    throw new SpillwayError("estimate: wanted the folder of the finished run with --out");
  const study = await readStudy(file, seed === undefined ? {} : { seed });
  const loaded = await loadRun(out, study);
  const { plan, units, changed } = loaded;
  const prepared = await preparedInThreads(loaded.prepared, workers);
  const result = finishStudy(prepared, plan, units, out);
  writeFileWhole(runFolder(out).study, formatJson(studyData(study, "network.json")));
  const report = await writeReport(result, out, loaded);
  const shown = { ...(json ? { json } : {}), ...(quiet ? { quiet } : {}) };
  if (changed)
    output(shown).note(
      "the study was changed after its plan was drawn: state this where you report these estimates",
    );
  const { rows, truths } = result;
  emit(
    {
      data: { rows: rows.map(estimateData), truths: truths?.contrasts, global: truths?.global },
      text: () => estimatesTable(rows, truths),
    },
    shown,
  );
  output(shown).note(`the report is ${report}`);
}
