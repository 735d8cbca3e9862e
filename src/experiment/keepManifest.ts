import type { TreatmentPlan } from "../../designs/plan.ts";
import { formatJson } from "../core/formatJson.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { Clock } from "../run/Clock.ts";
import type { ModelChecks } from "../run/checks/modelChecks.ts";
import type { RunResult } from "../run/runPlan.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { newManifest, newSitting, type RunManifest, readManifest } from "./runManifest.ts";

/** The manifest of a run that goes on. */
interface KeptManifest {
  /** Writes how the sitting ended, and which models answered when the run is complete. */
  end(run: RunResult, models?: ModelChecks): void;
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
  const earlier = before?.sittings ?? [];
  if (earlier.at(-1)?.ended === "complete") return { end: () => {} };
  const fresh = await newManifest(prepared, plan);
  const sitting = newSitting(clock.time());
  const write = (manifest: RunManifest): void => writeFileWhole(path, formatJson(manifest), { own: true });
  write({ ...fresh, spent, sittings: [...earlier, sitting] });
  return {
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
        sittings: [...earlier, { ...sitting, end: clock.time(), ended }],
      });
    },
  };
}
