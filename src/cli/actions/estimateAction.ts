import type { Adjustment } from "../../../estimators/hypotheses/adjustP.ts";
import { formatJson } from "../../core/formatJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { estimateData } from "../../experiment/estimates/estimateData.ts";
import {
  estimateFiles,
  type ReadFiles,
  type RoundEstimates,
} from "../../experiment/estimates/estimateFiles.ts";
import { estimatesCsv } from "../../experiment/estimates/estimatesCsv.ts";
import { filesAdherence } from "../../experiment/estimates/filesAdherence.ts";
import { markedRow, registeredColumns } from "../../experiment/estimates/markedRow.ts";
import { experimentScope } from "../../experiment/experimentScope.ts";
import { finishStudy } from "../../experiment/finishStudy.ts";
import { type LoadedRun, loadRun } from "../../experiment/loadRun.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import { adhering, runRegistration } from "../../experiment/runRegistration.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { chosenOutcome, outcomeReading } from "../../log/units/chosenOutcome.ts";
import { formatUnits } from "../../log/units/formatUnits.ts";
import { readHeard } from "../../log/units/readHeard.ts";
import { preparedInThreads } from "../../parallel/preparedInThreads.ts";
import { writeReport } from "../../report/writeReport.ts";
import { analyze } from "../../study/analyze.ts";
import { readingNotes } from "../../study/readingNotes.ts";
import { studyData } from "../../study/studyData.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { trustUnits } from "../../trust/trustUnits.ts";
import type { ExperimentOptions } from "../options.ts";
import { emit, output } from "../output.ts";
import { adherenceText } from "../text/adherenceText.ts";
import { estimatesTable } from "../text/estimatesTable.ts";
import { plainText } from "../text/plainText.ts";

interface EstimateOptions extends Partial<ExperimentOptions> {
  readonly units?: string;
  readonly outcome?: string;
  readonly contrast?: readonly string[];
  readonly inquiry?: readonly string[];
  readonly covariates?: readonly string[];
  readonly baseline?: readonly number[];
  readonly by?: string;
  readonly simultaneous?: boolean;
  readonly adjust?: Adjustment;
  readonly estimator?: readonly string[];
  readonly confidence?: number;
  readonly floor?: number;
  readonly plan?: string;
  readonly round?: string;
  readonly world?: number;
  readonly cluster?: string;
  readonly outcomeRange?: readonly [number, number];
  readonly allowUnlikelyArms?: boolean;
  readonly preregistration?: string;
  readonly assignments?: string;
  readonly skipDamaged?: number;
  readonly edges?: "declared" | "realized";
  readonly channel?: "random-partner" | "delivery-coin" | "yoked";
  readonly heard?: string;
  readonly lag?: number;
  readonly allowFiles?: readonly string[];
}

/** What `spillway estimate` does. */
export async function estimateAction(study: string | undefined, options: EstimateOptions): Promise<void> {
  await (study === undefined ? fromFiles(options) : fromRun(study, options));
}

async function fromFiles(options: EstimateOptions): Promise<void> {
  const {
    json: _,
    quiet: __,
    out: ___,
    contrast: contrasts = [],
    inquiry: inquiries = [],
    estimator: estimators = [],
    allowUnlikelyArms,
    allowFiles: ____,
    preregistration: sealedIn,
    ...rest
  } = options;
  const { network, design, exposure, units } = rest;
  const alone = network === undefined && (rest.heard !== undefined || /own-arm/.test(exposure ?? ""));
  if (
    (network === undefined && !alone) ||
    design === undefined ||
    exposure === undefined ||
    units === undefined
  ) {
    const needed = alone ? { design, exposure, units } : { network, design, exposure, units };
    const absent = Object.entries(needed).flatMap(([name, value]) =>
      value === undefined ? [`--${name}`] : [],
    );
    throw new SpillwayError(`estimate: wanted ${absent.join(", ")}, or the study of a finished run`);
  }
  const read: ReadFiles[] = [];
  const found = await estimateFiles({
    ...{ ...rest, design, exposure, units, contrasts, inquiries, estimators },
    ...(allowUnlikelyArms ? { unlikelyArms: "warn" } : {}),
    onRead: (found: ReadFiles) => void read.push(found),
  });
  const blocks = await withEdgeTests(found, { ...rest, design, units });
  const rows = blocks.flatMap((block) => block.rows);
  const preregistration =
    sealedIn === undefined ? undefined : await filesAdherence(sealedIn, { ...options }, read[0]!, rows);
  const notes = blocks[0]?.notes ?? [];
  const [first] = read;
  const chosen = options.round !== undefined;
  const roundOf = new Map(
    blocks.flatMap((block) =>
      block.rows.map((row) => [
        row,
        block.pooled === undefined ? (block.period ?? String(block.round ?? "")) : "pooled",
      ]),
    ),
  );
  emit(
    {
      data: {
        rows: blocks.flatMap(({ round, period, pooled, rows }) =>
          rows.map((row) => ({
            ...(chosen
              ? pooled === undefined
                ? { round, period }
                : { round: "pooled", rounds: pooled }
              : {}),
            ...markedRow(estimateData(row), row, preregistration),
          })),
        ),
        ...present({ preregistration }),
        ...(first ? { experiment: experimentScope(first.assign.name, first.probabilities.law) } : {}),
        ...(notes.length > 0 ? { notes } : {}),
      },
      notes,
      text: () =>
        [
          blocks.length > 1
            ? estimatesTable(rows, undefined, { name: "round", of: (row) => roundOf.get(row) ?? "" })
            : blocks.map(
                (block) => `${chosen ? `${roundName(block)}\n\n` : ""}${estimatesTable(block.rows)}`,
              ),
          ...(preregistration ? [adherenceText(preregistration)] : []),
        ].join("\n\n"),
      csv: () =>
        estimatesCsv(rows, {
          before: chosen ? { names: ["round"], of: (row) => [roundOf.get(row) ?? ""] } : undefined,
          after: registeredColumns(preregistration),
        }),
    },
    options,
  );
}

