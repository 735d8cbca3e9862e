// Long because everything that the options of estimates from files say meets here.
import { takes } from "../../../estimators/answer.ts";
import { errorsByRuns } from "../../../estimators/contrast/errorsByRuns.ts";
import type { AnswerRow, Estimator } from "../../../estimators/Estimator.ts";
import type { Grouping, WorldContext } from "../../../estimators/ExperimentData.ts";
import type { Adjustment } from "../../../estimators/hypotheses/adjustP.ts";
import type { Contrast, FurtherInquiry, Inquiry } from "../../../estimators/Inquiry.ts";
import { inquire } from "../../../estimators/inquire.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { readText } from "../../log/files/readText.ts";
import { parseAssignments } from "../../log/units/assignments.ts";
import { chosenOutcome, outcomeReading } from "../../log/units/chosenOutcome.ts";
import type { ScannedUnits, UnitScannerOptions } from "../../log/units/ScannedUnits.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import type { Network } from "../../network/Network.ts";
import { amongAgents } from "../../probability/amongAgents.ts";
import type { ExposureProbabilities } from "../../probability/PairProbabilities.ts";
import { studyContexts } from "../../study/studyContexts.ts";
import { parseContrast } from "../../study-file/parseContrast.ts";
import { parseInquiry } from "../../study-file/parseInquiry.ts";
import { planOf } from "../keepPlan.ts";
import { wantUnitsOfJournal } from "../wantUnitsOfJournal.ts";
import { chancesAgree } from "./chancesAgree.ts";
import { chooseRounds } from "./chooseRounds.ts";
import { blockColumns, clustersOf } from "./clustersOf.ts";
import { countsGiven } from "./countsGiven.ts";
import { deliveredArms } from "./deliveredArms.ts";
import { estimateHeard } from "./estimateHeard.ts";
import { estimatorsFor } from "./estimatorsFor.ts";
import { groupsBy } from "./groupsBy.ts";
import { plannedOf } from "./plannedOf.ts";
import { pooledRounds } from "./pooledRounds.ts";
import { type ExperimentFiles, probabilitiesOf, type ReadExperiment } from "./probabilitiesFiles.ts";
import { type Channel, looksRealized, ofRealizedEdges } from "./realizedEdges.ts";
import { unitsBeside } from "./unitsBeside.ts";
import { unitsToPlan } from "./unitsToPlan.ts";
import { errorsAreByRuns, hardlyAssigned, ofWholeRuns, saidOfRuns, wayOfRuns } from "./wholeRuns.ts";

export interface EstimateFilesOptions extends ExperimentFiles {
  /** File of the unit table; "-" for standard input. */
  readonly units: string;
  /** The column that is the outcome, or `column=value` for 1 where it has that value and 0 elsewhere. Default `outcome`. */
  readonly outcome?: string;
  /** Contrasts as `name=first:second`. */
  readonly contrasts: readonly string[];
  /** What is asked beside contrasts, as {@link parseInquiry} reads it. At least one contrast or other inquiry is wanted. */
  readonly inquiries?: readonly string[];
  /** Columns of the unit table, known before the assignment, that a regression adjusts for. Default none. */
  readonly covariates?: readonly string[];
  /** Rounds before the treatment: estimates of changes since then, and adjusted for them, are added. Default none. */
  readonly baseline?: readonly number[];
  /** Whether rows of contrasts get an interval and a p-value that hold for all contrasts together. Default false. */
  readonly simultaneous?: boolean;
  /** How p-values of several tests are adjusted for their number. Default: not at all. */
  readonly adjust?: Adjustment;
  /** Column of the unit table, known before the assignment: rows about each of its groups follow those about all. */
  readonly by?: string;
  /** Kinds of estimators, or their descriptions as inline JSON or files. Default hajek and horvitz-thompson. */
  readonly estimators?: readonly string[];
  /** Confidence of intervals, between 0 and 1. Default 0.95. */
  readonly confidence?: number;
  /** Leaves out agents whose probability is below this in a condition that is compared, above 0 and below 1. Default: nobody is left out. */
  readonly floor?: number;
  /** File of the plan, whose desires some estimators need (`conflict-graph-estimate`). */
  readonly plan?: string;
  /** Number of a round, name of its period, or "all"; needed when the table has several rounds. */
  readonly round?: string;
  /** The smallest and the largest possible outcome, for bounds where outcomes are missing. Default: 0 and 1 where all outcomes seen are 0 or 1. */
  readonly outcomeRange?: readonly [least: number, most: number];
  /** Column of the unit table with the cluster of each agent: standard errors are then made of cluster totals. `world` or `run`, where no column is called so: of the spread between worlds. */
  readonly cluster?: string;
  /** What to do when the design given can hardly have assigned these arms: `refuse`, or `warn` in every row. Default refuse. */
  readonly unlikelyArms?: "refuse" | "warn";
  /** Number of a world. Default: all worlds of the table, averaged. */
  readonly world?: number;
  /** File of who was assigned to what, where the table of units does not say it: `agent` or `cluster`, `world`, `from-round`, `arm`, `probability`. */
  readonly assignments?: string;
  /** Rows of the table with a fault of their own that may be left out, each with a note. Default 0. */
  readonly skipDamaged?: number;
  /**
   * Whether the edges of the network were declared before the assignment, or came about in the run: then contrasts of exposure are associations. Default: realized where
   * the file has a column that only messages have (`world`, `round`, `messages`), else declared.
   */
  readonly edges?: "declared" | "realized";
  /** A channel of known law that drew the realized edges apart from the arms: then claims stay. */
  readonly channel?: Channel;
  /** File of who heard whom, in the place of a network: `source`, `target`, `world`, `round`. Each world and round has a network of its own. */
  readonly heard?: string;
  /** Rounds by which what was heard is before the outcome. Default 0. */
  readonly lag?: number;
  /** Takes what was read, before anything is estimated. */
  readonly onRead?: (read: ReadFiles) => void;
}

