import { closeSync, createReadStream, existsSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { sha256 } from "../../core/sha256.ts";
import { shown } from "../../core/shown.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantText } from "../../core/wantText.ts";
import { runFolder } from "../runFolder.ts";
import { type Fingerprint, fingerprint, firstDifference } from "./fingerprint.ts";
import { parseSeal } from "./parseSeal.ts";
import { readArchive } from "./readArchive.ts";
import { replayRun } from "./replayRun.ts";
import { SEAL_FILE, type Seal, type SealedFile, type SealFault } from "./Seal.ts";

export interface VerifyOptions {
  /** A run's folder that must be what was sealed, too. */
  readonly folder?: string;
  /** The hash that `spillway seal` said, as it was published or kept: without it only the archive is compared with itself. */
  readonly hash?: string;
  /** Whether plan, units and estimates are made again from the study and the journal. Default true. */
  readonly replay?: boolean;
}

/** What a sealed archive is worth. */
export interface Verification {
  /** SHA-256 of the seal. */
  readonly hash: string;
  /** Absent when the archive's seal cannot be read. */
  readonly seal?: Seal;
  /** Files, and lines, that are not what was sealed; none: nothing was changed. */
  readonly faults: readonly SealFault[];
  /** What was made again, and whether it came out the same; empty when that was not asked or not possible. */
  readonly replayed: readonly { readonly what: string; readonly same: boolean; readonly because?: string }[];
  /** What was not looked at, and why. */
  readonly notes: readonly string[];
}

/** Characters of a seal at most: 4 bytes a line of a journal are the largest part of it. */
const MOST_SEAL = 512 * 2 ** 20;
/** What is written for a replay, into a folder of its own and nowhere else. */
const REPLAYED = Object.values(runFolder("")).map((path) => basename(path));

/**
 * Compares a sealed archive with its seal, entry by entry, and makes plan, units and estimates again from the study and the journal that it
 * holds. The archive may come from anybody: nothing of it is evaluated, its names are paths of nothing, and it unpacks to what the seal says at most.
 * Cost: one reading, and that of the estimates.
 *
 * @throws SpillwayError when there is no such file or folder
 */
export async function verifySeal(file: string, options: VerifyOptions = {}): Promise<Verification> {
  wantText("verifySeal", "the path of an archive", file);
  wantArgument("verifySeal", "options", options);
  const { folder, hash: wanted, replay = true } = options;
  if (folder !== undefined && !existsSync(folder))
    throw new SpillwayError(`verify: there is no folder ${shown(folder)}`);
  const space = replay ? mkdtempSync(join(tmpdir(), "spillway-verify-")) : undefined;
  try {
    const read = await unpack(file, space);
    const { seal, hash } = read;
    const faults = [...read.faults];
    if (wanted !== undefined && hash !== wanted.toLowerCase())
      faults.unshift({ file: SEAL_FILE, because: `its hash is ${hash}, wanted ${shown(wanted)}` });
    if (seal && folder !== undefined) faults.push(...(await differencesIn(folder, seal)));
    const notes =
      wanted === undefined && faults.length === 0
        ? [
            "no hash was given: the archive fits its own seal, which whoever changes the archive could write anew; compare with the hash that spillway seal said",
          ]
        : [];
    if (space === undefined || !seal || read.faults.length > 0)
      return {
        hash,
        ...(seal ? { seal } : {}),
        faults,
        replayed: [],
        notes:
          replay && read.faults.length > 0
            ? [...notes, "nothing was made again: the archive is damaged"]
            : notes,
      };
    const made = await replayRun(space, seal);
    return { hash, seal, faults, replayed: made.replayed, notes: [...notes, ...made.notes] };
  } finally {
    if (space !== undefined) rmSync(space, { recursive: true, force: true });
  }
}

/** Reads an archive, compares each entry, and writes the files of a run into a folder of its own. */
async function unpack(
  file: string,
  space: string | undefined,
): Promise<{ seal?: Seal; hash: string; faults: readonly SealFault[] }> {
  const faults: SealFault[] = [];
  const pieces: Uint8Array[] = [];
  const found = new Map<string, Fingerprint>();
  let seal: Seal | undefined;
  let hash = "";
  let entries = 0;
  let open: { taker: ReturnType<typeof fingerprint>; to?: number } | undefined;
  const told = await readArchive(file, {
    wants(name) {
      entries++;
      if (entries === 1) return name === SEAL_FILE ? MOST_SEAL : undefined;
      const sealed = seal?.files.find(({ path }) => path === name);
      if (!sealed || found.has(name)) {
        if (seal)
          faults.push({
            file: shown(name),
            because: found.has(name) ? "it is there twice" : "it was not sealed",
          });
        return undefined;
      }
      open = {
        taker: fingerprint(),
        ...(space !== undefined && REPLAYED.includes(name) ? { to: openSync(join(space, name), "w") } : {}),
      };
      return sealed.bytes;
    },
    take(name, bytes) {
      if (name === SEAL_FILE) pieces.push(bytes.slice());
      else {
        open!.taker.take(bytes);
        if (open!.to !== undefined)
          for (let at = 0; at < bytes.length; ) at += writeSync(open!.to, bytes, at);
      }
    },
    end(name) {
      if (name === SEAL_FILE) {
        const text = Buffer.concat(pieces).toString("utf8");
        hash = sha256(text);
        const parsed = parseSeal(text);
        if (typeof parsed === "string") faults.push({ file: SEAL_FILE, because: parsed });
        else seal = parsed;
        return;
      }
      found.set(name, open!.taker.end());
      if (open!.to !== undefined) closeSync(open!.to);
      open = undefined;
    },
  });
  // What the archive broke off in is compared as far as it came.
  const partial = open?.taker.end();
  if (open?.to !== undefined) closeSync(open.to);
  if (!seal) {
    if (faults.length === 0)
      faults.push({
        file: SEAL_FILE,
        because: `the archive does not begin with it${told === undefined ? "" : ` (${told})`}: wanted a file that spillway seal has written`,
      });
    return { hash, faults };
  }
  let broken = false;
  for (const sealed of seal.files) {
    const there = found.get(sealed.path);
    if (there) {
      const fault = faultOf(sealed, there);
      if (fault) faults.push(fault);
    } else if (partial && !broken) {
      broken = true;
      faults.push({
        ...lineOf(sealed, partial),
        file: sealed.path,
        because: `the archive breaks off in it${told === undefined ? "" : ` (${told})`}`,
      });
    } else faults.push({ file: sealed.path, because: "it is missing" });
  }
  if (told !== undefined && !broken && faults.length === 0) faults.push({ file, because: told });
  return { seal, hash, faults };
}

function faultOf(sealed: SealedFile, there: Fingerprint): SealFault | undefined {
  if (sealed.sha256 === there.sha256 && sealed.bytes === there.bytes && sealed.lines === there.lines)
    return undefined;
  return {
    file: sealed.path,
    ...lineOf(sealed, there),
    because: `it is not what was sealed: ${there.bytes === sealed.bytes ? "as many bytes, others" : `${there.bytes} bytes, wanted ${sealed.bytes}`}`,
  };
}

function lineOf(sealed: SealedFile, there: Fingerprint): { line?: number } {
  const line = firstDifference(sealed.lines, there.lines);
  return line === undefined ? {} : { line };
}

/** Where a folder is not what was sealed. Files that were added since are none of the seal's. */
async function differencesIn(folder: string, { files }: Seal): Promise<readonly SealFault[]> {
  const faults: SealFault[] = [];
  for (const sealed of files) {
    const path = join(folder, sealed.path);
    if (!existsSync(path)) {
      faults.push({ file: path, because: "it is missing" });
      continue;
    }
    const taker = fingerprint();
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 }))
      taker.take(piece as Uint8Array);
    const fault = faultOf(sealed, taker.end());
    if (fault) faults.push({ ...fault, file: path });
  }
  return faults;
}
