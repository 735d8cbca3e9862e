// Long because it is the one place where it is decided how something is written where something may stand already.
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";

export interface OutputOptions {
  /**
   * Whether it is a file of a folder that the program keeps for itself, as that of a run: readable by its owner only, and a
   * link in its place is never followed. Default false: a file that the user names.
   */
  readonly own?: boolean;
}

/** Somewhere to write to. */
interface OutputPlace {
  write(bytes: Uint8Array): void;
  /** All is written: it takes its place. */
  finish(): void;
  /** It will not be finished: what stood there stands there still. */
  abandon(): void;
}

/**
 * Opens a place for new content, after a look at what stands there.
 *
 * - Nothing: the content is written beside it and then takes the name, so that nobody sees a part.
 * - A link: what it leads to counts. One that leads nowhere, or in a circle, is refused.
 * - A plain file: the content is written whole beside it, and then into the file, which keeps its mode, its owner, its other
 *   names and whatever else it carries. One that nobody may write to is refused.
 * - A pipe, a terminal, /dev/null: the content is written into it. A pipe must have a reader.
 * - A folder, a socket, a disk: refused.
 *
 * In a folder of the program's own, a file is replaced by one with its mode and owner, so that a run that is killed leaves
 * the old or the new.
 *
 * @throws SpillwayError that says what stands there and what to do; nothing was changed then.
 */
export function outputPlace(path: string, { own = false }: OutputOptions = {}): OutputPlace {
  try {
    const there = lookedAt(path, own);
    if (there?.stats && !there.stats.isFile() && !there.link) return intoOpen(path, there.stats);
    if (there?.stats && !own) return intoFile(path, there.place, there.stats);
    mkdirSync(dirname(path), { recursive: true, ...(own ? { mode: 0o700 } : {}) });
    return besides(path, own, there?.stats);
  } catch (cause) {
    throw outputFault(path, cause);
  }
}

/**
 * Looks whether something can be written to a place that the user names, before what is to be written is made.
 *
 * @throws SpillwayError as {@link outputPlace}.
 */
export function wantOutputPlace(path: string): void {
  try {
    lookedAt(path, false);
  } catch (cause) {
    throw outputFault(path, cause);
  }
}

/** What stands at a path; undefined for nothing. */
function lookedAt(
  path: string,
  own: boolean,
): { readonly place: string; readonly stats?: Stats; readonly link?: boolean } | undefined {
  const first = lstatSync(path, { throwIfNoEntry: false });
  if (first === undefined) return undefined;
  if (first.isSymbolicLink()) {
    // It is replaced by the file, and what it leads to stays as it is.
    if (own) return { place: path, link: true };
    let stats: Stats | undefined;
    try {
      stats = statSync(path, { throwIfNoEntry: false });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ELOOP") throw cause;
      throw refusal(path, "it is a link that leads in a circle: remove it, or name another file");
    }
    if (stats === undefined)
      throw refusal(
        path,
        `it is a link to "${readlinkSync(path)}", where nothing is: make that, or name another file`,
      );
    wantWritable(path, stats);
    // What a process has open by its number has no other name, and is never replaced.
    return { place: stats.isFile() && !isOpenByNumber(path) ? realpathSync.native(path) : path, stats };
  }
  wantWritable(path, first);
  return { place: path, stats: first };
}

function wantWritable(path: string, stats: Stats): void {
  if (stats.isDirectory()) throw refusal(path, "it is a folder: name a file in it");
  if (stats.isSocket()) throw refusal(path, "it is a socket: name a file");
  if (stats.isBlockDevice()) throw refusal(path, "it is a disk: name a file");
  // The rights of an administrator pass over this, and yet somebody has said that nobody should write here.
  if ((stats.mode & 0o222) === 0)
    throw refusal(path, "it is read-only: make it writable, or name another file");
}

/** Whether a path, or a link on its way, is an open file of a process: /dev/stdout, /proc/self/fd/3. */
function isOpenByNumber(path: string): boolean {
  let at = resolve(path);
  for (let links = 0; links < 40; links++) {
    const folder = folderOf(at);
    if (/^\/proc\/\d+\/(task\/\d+\/)?fd$/.test(folder) || folder === "/dev/fd") return true;
    if (!lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
    at = resolve(dirname(at), readlinkSync(at));
  }
  return false;
}

function folderOf(path: string): string {
  try {
    return realpathSync.native(dirname(path));
  } catch {
    return dirname(path);
  }
}

/** Writes beside the place, and takes the name when all is there. */
function besides(path: string, own: boolean, before: Stats | undefined): OutputPlace {
  const neighbour = `${path}.${process.pid}.tmp`;
  const file = openSync(neighbour, "w", own ? 0o600 : 0o666);
  try {
    if (before?.isFile()) carryOver(file, before);
  } catch (cause) {
    closeSync(file);
    remove(neighbour);
    throw cause;
  }
  return {
    write: (bytes) => writeAll(path, file, bytes),
    finish: () =>
      attempt(path, neighbour, () => {
        fsyncSync(file);
        closeSync(file);
        renameSync(neighbour, path);
      }),
    abandon() {
      closeQuietly(file);
      remove(neighbour);
    },
  };
}

/** Gives a new file the mode and the owner of the one before, as far as that is allowed. */
function carryOver(file: number, { mode, uid, gid }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Somebody else's file in one's own folder: only an administrator gives files away.
  }
  fchmodSync(file, mode & 0o7777);
}