/** An experiment given as files with what is asked of it, as they were read. */
export interface ReadFiles extends ReadExperiment {
  readonly contrasts: readonly Contrast[];
  readonly further: readonly FurtherInquiry[];
  readonly estimators: readonly Estimator[];
  /** Rows of the rounds that were kept. */
  readonly units: readonly UnitRow[];
}

/** The estimates of one round, where the table has rounds. */
export interface RoundEstimates {
  readonly round?: number;
  /** Name of the period, when the table has a column `period`. */
  readonly period?: string;
  /** How many rounds its rows are the means of: the last block, where all of several rounds were asked for. */
  readonly pooled?: number;
  readonly rows: readonly AnswerRow[];
  /** What was supposed and left out when the files were read: the same for all rounds. */
  readonly notes: readonly string[];
}

/**
 * Estimates effects from files alone, whoever ran the agents: the network, the design that assigned the arms, the
 * exposure mapping, and a table of units. With `round: "all"` there is one block per round, and where there are several one of their means behind.
 *
 * @throws SpillwayError with file and line for what is wrong in a file, and with a way out when units and network do not fit.
 */
export async function estimateFiles(options: EstimateFilesOptions): Promise<RoundEstimates[]> {
  wantArgument("estimateFiles", "options", options, { fields: ["units", "contrasts"] });
  const { heard, lag } = options;
  if (heard !== undefined) return estimateHeard({ ...options, heard }, estimateOn);
  if (lag !== undefined && lag > 0)
    throw new SpillwayError(
      "estimate: --lag is about messages of earlier rounds: give them with --heard, as spillway import --messages writes them",
    );
  return estimateOn(options);
}

