import { createReadStream, existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { sha256 } from "../../core/sha256.ts";
import { shown } from "../../core/shown.ts";
import { version } from "../../core/version.ts";
import { wantText } from "../../core/wantText.ts";
import { outputPlace } from "../../log/files/outputPlace.ts";
import { readStudyData } from "../../study-file/readStudyData.ts";
import { readPlan } from "../keepPlan.ts";
import { runFolder } from "../runFolder.ts";
import { type Fingerprint, fingerprint } from "./fingerprint.ts";
import { SEAL_FILE, type Seal, type SealedFile } from "./Seal.ts";

/** What was sealed. */
export interface SealedRun {
  readonly file: string;
  /** SHA-256 of the archive's first entry, which holds that of every file: who knows it knows whether anything was changed. */
  readonly hash: string;
  readonly seal: Seal;
  /** What in the folder is not in the archive, and why. */
  readonly leftOut: readonly string[];
}

/** Bytes that a file of an archive may have: the format's own limit. */
const MOST_BYTES = 2 ** 32 - 1;
/** Files that only say what goes on now. */
const PASSING = /(^|\/)(run\.lock|redis\.json)$|\.\d{1,10}\.tmp$/;

/**
 * Puts all files of a run's folder into one ZIP archive, whose first entry `SEAL.json` holds the SHA-256 of each. The same folder gives the
 * same archive, bit for bit. The folder is only read. A run that was stopped can be sealed too; one that goes on cannot.
 *
 * @param folder of the run
 * @param archive the file to write. Default: the folder's name with `.sealed.zip`.
 * @throws SpillwayError when there is no run, it goes on, a file changes meanwhile, or a file is larger than 4 GB. Nothing is left half-written.
 * Cost: two readings of the folder; memory does not grow with it, but for 4 bytes a line.
 */
export async function sealRun(folder: string, archive?: string): Promise<SealedRun> {
  wantText("sealRun", "the folder of a run", folder);
  const file = archive ?? `${folder.replace(/[\\/]+$/, "")}.sealed.zip`;
  const files = runFolder(folder);
  if (!existsSync(files.plan))
    throw new SpillwayError(
      `seal: there is no run in ${shown(folder)}: wanted a folder that spillway run has written`,
    );
  if (existsSync(join(folder, "run.lock")))
    throw new SpillwayError(
      `seal: the run in ${shown(folder)} goes on, or was killed: wait until it has ended, or resume it with the same spillway run command`,
      { place: { file: join(folder, "run.lock") } },
    );
  const { paths, leftOut } = filesIn(folder, file);
  const plan = readPlan(files.plan);
  const { data } = await readStudyData(files.study);
  const { name } = data as { readonly name?: unknown };
  const sealed: SealedFile[] = [];
  for (const path of paths) sealed.push({ path, ...(await fingerprintOf(join(folder, path))) });
  const seal: Seal = {
    format: 1,
    spillway: version,
    study: { name: typeof name === "string" ? name : "study", hash: plan.studyHash ?? "" },
    plan: { hash: plan.hash },
    complete: existsSync(files.units),
    files: sealed,
  };
  const head = `${JSON.stringify(seal, undefined, 1)}\n`;
  await writeArchive(file, folder, head, sealed);
  return { file, hash: sha256(head), seal, leftOut };
}

function filesIn(folder: string, archive: string): { paths: readonly string[]; leftOut: readonly string[] } {
  const paths: string[] = [];
  const leftOut: string[] = [];
  const walk = (inside: string): void => {
    for (const name of readdirSync(join(folder, inside)).sort()) {
      const path = inside === "" ? name : `${inside}/${name}`;
      const full = join(folder, path);
      const stats = lstatSync(full);
      if (stats.isDirectory()) walk(path);
      else if (full === archive || PASSING.test(path)) continue;
      else if (!stats.isFile()) leftOut.push(`${path}: a link or a device, not a file`);
      else if (path === SEAL_FILE) leftOut.push(`${path}: the name of the archive's own first entry`);
      else if (stats.size > MOST_BYTES)
        throw new SpillwayError(
          `seal: a file of the archive can have 4 GB at most, got ${(stats.size / 2 ** 30).toFixed(1)} GB`,
          { place: { file: full } },
        );
      else paths.push(path);
    }
  };
  walk("");
  return { paths: paths.sort(), leftOut };
}

async function fingerprintOf(path: string): Promise<Fingerprint> {
  const found = fingerprint();
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 }))
    found.take(piece as Uint8Array);
  return found.end();
}

async function writeArchive(
  file: string,
  folder: string,
  head: string,
  sealed: readonly SealedFile[],
): Promise<void> {
  const { Zip, ZipDeflate, strToU8 } = await import("fflate");
  const place = outputPlace(file);
  try {
    let fault: Error | null = null;
    const zip = new Zip((error, bytes) => {
      if (error) fault = error;
      else place.write(bytes);
    });
    // A day that is no day of the run: times of files are not what is sealed.
    const day = "1980-01-01T00:00";
    const entryOf = (name: string): InstanceType<typeof ZipDeflate> => {
      const entry = new ZipDeflate(name, { level: 6 });
      entry.mtime = day;
      zip.add(entry);
      return entry;
    };
    entryOf(SEAL_FILE).push(strToU8(head), true);
    for (const { path, sha256: wanted } of sealed) {
      const entry = entryOf(path);
      const found = fingerprint();
      for await (const piece of createReadStream(join(folder, path), { highWaterMark: 1 << 18 })) {
        found.take(piece as Uint8Array);
        entry.push(new Uint8Array(piece as Uint8Array), false);
      }
      entry.push(new Uint8Array(0), true);
      if (found.end().sha256 !== wanted)
        throw new SpillwayError("seal: the file changed while it was sealed: seal again when nobody writes", {
          place: { file: join(folder, path) },
        });
    }
    zip.end();
    if (fault !== null) throw fault;
    place.finish();
  } catch (cause) {
    place.abandon();
    throw cause;
  }
}
