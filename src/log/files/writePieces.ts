import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";

/** Characters that are held back at most. */
const HELD = 1 << 16;

/**
 * Writes a file of any length from pieces, of which none is kept. Whoever reads it sees the old content or the new, never a
 * part, as with writeFileWhole.
 *
 * @throws SpillwayError when the place cannot be written; whatever making the pieces throws. The old file, if any, is then
 * untouched.
 */
export async function writePieces(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const neighbour = `${path}.${process.pid}.tmp`;
  const orElse = <Value>(work: () => Value): Value => {
    try {
      return work();
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new SpillwayError(`writePieces: cannot write "${path}" (${code ?? String(cause)})`, {
        kind: "failure",
        cause,
      });
    }
  };
  const file = orElse(() => {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(neighbour, "w");
  });
  let closed = false;
  try {
    let held = "";
    const flush = (): void => {
      const bytes = Buffer.from(held);
      held = "";
      orElse(() => {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      });
    };
    for await (const piece of pieces) {
      held += piece;
      if (held.length >= HELD) flush();
    }
    flush();
    orElse(() => {
      fsyncSync(file);
      closeSync(file);
      closed = true;
      renameSync(neighbour, path);
    });
  } catch (cause) {
    if (!closed) closeSync(file);
    rmSync(neighbour, { force: true });
    throw cause;
  }
}
