import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { EstimateRow } from "../../../estimators/Estimator.ts";
import type { Grouping } from "../../../estimators/ExperimentData.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { readText } from "../../log/files/readText.ts";
import type { ScannedUnits, UnitScannerOptions } from "../../log/units/unitScanner.ts";
import type { Network } from "../../network/Network.ts";
import { networkHash } from "../../network/networkHash.ts";
import { parseContrast } from "../../study-file/parseContrast.ts";
import { planOf } from "../keepPlan.ts";
import { wantUnitsOfJournal } from "../wantUnitsOfJournal.ts";
import { chooseRounds } from "./chooseRounds.ts";
import { blockColumns, clustersOf } from "./clustersOf.ts";
import { deliveredArms, requirePlannedArms } from "./deliveredArms.ts";
import { type ExperimentFiles, probabilitiesOf } from "./probabilitiesFiles.ts";
import { unitsBeside } from "./unitsBeside.ts";
import { unitsToPlan } from "./unitsToPlan.ts";

export interface EstimateFilesOptions extends ExperimentFiles {
  /** File of the unit table; "-" for standard input. */
  readonly units: string;
  /** Contrasts as `name=first:second`, at least one. */
  readonly contrasts: readonly string[];
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
  /** Column of the unit table with the cluster of each agent: standard errors are then made of cluster totals. */
  readonly cluster?: string;
  /** What to do when the design given can hardly have assigned these arms: `refuse`, or `warn` in every row. Default refuse. */
  readonly unlikelyArms?: "refuse" | "warn";
  /** Number of a world. Default: all worlds of the table, averaged. */
  readonly world?: number;
}

/** The estimates of one round, where the table has rounds. */
export interface RoundEstimates {
  readonly round?: number;
  /** Name of the period, when the table has a column `period`. */
  readonly period?: string;
  readonly rows: readonly EstimateRow[];
  /** What was supposed and left out when the files were read: the same for all rounds. */
  readonly notes: readonly string[];
}

/**
 * Estimates effects from files alone, whoever ran the agents: the network, the design that assigned the arms, the
 * exposure mapping, and a table of units. With `round: "all"` there is one block per round.
 *
 * @throws SpillwayError with file and line for what is wrong in a file, and with a way out when units and network do not fit.
 */
