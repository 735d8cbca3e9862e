import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { EstimateRow } from "../../../estimators/Estimator.ts";
import { estimate } from "../../../estimators/estimate.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { readUnits } from "../../log/units/readUnits.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import type { Network } from "../../network/Network.ts";
import { networkHash } from "../../network/networkHash.ts";
import { catalogues } from "../../study/catalogues.ts";
import { parseContrast } from "../../study-file/parseContrast.ts";
import { readDescription } from "../../study-file/readDescription.ts";
import { readPlan } from "../keepPlan.ts";
import { wantUnitsOfJournal } from "../wantUnitsOfJournal.ts";
import { chooseRounds } from "./chooseRounds.ts";
import { type ExperimentFiles, probabilitiesFiles } from "./probabilitiesFiles.ts";
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
  /** File of the plan, whose desires some estimators need (`conflict-graph-estimate`). */
  readonly plan?: string;
  /** Number of a round, name of its period, or "all"; needed when the table has several rounds. */
  readonly round?: string;
  /** Number of a world. Default: all worlds of the table, averaged. */
  readonly world?: number;
}

/** The estimates of one round, where the table has rounds. */
export interface RoundEstimates {
  readonly round?: number;
  /** Name of the period, when the table has a column `period`. */
  readonly period?: string;
  readonly rows: readonly EstimateRow[];
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
    round,
    world,
    plan: planFile,
    ...files
  } = options;
  if (file === "-" && files.network === "-")
    throw new SpillwayError("estimate: only one of --network and --units can be standard input");
  if (wanted.length === 0)
    throw new SpillwayError("estimate: wanted at least one --contrast name=first:second, got none");
  const probabilities = await probabilitiesFiles(files);
  const kinds = named.length === 0 ? ["hajek", "horvitz-thompson"] : named;
  const estimators = await Promise.all(
    kinds.map((kind) => readDescription(kind, catalogues.estimators, { option: "--estimator" })),
  );
  const contrasts = wanted.map((text) => parseContrast(text, probabilities.conditions));
  const twice = contrasts.find(({ name }, k) => contrasts.findIndex((other) => other.name === name) !== k);
  if (twice) throw new SpillwayError(`--contrast: ${shown(twice.name)} is named twice`);
  const table = await readUnits(file);
  const own = unitsBeside(file);
  if (own) wantUnitsOfJournal(file, table, own);
  const rounds = chooseRounds(ofWorld(table, world), round);
  const { network, law } = probabilities;
  const drawn = planFile === undefined ? undefined : readPlan(planFile);
  return rounds.map(({ units, round, period }) => {
    const { plan, numbers, worlds } = unitsToPlan(units, network, law.arms);
    const rows = estimate({
      plan: { ...plan, ...(drawn && planFile ? desiresOf(drawn, numbers, network, planFile) : {}) },
      probabilities,
      outcomes: { worlds },
      contrasts: Object.fromEntries(
        contrasts.map(({ name, first, second }) => [name, [first, second] as const]),
      ),
      estimators,
      ...present({ confidence }),
    });
    return { ...present({ round, period }), rows };
  });
}

/** What the plan says was desired in the worlds of the unit table. That desires fit the assignment is checked by `estimate`. */
function desiresOf(
  { networkHash: hash, desires, assignments }: TreatmentPlan,
  numbers: readonly number[],
  network: Network,
  file: string,
): Pick<TreatmentPlan, "desires"> {
  const place = { file };
  if (hash !== networkHash(network))
    throw new SpillwayError("plan: the plan was drawn for another network than that of --network", { place });
  const absent = numbers.find((world) => assignments[world] === undefined);
  if (absent !== undefined)
    throw new SpillwayError(
      `plan: the unit table has a world ${absent}, the plan has ${assignments.length}`,
      {
        place,
      },
    );
  return desires ? { desires: numbers.map((world) => desires[world] ?? []) } : {};
}

function ofWorld(units: readonly UnitRow[], world: number | undefined): readonly UnitRow[] {
  if (world === undefined) return units;
  const chosen = units.filter((unit) => unit.world === world);
  if (chosen.length > 0) return chosen;
  const known = [...new Set(units.map((unit) => unit.world))].join(", ");
  throw new SpillwayError(`units: there is no world ${world}: the table has ${known}`);
}
