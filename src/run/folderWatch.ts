import { lstatSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { SpillwayError } from "../core/SpillwayError.ts";

/**
 * Watches over a run's folder, which this process has locked: gives a function that throws when it is not there any more, is
 * another one, or must not be written to. So a run stops when its folder goes, before it makes calls whose answers nobody can keep.
 */
export function folderWatch(folder: string): () => void {
  const lock = join(folder, "run.lock");
  const before = [statSync(folder), lstatSync(lock)] as const;
  const same = (now: Stats | undefined, then: Stats): boolean =>
    now !== undefined && now.ino === then.ino && now.dev === then.dev;
  return () => {
    const now = statSync(folder, { throwIfNoEntry: false });
    const fault =
      now === undefined
        ? "is not there any more"
        : !same(now, before[0])
          ? "is another one now"
          : (now.mode & 0o200) === 0
            ? "was made read-only"
            : !same(lstatSync(lock, { throwIfNoEntry: false }), before[1])
              ? "has lost the lock of this run"
              : undefined;
    if (fault === undefined) return;
    const error = new SpillwayError(
      `run: stopped, because the folder "${folder}" ${fault}: what was written before is where it went; the same command resumes it there, with --out`,
      { kind: "failure" },
    );
    lost.add(error);
    throw error;
  };
}

const lost = new WeakSet<object>();

/** Whether an error is that of a run whose folder went. */
export function lostItsFolder(error: unknown): boolean {
  return typeof error === "object" && error !== null && lost.has(error);
}