/** Writes beside a file that is there, and copies it into the file when all is there. */
function intoFile(path: string, place: string, stats: Stats): OutputPlace {
  const target = openSync(place, constants.O_WRONLY);
  const neighbour = `${place}.${process.pid}.tmp`;
  let file: number;
  try {
    file = openSync(neighbour, "w+", stats.mode & 0o777 & ~0o077);
  } catch {
    // Where nothing can be made beside the file, it is written into at once.
    return {
      ...straightInto(path, target),
      finish: () => attempt(path, undefined, () => closeWhole(target)),
    };
  }
  return {
    write: (bytes) => writeAll(path, file, bytes),
    finish: () =>
      attempt(path, undefined, () => {
        fsyncSync(file);
        const chunk = Buffer.alloc(1 << 16);
        let at = 0;
        for (let size = readSync(file, chunk, 0, chunk.length, at); size > 0; ) {
          for (let done = 0; done < size; ) done += writeSync(target, chunk, done, size - done, at + done);
          at += size;
          size = readSync(file, chunk, 0, chunk.length, at);
        }
        ftruncateSync(target, at);
        closeWhole(target);
        closeSync(file);
        remove(neighbour);
      }),
    abandon() {
      closeQuietly(target);
      closeQuietly(file);
      remove(neighbour);
    },
  };
}

function closeWhole(file: number): void {
  fsyncSync(file);
  closeSync(file);
}

/** Writes into what is no file. */
function intoOpen(path: string, stats: Stats): OutputPlace {
  const file = stats.isFIFO() ? openPipe(path) : openSync(path, constants.O_WRONLY | constants.O_APPEND);
  return { ...straightInto(path, file), finish: () => attempt(path, undefined, () => closeSync(file)) };
}

function straightInto(path: string, file: number): Pick<OutputPlace, "write" | "abandon"> {
  return { write: (bytes) => writeAll(path, file, bytes), abandon: () => closeQuietly(file) };
}

/** How long a pipe may be without a reader, in steps of 50 ms. */
const PATIENCE = 100;

/** Opens a pipe when it has a reader; without one, to open it would never end. */
function openPipe(path: string): number {
  for (let tries = 0; ; tries++) {
    try {
      const asked = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
      // There is a reader, so this does not wait; unlike the first it waits when the pipe is full.
      const file = openSync(path, constants.O_WRONLY);
      closeSync(asked);
      return file;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "ENXIO") throw cause;
      if (tries >= PATIENCE)
        throw refusal(path, "it is a pipe that nobody reads: start its reader first, or name a file");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

function writeAll(path: string, file: number, bytes: Uint8Array): void {
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } catch (cause) {
    throw outputFault(path, cause);
  }
}

function attempt(path: string, neighbour: string | undefined, work: () => void): void {
  try {
    work();
  } catch (cause) {
    if (neighbour !== undefined) remove(neighbour);
    throw outputFault(path, cause);
  }
}

function closeQuietly(file: number): void {
  try {
    closeSync(file);
  } catch {
    // It was closed before.
  }
}

/** The fault to report is the one of writing, not of tidying up after it (a parent that is a file fails both). */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing was made there, or it cannot be reached.
  }
}

function refusal(path: string, because: string): SpillwayError {
  return new SpillwayError(`cannot write "${path}": ${because}`);
}

/** What the user can mend, in words; all else is a failure of the machine. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "it is on a read-only disk",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder: name a file in it",
  ENOENT: "a folder of the path is not there",
  ELOOP: "it is a link that leads in a circle, or where none may be",
  ENAMETOOLONG: "the name is too long",
  ENXIO: "nobody is at its other end",
};

/** Why something could not be written. */
function outputFault(path: string, cause: unknown): SpillwayError {
  if (cause instanceof SpillwayError) return cause;
  const { code = String(cause) } = cause as NodeJS.ErrnoException;
  const words = WORDS[code];
  return new SpillwayError(`cannot write "${path}"${words === undefined ? "" : `: ${words}`} (${code})`, {
    ...(words === undefined ? { kind: "failure" as const } : {}),
    cause,
  });
}
