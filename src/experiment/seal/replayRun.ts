import { existsSync, readFileSync } from "node:fs";
import { canonicalJson } from "../../core/canonicalJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { version } from "../../core/version.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import { planStudy } from "../../study/planStudy.ts";
import { finishStudy } from "../finishStudy.ts";
import { readPlan } from "../keepPlan.ts";
import { loadRun } from "../loadRun.ts";
import { runFolder } from "../runFolder.ts";
import type { Seal } from "./Seal.ts";

/** Something that was made again. */
interface Replayed {
  readonly what: string;
  readonly same: boolean;
  readonly because?: string;
}

/**
 * Makes the assignments, the table of units and the estimates of a complete run again from its study and its journal, and says of each whether
 * it is what the folder holds. What agents answered is in the journal; they are not asked again. Writes into the folder.
 */
export async function replayRun(
  folder: string,
  { complete, spillway }: Seal,
): Promise<{ readonly replayed: readonly Replayed[]; readonly notes: readonly string[] }> {
  const files = runFolder(folder);
  if (!complete || !existsSync(files.units))
    return { replayed: [], notes: ["nothing was made again: the run is not complete"] };
  const notes =
    spillway === version
      ? []
      : [
          `sealed by Spillway ${spillway}, made again by ${version}: numbers may differ where the changelog says so`,
        ];
  const replayed: Replayed[] = [];
  try {
    // Reading a run compares its units with its journal.
    const { prepared, plan, units, allRounds, changed, checks } = await loadRun(folder);
    replayed.push({ what: checks ? "units from the journal" : "units (there is no journal)", same: true });
    const again = planStudy(prepared.study, prepared);
    const same = canonicalJson(again.assignments) === canonicalJson(plan.assignments);
    // An edit that a run went on after changes no assignment; whatever else was changed says so itself.
    const edited = changed && editOf(folder) === prepared.hash;
    replayed.push({
      what: edited
        ? "assignments from the study, as it was edited on record"
        : changed
          ? "assignments from the study, which was changed after its plan was drawn"
          : "assignments from the study",
      same,
      ...(same ? {} : { because: "the design draws others from this seed" }),
    });
    if (existsSync(files.estimates)) {
      const before = [files.estimates, files.estimatesCsv].map((path) =>
        existsSync(path) ? readFileSync(path, "utf8") : undefined,
      );
      finishStudy(prepared, plan, units, folder, allRounds);
      const after = [files.estimates, files.estimatesCsv].map((path) => readFileSync(path, "utf8"));
      const same = before.every((text, k) => text === undefined || text === after[k]);
      replayed.push({
        what: "estimates from the units",
        same,
        ...(same ? {} : { because: `line ${firstLine(before[0]!, after[0]!)} of estimates.json differs` }),
      });
    }
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    replayed.push({ what: "the run", same: false, because: cause.message });
  }
  return { replayed, notes };
}

/** The study of the last edit on record; undefined where there is none. */
function editOf(folder: string): string | undefined {
  const { journal, plan } = runFolder(folder);
  if (!existsSync(journal)) return undefined;
  return scanJournal(journal, {}, readPlan(plan)).edits?.at(-1)?.studyHash;
}

function firstLine(one: string, other: string): number {
  const [a, b] = [one.split("\n"), other.split("\n")];
  const found = a.findIndex((line, k) => line !== b[k]);
  return (found === -1 ? a.length : found) + 1;
}
