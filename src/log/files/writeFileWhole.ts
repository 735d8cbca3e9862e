import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";

/**
 * Writes a file so that whoever reads it sees the old content or the new, never a part: the text goes to a temporary
 * neighbour, which then takes the name. Missing folders are made.
 *
 * @throws SpillwayError when the place cannot be written; the old file, if any, is then untouched.
 */
export function writeFileWhole(path: string, text: string | Uint8Array): void {
  const neighbour = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(neighbour, "w");
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(neighbour, path);
  } catch (cause) {
    removeQuietly(neighbour);
    const { code } = cause as NodeJS.ErrnoException;
    throw new SpillwayError(`writeFileWhole: cannot write "${path}" (${code ?? String(cause)})`, {
      kind: "failure",
      cause,
    });
  }
}

/** The fault to report is the one of writing, not of tidying up after it (a parent that is a file fails both). */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing was made there, or it cannot be reached.
  }
}
