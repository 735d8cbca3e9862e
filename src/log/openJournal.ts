import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { JournalLine } from "./Turn.ts";

/** A journal that is open for appending. */
export interface JournalWriter {
  /** Writes one line; when it returns, the line has left the process and survives its death. */
  append(line: JournalLine): void;
  close(): void;
}

/**
 * Opens a journal for appending and makes it, with its folder, when it is not there.
 *
 * @param keep length in bytes of the lines that count, from {@link readJournal}; a torn line behind them is cut away
 * first. Default: keep everything.
 * @throws SpillwayError when the file cannot be written or is shorter than `keep`.
 */
export function openJournal(path: string, keep?: number): JournalWriter {
  const broken = (cause: unknown): SpillwayError => {
    const { code } = cause as NodeJS.ErrnoException;
    return new SpillwayError(`journal: cannot write "${path}" (${code ?? String(cause)})`, {
      kind: "failure",
      cause,
    });
  };
  let file: number;
  try {
    mkdirSync(dirname(path), { recursive: true });
    file = openSync(path, "a");
    const { size } = fstatSync(file);
    if (keep !== undefined && size > keep) ftruncateSync(file, keep);
    if (keep !== undefined && size < keep) throw new Error("it became shorter while it was in use");
  } catch (cause) {
    throw broken(cause);
  }
  return {
    append(line) {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      } catch (cause) {
        throw broken(cause);
      }
    },
    close: () => closeSync(file),
  };
}
