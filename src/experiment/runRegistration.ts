import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { TreatmentPlan } from "../../designs/plan.ts";
import type { AnswerRow } from "../../estimators/Estimator.ts";
import { formatJson } from "../core/formatJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import type { Adherence } from "../preregister/Adherence.ts";
import { adherenceOf, type Ran } from "../preregister/adherenceOf.ts";
import type { Deviation } from "../preregister/Deviation.ts";
import { type Registration, readRegistration } from "../preregister/readRegistration.ts";
import { type SealedStudy, sealedStudy } from "../preregister/sealedStudy.ts";
import type { RunSettings } from "../run/runSettings.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { runFolder } from "./runFolder.ts";
import type { StudyChecks } from "./studyChecks.ts";

/** The preregistration of a run, and the study as it was run where that is on record. */
interface RunRegistration {
  readonly registration: Registration;
  readonly asRun?: SealedStudy;
  /** Of a run that was begun under another preregistration: that. */
  readonly further: readonly Deviation[];
}

/**
 * The preregistration that a run is compared with: that of a file, else that which the study names, else that which lies in the
 * run's folder. Undefined when there is none.
 *
 * @throws SpillwayError when there is no such file, or it was changed after it was sealed.
 */
export async function runRegistration(
  out: string,
  study: Study,
  given: string | undefined,
): Promise<RunRegistration | undefined> {
  const files = runFolder(out);
  const there = existsSync(files.preregistration) ? files.preregistration : undefined;
  const file = given ?? namedBy(study) ?? there;
  if (file === undefined) return undefined;
  if (!existsSync(file))
    throw new SpillwayError(
      `preregistration: there is no file "${file}": spillway preregister study.yaml --out ${file} writes it`,
    );
  const registration = await readRegistration(file);
  const own = there === undefined ? undefined : await readRegistration(there);
  const asRun = existsSync(files.asRun) ? readAsRun(files.asRun) : undefined;
  return {
    registration,
    ...present({ asRun }),
    further:
      own === undefined || own.hash === registration.hash
        ? []
        : [
            {
              path: "run.preregistration",
              topic: "run",
              sealed: registration.hash,
              now: own.hash,
              words: `run: it was begun under another preregistration, whose hash is ${own.hash.slice(0, 12)}…`,
            },
          ],
  };
}

function namedBy({ preregistration, folder }: Study): string | undefined {
  if (preregistration === undefined || folder === undefined || isAbsolute(preregistration))
    return preregistration;
  return join(folder, preregistration);
}

function readAsRun(file: string): SealedStudy {
  try {
    const found = JSON.parse(readFileSync(file, "utf8")) as SealedStudy;
    if (found.format === 1) return found;
  } catch {
    // Said below, as for another format.
  }
  throw new SpillwayError("run: wanted the study as it was run, got something unreadable: move it away", {
    place: { file },
  });
}

/** The preregistration of a run that begins or goes on, with what is kept of it in the run's folder. */
export async function beginRegistered(
  out: string,
  prepared: PreparedStudy,
  plan: TreatmentPlan,
  { file, settings }: { readonly file: string | undefined; readonly settings: RunSettings },
): Promise<{ readonly found: RunRegistration; readonly now: SealedStudy; keep(): void } | undefined> {
  const found = await runRegistration(out, prepared.study, file);
  if (found === undefined) return undefined;
  if (found.further.length > 0)
    throw new SpillwayError(
      `run: the run in "${out}" was begun under another preregistration: choose another folder, or leave out --preregistration to go on under its own`,
    );
  const now = sealedStudy(prepared, plan, { settings, missing: found.registration.sealed.missing });
  const files = runFolder(out);
  return {
    found,
    now,
    keep() {
      if (!existsSync(files.preregistration))
        writeFileWhole(files.preregistration, found.registration.text, { own: true });
      writeFileWhole(files.asRun, formatJson(now), { own: true });
    },
  };
}

/** What the answers of a finished run are to its preregistration. */
export function adhering(
  { registration, asRun, further }: RunRegistration,
  { prepared, plan, units, checks }: FinishedUnits,
): (rows: readonly AnswerRow[]) => Adherence {
  const now = sealedStudy(prepared, plan, { missing: registration.sealed.missing });
  return (rows) =>
    adherenceOf(registration, {
      // How a run stopped and was limited is that of the run, not of its analysis.
      now:
        asRun === undefined ? now : { ...now, study: { ...now.study, ...present({ run: asRun.study.run }) } },
      ...present({ asRun }),
      further,
      runHash: plan.studyHash ?? "",
      ran: { rows, units, ...(checks ? ranOf(checks) : {}) },
    });
}

interface FinishedUnits {
  readonly prepared: PreparedStudy;
  readonly plan: TreatmentPlan;
  readonly units: readonly UnitRow[];
  readonly checks?: StudyChecks;
}

function ranOf({ models, answers }: StudyChecks): Ran {
  const rounds = Math.max(0, ...answers.map(({ round }) => round));
  return { models, ...(rounds > 0 ? { rounds } : {}) };
}
