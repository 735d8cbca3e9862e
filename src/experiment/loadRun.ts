import { existsSync } from "node:fs";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { canonicalJson } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantText } from "../core/wantText.ts";
import type { TurnStatus } from "../log/Turn.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { networkHash } from "../network/networkHash.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { readStudy } from "../study-file/readStudy.ts";
import { readPlan } from "./keepPlan.ts";
import { rehearsal } from "./rehearsal.ts";
import { runFolder } from "./runFolder.ts";
import type { StudyChecks } from "./studyChecks.ts";
import { wantUnitsOfJournal } from "./wantUnitsOfJournal.ts";

/** A finished run, read back from its folder. */
export interface LoadedRun {
  readonly prepared: PreparedStudy;
  readonly plan: TreatmentPlan;
  readonly units: readonly UnitRow[];
  /** One row per world, round and agent, where an estimator reads several rounds and there is a journal. */
  readonly allRounds?: readonly UnitRow[];
  /** How turns ended; empty when there is no journal. */
  readonly statuses: Partial<Record<TurnStatus, number>>;
  /** What the journal says of the run; absent when there is none. */
  readonly checks?: StudyChecks;
  /** Whether the study is another one than that of the plan: its questions or estimators were changed after the run. */
  readonly changed: boolean;
}

/**
 * Reads a finished run.
 *
 * @param study takes the place of the run's own study, to ask something else of the same run. Its network and its design
 * must be those of the plan.
 * @throws SpillwayError when the run is not finished, or the study cannot be that of the plan.
 */
export async function loadRun(out: string, study?: Study): Promise<LoadedRun> {
  wantText("loadRun", "the folder of a run", out);
  const files = runFolder(out);
  if (!existsSync(files.plan))
    throw new SpillwayError(
      `run: there is no run in "${out}": wanted a folder that spillway run has written`,
    );
  const plan = readPlan(files.plan);
  if (!existsSync(files.units))
    throw new SpillwayError(
      `run: the run in "${out}" is not finished: the same spillway run command resumes it`,
    );
  const prepared = prepareStudy(study ?? (await readStudy(files.study, { still: true })));
  const { network } = prepared;
  const { assign } = prepared.study.data;
  if (networkHash(network) !== plan.networkHash)
    throw new SpillwayError(
      `run: the network of the study is not that of the plan in "${out}": estimate with the network that was used`,
    );
  if (canonicalJson({ name: assign.name, params: assign.params }) !== canonicalJson(plan.design)) {
    throw new SpillwayError(
      `run: the design of the study (${assign.name}) is not that of the plan in "${out}" (${plan.design.name}): estimate with the design that was used`,
    );
  }
  const { readRun } = await import("./readRun.ts");
  const { readUnits } = await import("../log/units/readUnits.ts");
  const journal = existsSync(files.journal) ? readRun(files.journal, plan, prepared) : undefined;
  const units = await readUnits(files.units);
  if (journal) wantUnitsOfJournal(files.units, units, journal.units);
  return {
    prepared,
    plan,
    // The table may be older than the study, which may ask for other parts of the answers.
    units: prepared.study.data.outcomes && journal ? journal.units : units,
    ...present({ allRounds: journal?.allRounds }),
    statuses: journal?.statuses ?? {},
    ...(journal ? { checks: withNotes(journal.checks, prepared) } : {}),
    changed: prepared.hash !== plan.studyHash,
  };
}

/** The checks with what looked unintended before the first call, as the run itself has written them. */
function withNotes(checks: StudyChecks, prepared: PreparedStudy): StudyChecks {
  try {
    return { ...checks, notes: [...rehearsal(prepared), ...checks.notes] };
  } catch (cause) {
    // A run of an earlier version that did not rehearse, or of a study that was changed since.
    if (!(cause instanceof SpillwayError)) throw cause;
    return { ...checks, notes: [cause.message, ...checks.notes] };
  }
}
