import type { TreatmentPlan } from "../../designs/plan.ts";
import { formatJson } from "../core/formatJson.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { Clock } from "../run/Clock.ts";
import type { Spent } from "../run/calls/Spent.ts";
import type { ModelChecks } from "../run/checks/modelChecks.ts";
import type { RunResult } from "../run/runPlan.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { newManifest, newSitting, type RunManifest, readManifest } from "./runManifest.ts";

/** The manifest of a run that goes on. */
interface KeptManifest {
  /** Writes how the sitting ended, and which models answered when the run is complete. */
  end(run: RunResult, models?: ModelChecks): void;
  /** Writes that the sitting failed, and what was used by then. */
  fail(spent: Spent): void;
}

/** Writes a run's manifest with a new sitting, that began now; earlier ones stay. A run that is complete gets no more of them. */
export async function keepManifest(
  path: string,
  prepared: PreparedStudy,
  plan: TreatmentPlan,
  clock: Clock,
): Promise<KeptManifest> {
  const before = readManifest(path);
  const spent = before?.spent ?? { calls: 0, input: 0, output: 0, money: 0 };
  const given = before?.sittings ?? [];
  if (given.at(-1)?.ended === "complete") return { end: () => {}, fail: () => {} };
  // Only one process works in the folder, so a sitting that did not end was killed.
  const earlier = given.map((one) => (one.ended === undefined ? { ...one, ended: "killed" } : one));
  const fresh = await newManifest(prepared, plan);
  const sitting = newSitting(clock.time());
  const write = (manifest: RunManifest): void => writeFileWhole(path, formatJson(manifest));
  write({ ...fresh, spent, sittings: [...earlier, sitting] });
  const over = (ended: string): RunManifest["sittings"] => [
    ...earlier,
    { ...sitting, end: clock.time(), ended },
  ];
  return {
    fail: (used) => write({ ...fresh, spent: used, sittings: over("failed") }),
    end(run, found) {
      const ended = run.complete ? "complete" : (run.halted?.kind ?? "interrupted");
      write({
        ...fresh,
        models: {
          ...fresh.models,
          returned: found?.models ?? [],
          ...(found && found.fingerprints.length > 0 ? { fingerprints: found.fingerprints } : {}),
        },
        spent: run.spent,
        sittings: over(ended),
      });
    },
  };
}
