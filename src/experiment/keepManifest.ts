import type { TreatmentPlan } from "../../designs/plan.ts";
import { formatJson } from "../core/formatJson.ts";
import { present } from "../core/present.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import type { Clock } from "../run/Clock.ts";
import type { Spent } from "../run/calls/Spent.ts";
import type { ModelChecks } from "../run/checks/modelChecks.ts";
import type { RunResult } from "../run/runPlan.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { newManifest, newSitting, type RunManifest, readManifest } from "./runManifest.ts";

/** Characters of a reason that are kept. */
const LONGEST = 500;

/** The manifest of a run that goes on. */
interface KeptManifest {
  /** Writes how the sitting ended, and which models answered when the run is complete. */
  end(run: RunResult, models?: ModelChecks): void;
  /**
   * Writes that the sitting died, why, and what was spent until then, unless it has ended already. Never throws: what it died of
   * is to be told, and not that there is no room for the manifest.
   */
  died(how: "failed" | "interrupted", because: string, spent: Spent | undefined): void;
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
  // A sitting that could not say how it ended was killed, or its machine stopped.
  const earlier = (before?.sittings ?? []).map((one) => ({ ...one, ended: one.ended ?? "killed" }));
  if (earlier.at(-1)?.ended === "complete") return { end: () => {}, died: () => {} };
  const fresh = await newManifest(prepared, plan);
  const sitting = newSitting(clock.time());
  const write = (manifest: RunManifest): void => writeFileWhole(path, formatJson(manifest), { own: true });
  write({ ...fresh, spent, sittings: [...earlier, sitting] });
  let over = false;
  return {
    died(how, because, now) {
      if (over) return;
      over = true;
      const ended = { end: clock.time(), ended: how, because: because.slice(0, LONGEST) };
      try {
        write({ ...fresh, spent: now ?? spent, sittings: [...earlier, { ...sitting, ...ended }] });
      } catch {
        // Said by whatever it died of.
      }
    },
    end(run, found) {
      over = true;
      const because = run.complete ? undefined : run.halted?.because;
      const ended = run.complete ? "complete" : (run.halted?.kind ?? "interrupted");
      write({
        ...fresh,
        models: {
          ...fresh.models,
          returned: found?.models ?? [],
          ...(found && found.fingerprints.length > 0 ? { fingerprints: found.fingerprints } : {}),
        },
        spent: run.spent,
        sittings: [...earlier, { ...sitting, end: clock.time(), ended, ...present({ because }) }],
      });
    },
  };
}
