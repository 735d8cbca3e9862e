import { createReadStream } from "node:fs";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

/** Takes what an archive holds, entry by entry, as it comes. */
interface ArchiveReader {
  /** Whether an entry is wanted, and how many bytes it may have; undefined: it is passed over. */
  wants(name: string): number | undefined;
  take(name: string, bytes: Uint8Array): void;
  end(name: string): void;
}

/**
 * Reads a ZIP archive in one pass. An entry that unpacks to more than it may have, and whatever is no archive, ends the reading.
 *
 * @returns in words why it was not read to its end; undefined when it was
 * @throws SpillwayError when there is no such file
 */
export async function readArchive(file: string, reader: ArchiveReader): Promise<string | undefined> {
  const { Unzip, UnzipInflate } = await import("fflate");
  let fault: string | undefined;
  const unzip = new Unzip((entry) => {
    const most = reader.wants(entry.name);
    if (most === undefined) return;
    let left = most;
    entry.ondata = (error, bytes, final) => {
      if (error) throw error;
      left -= bytes.length;
      if (left < 0) throw new SpillwayError(`${shown(entry.name)} unpacks to more than was sealed`);
      reader.take(entry.name, bytes);
      if (final) reader.end(entry.name);
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 1 << 16 }))
      unzip.push(new Uint8Array(piece as Uint8Array), false);
    unzip.push(new Uint8Array(0), true);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new SpillwayError(`verify: there is no file "${file}"`);
    if (code === "EISDIR")
      throw new SpillwayError(
        `verify: "${file}" is a folder: wanted the archive that spillway seal has written`,
      );
    fault = message;
  }
  return fault;
}
