import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { encodingOf, notText } from "./encodingOf.ts";

/** Bytes that a file may hold, plain or unpacked, when it is read piece by piece: 64 GB. */
const MOST_BYTES = 64 * 2 ** 30;

/**
 * The text of a file, or of standard input for "-", piece by piece, so that a file of any length can be read. Gzipped content is
 * unpacked, whatever the file is called, and a byte order mark is dropped.
 *
 * @param most bytes of unpacked content at most.
 * @throws SpillwayError when there is no such file, when it cannot be read or unpacked, when it is not UTF-8 (with what it looks
 * like), and when it holds more than `most`.
 */
export async function* textPieces(path: string, most: number = MOST_BYTES): AsyncGenerator<string> {
  const place = { file: path === "-" ? "(standard input)" : path };
  if (path !== "-" && (await announced(path)) > most) throw new SpillwayError(tooLong(most), { place });
  const source = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let read = 0;
  let lines = 0;
  let started = false;
  let before: Uint8Array = new Uint8Array();
  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new SpillwayError(`the text is not UTF-8${encodingOf(bytes ?? before)}`, {
        place: { ...place, line: lines + 1 + (bytes ? linesBefore(bytes) : 0) },
        cause,
      });
    }
  };
  try {
    for await (const bytes of unpacked(source, place)) {
      read += bytes.length;
      if (read > most) throw new SpillwayError(tooLong(most), { place });
      if (!started) {
        started = true;
        const odd = notText(bytes);
        if (odd !== undefined) throw new SpillwayError(odd, { place });
      }
      const text = decode(bytes);
      before = bytes;
      lines += newlines(bytes);
      if (text !== "") yield text;
    }
    const last = decode(undefined);
    if (last !== "") yield last;
  } catch (cause) {
    throw explained(cause, path, place);
  } finally {
    if (path !== "-") source.destroy();
  }
}

/** Bytes that a file says it holds: its size, or what stands at the end of gzipped content. What it holds is counted all the same. */
async function announced(path: string): Promise<number> {
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size < 18) return 0;
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
      if (buffer[0] !== 0x1f || buffer[1] !== 0x8b) return about.size;
      return (await file.read(Buffer.alloc(4), 0, 4, about.size - 4)).buffer.readUInt32LE();
    } finally {
      await file.close();
    }
  } catch {
    // Whatever is wrong with the file is said when it is read.
    return 0;
  }
}

/** What is said of content that is too long. */
function tooLong(most: number): string {
  const size = most >= 2 ** 30 ? `${most / 2 ** 30} GB` : `${Math.round(most / 2 ** 20)} MB`;
  return `the file holds more than ${size} of text, the most that is read: give a part of it, or only the columns that are needed`;
}

async function* unpacked(source: Readable, place: { file: string }): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const next = async (): Promise<Uint8Array | undefined> => {
    const { value, done } = await pieces.next();
    return done ? undefined : value;
  };
  // Two bytes tell whether it is gzipped; a pipe may bring them one by one.
  let held = await next();
  while (held !== undefined && held.length < 4) {
    const more = await next();
    if (more === undefined) break;
    held = Buffer.concat([held, more]);
  }
  if (held === undefined) return;
  if (held[0] !== 0x1f || held[1] !== 0x8b) {
    yield held;
    for (let piece = await next(); piece !== undefined; piece = await next()) yield piece;
    return;
  }
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const fed = (async (): Promise<void> => {
    for (let piece: Uint8Array | undefined = held; piece !== undefined; piece = await next())
      if (!gunzip.write(piece))
        await new Promise<void>((drained) =>
          gunzip.once("drain", () => drained()).once("close", () => drained()),
        );
    gunzip.end();
  })();
  fed.catch((cause: Error) => gunzip.destroy(cause));
  try {
    for await (const bytes of gunzip) yield bytes as Uint8Array;
  } catch (cause) {
    if (cause instanceof SpillwayError || (cause as NodeJS.ErrnoException).code?.startsWith("Z_") !== true)
      throw cause;
    throw new SpillwayError("the gzipped content is damaged or cut short", { place, cause });
  } finally {
    gunzip.destroy();
  }
}

function explained(cause: unknown, path: string, place: { file: string }): unknown {
  if (cause instanceof SpillwayError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return new SpillwayError(`there is no file "${path}"`, { cause });
  if (code === "EISDIR") return new SpillwayError(`wanted a file, got the folder "${path}"`, { cause });
  return new SpillwayError(`the file cannot be read (${code ?? String(cause)})`, {
    kind: "failure",
    place,
    cause,
  });
}

function newlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** Lines before the first byte that is not UTF-8. */
function linesBefore(bytes: Uint8Array): number {
  const text = new TextDecoder("utf-8").decode(bytes);
  return text.slice(0, text.indexOf("\uFFFD")).split("\n").length - 1;
}