export async function estimateFiles(options: EstimateFilesOptions): Promise<RoundEstimates[]> {
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
    ...files
  } = options;
  if (file === "-" && files.network === "-")
    throw new SpillwayError("estimate: only one of --network and --units can be standard input");
  if (wanted.length === 0)
    throw new SpillwayError("estimate: wanted at least one --contrast name=first:second, got none");
  // Everything that files can name is loaded when there are files to read.
  const { catalogues } = await import("../../study/catalogues.ts");
  const { readDescription } = await import("../../study-file/readDescription.ts");
  const { scanUnitsFile } = await import("../../log/units/readUnits.ts");
  const { delimiter, decimal, missing } = files;
  const own = unitsBeside(file);
  const scanned = await scanUnitsFile(file, {
    dialect: present({ delimiter, decimal, missing }),
    covariates: true,
    leftOut: (column) => column !== cluster,
    keep: own ? () => true : rowsOf(round, world),
  });
  if (own) wantUnitsOfJournal(file, scanned.units, own);
  const probabilities = await probabilitiesOf(files, [...new Set(scanned.units.map(({ agent }) => agent))]);
  const kinds = named.length === 0 ? ["hajek", "horvitz-thompson"] : named;
  const estimators = await Promise.all(
    kinds.map((kind) => readDescription(kind, catalogues.estimators, { option: "--estimator" })),
  );
  const contrasts = wanted.map((text) => parseContrast(text, probabilities.conditions));
  const twice = contrasts.find(({ name }, k) => contrasts.findIndex((other) => other.name === name) !== k);
  if (twice) throw new SpillwayError(`--contrast: ${shown(twice.name)} is named twice`);
  wantWorld(scanned, world);
  const { units: rows, rounds: known, placeOf } = scanned;
  const chosen = world === undefined ? rows : rows.filter((unit) => unit.world === world);
  const rounds = chooseRounds({ units: chosen, rounds: known, placeOf }, round);
  const { network, law } = probabilities;
  const drawn = planFile === undefined ? undefined : planOf(await readText(planFile), planFile);
  const notes = new Set([
    ...network.notes.map((note) => `network: ${note}`),
    ...scanned.notes.map((note) => `units: ${note}`),
  ]);
  const found = rounds.map(({ units, round, period }) => {
    const { plan, numbers, worlds, notes: more } = unitsToPlan(units, network, law.arms, placeOf);
    for (const note of more) notes.add(`units: ${note}`);
    const planned = drawn && planFile ? plannedOf(drawn, plan, numbers, network, planFile) : {};
    const blocks = cluster === undefined ? blockColumns(units) : [];
    const warnings = [...deliveredArms(units, law.arms), ...blocks.map(({ warning }) => warning)];
    const groupsOf = (column: string): Grouping[] => clustersOf(units, column, network.ids, numbers, placeOf);
    const rows = estimate({
      plan: { ...plan, ...planned },
      probabilities,
      outcomes: { worlds },
      contrasts: Object.fromEntries(
        contrasts.map(({ name, first, second }) => [name, [first, second] as const]),
      ),
      estimators,
      suspectedClusters: Object.fromEntries(blocks.map(({ column }) => [column, groupsOf(column)])),
      ...present({
        confidence,
        unlikelyArms,
        outcomeRange,
        errorClusters: cluster === undefined ? undefined : groupsOf(cluster),
      }),
      ...(floor === undefined ? {} : { population: { floor } }),
    });
    return {
      ...present({ round, period }),
      rows: rows.map((row) => ({ ...row, warnings: [...warnings, ...row.warnings] })),
    };
  });
  return found.map((block) => ({ ...block, notes: [...notes] }));
}

/** Which rows are kept: those of the round and world asked for; where no round is, those of the first that comes. */
function rowsOf(round: string | undefined, world: number | undefined): UnitScannerOptions["keep"] {
  let first: { readonly round: number | undefined } | undefined;
  return (w, r, period) => {
    if (world !== undefined && w !== world) return false;
    first ??= { round: r };
    if (round === undefined) return r === first.round;
    return round === "all" || period === round || String(r) === round;
  };
}

/** What the plan says beside arms: desires, and its seed. That desires fit the assignment is checked by `estimate`. */
function plannedOf(
  drawn: TreatmentPlan,
  plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">,
  numbers: readonly number[],
  network: Network,
  file: string,
): Partial<Pick<TreatmentPlan, "desires" | "seed">> {
  const { networkHash: hash, desires, assignments, seed } = drawn;
  const place = { file };
  if (hash !== networkHash(network))
    throw new SpillwayError("plan: the plan was drawn for another network than that of --network", { place });
  const absent = numbers.find((world) => assignments[world] === undefined);
  if (absent !== undefined)
    throw new SpillwayError(
      `plan: the unit table has a world ${absent}, the plan has ${assignments.length}`,
      { place },
    );
  requirePlannedArms(drawn, plan, numbers, file);
  return {
    ...(numbers.every((world, w) => world === w) ? { seed } : {}),
    ...(desires ? { desires: numbers.map((world) => desires[world] ?? []) } : {}),
  };
}

function wantWorld({ worlds, placeOf }: ScannedUnits, world: number | undefined): void {
  if (world === undefined || worlds.has(world)) return;
  const known = [...worlds].sort((a, b) => a - b);
  const list = `${known.slice(0, 12).join(", ")}${known.length > 12 ? `, … ${known.at(-1)}` : ""}`;
  throw new SpillwayError(`units: there is no world ${world}: the table has ${list}`, { place: placeOf() });
}