async function estimateOn(options: EstimateFilesOptions, given?: Network): Promise<RoundEstimates[]> {
  const {
    units: file,
    contrasts: wanted,
    estimators: named = [],
    confidence,
    floor,
    round,
    world,
    unlikelyArms,
    cluster,
    outcomeRange,
    plan: planFile,
    inquiries: asked = [],
    covariates = [],
    baseline = [],
    by,
    simultaneous,
    adjust,
    onRead: _,
    assignments: assignedFile,
    skipDamaged,
    edges,
    channel,
    outcome: outcomeText,
    ...files
  } = options;
  const reading = outcomeText === undefined ? undefined : outcomeReading(outcomeText);
  if (file === "-" && files.network === "-")
    throw new SpillwayError("estimate: only one of --network and --units can be standard input");
  if (wanted.length + asked.length === 0)
    throw new SpillwayError(
      "estimate: wanted at least one --contrast name=first:second or --inquiry name=question, got none",
    );
  const further = asked.map(parseInquiry);
  // Everything that files can name is loaded when there are files to read.
  const { scanUnitsFile } = await import("../../log/units/readUnits.ts");
  const estimators = await estimatorsFor({
    named,
    contrasts: wanted.length > 0,
    further,
    covariates,
    baseline,
  });
  const reads = roundsRead(estimators);
  const { delimiter, decimal, missing } = files;
  const own = assignedFile === undefined ? unitsBeside(file) : undefined;
  const assigned =
    assignedFile === undefined
      ? undefined
      : parseAssignments(
          await readText(assignedFile),
          assignedFile,
          present({ delimiter, decimal, missing }),
        );
  const scanned = await scanUnitsFile(file, {
    dialect: present({ delimiter, decimal, missing }),
    covariates: true,
    ...(reading ? { outcomeElsewhere: true } : {}),
    ...present({ skipDamaged, assignments: assigned, clusterColumn: cluster }),
    leftOut: (column) =>
      column !== cluster && column !== by && column !== reading?.column && !reads.covariates.has(column),
    keep: own ? () => true : rowsOf(round, world, reads.rounds),
  });
  if (own) wantUnitsOfJournal(file, scanned.units, own);
  const agents = [...new Set(scanned.units.map(({ agent }) => agent))];
  const experiment = await probabilitiesOf(files, agents, given);
  const { probabilities } = experiment;
  const contrasts = wanted.map((text) => parseContrast(text, probabilities.conditions));
  const twice = contrasts.find(({ name }, k) => contrasts.findIndex((other) => other.name === name) !== k);
  if (twice) throw new SpillwayError(`--contrast: ${shown(twice.name)} is named twice`);
  const inquiries: Inquiry[] = [...contrasts, ...further];
  const idle = inquiries.find((one) => !estimators.some((estimator) => takes(estimator, one)));
  if (idle)
    throw new SpillwayError(
      `estimate: none of the estimators (${estimators.map(({ name }) => name).join(", ")}) takes ${shown(idle.name)}: name one that does with --estimator`,
    );
  options.onRead?.({ ...experiment, contrasts, further, estimators, units: scanned.units });
  wantWorld(scanned, world);
  const { rounds: known, placeOf } = scanned;
  const rows = reading ? chosenOutcome(scanned.units, reading) : scanned.units;
  const chosen = world === undefined ? rows : rows.filter((unit) => unit.world === world);
  const rounds = chooseRounds({ units: chosen, rounds: known, placeOf }, round);
  const groups = by === undefined ? undefined : groupsBy(chosen, by, probabilities.network.ids);
  const { network, law } = probabilities;
  const drawn = planFile === undefined ? undefined : planOf(await readText(planFile), planFile);
  const realized =
    given !== undefined || (edges ?? (looksRealized(network) ? "realized" : "declared")) === "realized";
  if (channel !== undefined && !realized)
    throw new SpillwayError(
      "estimate: --channel is about edges that came about in the run: say --edges realized, or give them with --heard",
    );
  const ownArm = experiment.expose.name === "own-arm";
  const claimed = (rows: readonly AnswerRow[]): AnswerRow[] =>
    realized
      ? rows.flatMap((row) => (ownArm && !("kind" in row) ? [row] : ofRealizedEdges([row], channel)))
      : [...rows];
  const notes = new Set([
    ...network.notes.map((note) => `network: ${note}`),
    ...scanned.notes.map((note) => `units: ${note}`),
    ...chancesAgree(scanned.chances, network, law, placeOf),
    ...(drawn === undefined ? countsGiven(law) : []),
  ]);
  const byRuns = errorsAreByRuns(cluster, rows);
  const columnOfClusters = byRuns ? undefined : cluster;
  const found = rounds.map(({ units, round, period }) => {
    const { plan, numbers, worlds, notes: more } = unitsToPlan(units, network, law.arms, placeOf);
    for (const note of more) notes.add(`units: ${note}`);
    const whole = ofWholeRuns(plan.assignments);
    const unlikely = whole && hardlyAssigned(law);
    if (unlikely && unlikelyArms !== "warn")
      throw new SpillwayError(
        `estimate: the design can hardly have assigned these arms: ${wayOfRuns(file)}`,
        {
          place: placeOf(),
        },
      );
    const planned = drawn && planFile ? plannedOf(drawn, plan, numbers, network, planFile) : {};
    const blocks = cluster === undefined ? blockColumns(units) : [];
    const warnings = [
      ...(unlikely ? [wayOfRuns(file)] : []),
      ...deliveredArms(units, law.arms),
      ...blocks.map(({ warning }) => warning),
    ];
    const groupsOf = (column: string): Grouping[] => clustersOf(units, column, network.ids, numbers, placeOf);
    const everyRound = chosen.filter(({ round: r }) => r === round || readsRound(reads.rounds, r));
    const numbered = everyRound.map((unit) => ({ ...unit, world: numbers.indexOf(unit.world) }));
    const clusters = columnOfClusters === undefined ? undefined : groupsOf(columnOfClusters);
    const known = studyContexts(estimators, {
      network,
      plan,
      exposure: probabilities.exposure,
      units: numbered,
    });
    const context =
      clusters === undefined
        ? known
        : clusters.map((groups, w): WorldContext => ({ ...known?.[w], clusters: groups }));
    const answersIn = (
      about: ExposureProbabilities,
      words: string | undefined,
      run: number | undefined,
    ): AnswerRow[] => {
      const only = <Value>(list: readonly Value[]): readonly Value[] =>
        run === undefined ? list : list.slice(run, run + 1);
      return saidOfRuns(whole, file, () =>
        inquire({
          plan: { ...plan, ...planned, assignments: only(plan.assignments) },
          probabilities: about,
          outcomes: { worlds: only(worlds) },
          inquiries: inquiries.map((one) =>
            words === undefined ? one : { ...one, name: `${one.name} (${words})` },
          ),
          pairs: "taken",
          estimators,
          suspectedClusters: Object.fromEntries(blocks.map(({ column }) => [column, only(groupsOf(column))])),
          ...present({
            simultaneous,
            adjust,
            confidence,
            unlikelyArms,
            outcomeRange,
            context: context && only(context),
            errorClusters: clusters && only(clusters),
          }),
          ...(floor === undefined ? {} : { population: { floor } }),
        }),
      );
    };
    const answersOf = (about: ExposureProbabilities, words?: string): AnswerRow[] => {
      const rows = answersIn(about, words, undefined);
      return byRuns
        ? errorsByRuns(
            rows,
            worlds.map((_, run) => answersIn(about, words, run)),
          )
        : rows;
    };
    if (groups && groups.without > 0)
      notes.add(`units: ${groups.without} agents have no ${by} and are in none of its groups`);
    const rows = [
      ...answersOf(probabilities),
      ...(groups?.groups ?? []).flatMap(({ words, inside }) =>
        answersOf(amongAgents(probabilities, inside, `with ${words}`), words),
      ),
    ];
    return {
      ...present({ round, period }),
      rows: claimed(rows).map((row) => ({ ...row, warnings: [...warnings, ...row.warnings] })),
    };
  });
  const pooled = round === "all" && found.length > 1 ? pooledRounds(found.map((block) => block.rows)) : [];
  return [...found, ...(pooled.length > 0 ? [{ pooled: found.length, rows: pooled }] : [])].map((block) => ({
    ...block,
    notes: [...notes],
  }));
}