/** Messages of more rows than this are tested by spillway trust alone: each test redraws the arms 1,999 times. */
const MOST_TESTED = 100_000;

/** What the tests of {@link trustUnits} say of messages, in the rows that are associations because of them. */
async function withEdgeTests(
  blocks: readonly RoundEstimates[],
  {
    heard,
    channel,
    design,
    units,
    ...files
  }: Pick<EstimateOptions, "heard" | "channel" | "delimiter" | "decimal" | "missing" | "skipDamaged"> & {
    readonly design: string;
    readonly units: string;
  },
): Promise<readonly RoundEstimates[]> {
  if (heard === undefined || channel !== undefined) return blocks;
  const { delimiter, decimal, missing, skipDamaged } = files;
  const dialect = present({ delimiter, decimal, missing });
  if ((await readHeard(heard, "estimate", dialect)).length > MOST_TESTED) return blocks;
  const { findings } = await trustUnits(units, { dialect, design, heard, ...present({ skipDamaged }) });
  const tests = findings.filter(({ check }) => EDGE_TESTS.includes(check));
  const said = tests.map(({ check, says, verdict }) => ({
    flagged: verdict === "flagged",
    text: `${check}: ${says}`,
  }));
  const textsOf = (flagged: boolean): string[] =>
    said.flatMap((one) => (one.flagged === flagged ? [one.text] : []));
  return blocks.map((block) => ({
    ...block,
    rows: block.rows.map((row) =>
      row.claim === "association"
        ? { ...row, notes: [...row.notes, ...textsOf(false)], warnings: [...row.warnings, ...textsOf(true)] }
        : row,
    ),
  }));
}

const EDGE_TESTS = ["in-degree by arm", "senders by arm", "senders of one's own arm"];

const roundName = ({ round, period }: RoundEstimates): string =>
  `round ${round}${period === undefined ? "" : ` (${period})`}`;

async function fromRun(file: string, options: EstimateOptions): Promise<void> {
  const {
    out,
    json,
    quiet,
    seed,
    workers = 1,
    allowFiles,
    preregistration: given,
    outcome,
    ...foreign
  } = options;
  const spare = Object.keys(foreign)[0];
  if (spare !== undefined)
    throw new SpillwayError(`estimate: --${spare} does not go with a study file: the study says it`);
  if (out === undefined)
    throw new SpillwayError("estimate: wanted the folder of the finished run with --out");
  const study = await readStudy(file, { ...present({ seed, allowFiles }), still: true });
  const loaded = await loadRun(out, study);
  const { plan, units, changed } = loaded;
  const prepared = await preparedInThreads(loaded.prepared, workers);
  if (outcome !== undefined) return ofAnotherOutcome(outcome, { ...loaded, prepared }, options);
  const registered = await runRegistration(out, study, given);
  const adhere = registered && adhering(registered, { ...loaded, prepared });
  const result = finishStudy(prepared, plan, units, out, loaded.allRounds, adhere);
  writeFileWhole(runFolder(out).study, formatJson(studyData(study, "network.json")), { own: true });
  if (study.data.outcomes) writeFileWhole(runFolder(out).units, formatUnits(units), { own: true });
  const report = await writeReport(result, out, loaded);
  const shown = { ...(json ? { json } : {}), ...(quiet ? { quiet } : {}) };
  if (changed)
    output(shown).note(
      "the study was changed after its plan was drawn: state this where you report these estimates",
    );
  const { rows, truths, preregistration } = result;
  const notes = readingNotes(study, prepared.network);
  emit(
    {
      data: {
        rows: rows.map((row) => markedRow(estimateData(row), row, preregistration)),
        ...present({ preregistration }),
        truths: truths?.contrasts,
        global: truths?.global,
        ...(notes.length > 0 ? { notes } : {}),
      },
      notes,
      text: () =>
        `${estimatesTable(rows, truths)}${preregistration ? `\n\n${adherenceText(preregistration)}` : ""}`,
    },
    shown,
  );
  output(shown).note(`the report is ${report}`);
}

/** The estimates of another part of the answers: printed, and the folder stays as it is. */
function ofAnotherOutcome(
  outcome: string,
  { prepared, plan, units, allRounds }: LoadedRun,
  { out, json, quiet }: EstimateOptions,
): void {
  const { study } = prepared;
  const { outcomes: _, ...data } = study.data;
  const only = { ...study, data: { ...data, outcome } };
  const chosen = chosenOutcome(units, outcomeReading(outcome));
  const rows = analyze({ study: only, plan, units: chosen, prepared, ...present({ allRounds }) });
  emit(
    {
      data: { outcome, rows: rows.map(estimateData) },
      text: () => `outcome ${plainText(outcome)}\n\n${estimatesTable(rows)}`,
    },
    { ...(json ? { json } : {}), ...(quiet ? { quiet } : {}) },
  );
  output(present({ json, quiet })).note(
    `the estimates in ${out} stay as they are: to keep these, name the outcome in data.outcomes of the study`,
  );
}
