import { closeSync, constants, fstatSync, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import type { JournalLine } from "../Turn.ts";
import { lineText } from "./lineText.ts";

/** Text that is held back at most, in characters. */
const HELD = 1 << 16;

/** A journal that is open for appending. */
interface JournalWriter {
  /** Writes one line, and those held before it; when it returns, they have left the process and survive its death. */
  append(line: JournalLine): void;
  /** Takes a line that may wait for the next {@link append} or {@link flush}, or until 64 kB are together. */
  hold(line: JournalLine): void;
  /** Writes lines that are ready, each with its line break, and those held before them. */
  appendBytes(bytes: Uint8Array): void;
  /** Writes the lines that are held. */
  flush(): void;
  /** Writes the lines that are held, and closes the file. */
  close(): void;
}

/**
 * Opens a journal for appending and makes it, with its folder, when it is not there.
 *
 * @param keep length in bytes of the lines that count, from {@link scanJournal}; a torn line behind them is cut away
 * first. Default: keep everything.
 * @param guard asked before lines leave the process; throws when they must not. Default: nobody asks.
 * @throws SpillwayError when the file cannot be written or is shorter than `keep`.
 */
export function openJournal(path: string, keep?: number, guard?: () => void): JournalWriter {
  const broken = (cause: unknown): SpillwayError => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ELOOP")
      return new SpillwayError(
        `journal: cannot write "${path}": it is a link, and a journal is never written through one: put the file itself there`,
        { cause },
      );
    return new SpillwayError(`journal: cannot write "${path}" (${code ?? (cause as Error).message})`, {
      kind: "failure",
      cause,
    });
  };
  let file: number;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    // Never through a link, and never waiting for the reader of a pipe. Windows has neither of the flags.
    file = openSync(path, O_APPEND | O_CREAT | O_WRONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0), 0o600);
    const { size } = fstatSync(file);
    if (keep !== undefined && size > keep) ftruncateSync(file, keep);
    if (keep !== undefined && size < keep)
      throw new SpillwayError("it became shorter while it was in use", { kind: "failure" });
  } catch (cause) {
    throw broken(cause);
  }
  const write = (bytes: Uint8Array): void => {
    guard?.();
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    } catch (cause) {
      throw broken(cause);
    }
  };
  let held = "";
  // Kept, because fetching memory for each piece takes as long as filling it. A character takes up to three bytes.
  const kept = Buffer.allocUnsafeSlow(6 * HELD);
  const flush = (): void => {
    if (held === "") return;
    const bytes = 3 * held.length <= kept.length ? kept.subarray(0, kept.write(held, 0)) : Buffer.from(held);
    held = "";
    write(bytes);
  };
  return {
    append(line) {
      held += `${lineText(line)}\n`;
      flush();
    },
    hold(line) {
      held += `${lineText(line)}\n`;
      if (held.length >= HELD) flush();
    },
    appendBytes(bytes) {
      flush();
      write(bytes);
    },
    flush,
    close() {
      try {
        flush();
      } finally {
        closeSync(file);
      }
    },
  };
}