/** Which rows are kept: those of the round and world asked for, and of rounds that estimators read; where no round is, those of the first that comes. */
function rowsOf(
  round: string | undefined,
  world: number | undefined,
  read: ReadonlySet<number> | "all",
): UnitScannerOptions["keep"] {
  let first: { readonly round: number | undefined } | undefined;
  return (w, r, period) => {
    if (world !== undefined && w !== world) return false;
    if (readsRound(read, r)) return true;
    first ??= { round: r };
    if (round === undefined) return r === first.round;
    return round === "all" || period === round || String(r) === round;
  };
}

const readsRound = (read: ReadonlySet<number> | "all", round: number | undefined): boolean =>
  read === "all" || (round !== undefined && read.has(round));

/** What the estimators read beside arms and the outcomes of the round asked for. */
function roundsRead(estimators: readonly Estimator[]): {
  readonly covariates: ReadonlySet<string>;
  readonly rounds: ReadonlySet<number> | "all";
} {
  const rounds = estimators.map(({ needs }) => needs?.rounds ?? []);
  return {
    covariates: new Set(estimators.flatMap(({ needs }) => needs?.covariates ?? [])),
    rounds: rounds.includes("all") ? "all" : new Set((rounds as (readonly number[])[]).flat()),
  };
}

function wantWorld({ worlds, placeOf }: ScannedUnits, world: number | undefined): void {
  if (world === undefined || worlds.has(world)) return;
  const known = [...worlds].sort((a, b) => a - b);
  const list = `${known.slice(0, 12).join(", ")}${known.length > 12 ? `, … ${known.at(-1)}` : ""}`;
  throw new SpillwayError(`units: there is no world ${world}: the table has ${list}`, { place: placeOf() });
}
