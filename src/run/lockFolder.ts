import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantText } from "../core/wantText.ts";
import type { Clock } from "./Clock.ts";

/** Who holds a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** When the process began, as the system counts: a number that is used again belongs to another process. */
  readonly began?: string;
}

/** Who is at work in a folder: undefined where nobody is, or whoever was has died. */
export function atWork(folder: string): Pick<Holder, "pid" | "host" | "since"> | undefined {
  wantText("atWork", "a folder", folder);
  const path = join(folder, "run.lock");
  const there = readHolder(path);
  return there && isAlive(there, path) ? there : undefined;
}

/** Locks that this process holds. */
const held = new Set<string>();

/**
 * Takes a run's folder for this process alone, by the file `run.lock` in it, and gives what lets it go. The lock of a process
 * that is dead, on this machine, is taken over; so a run that was killed needs no tidying up.
 *
 * @throws SpillwayError when another process holds it, saying which, where and since when.
 */
export function lockFolder(folder: string, clock: Pick<Clock, "time">): () => void {
  wantText("lockFolder", "a folder", folder);
  wantArgument("lockFolder", "a clock", clock, { fields: ["time"] });
  const path = join(folder, "run.lock");
  const own = `${path}.${process.pid}`;
  const began = beginOf(process.pid);
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    since: clock.time(),
    ...present({ began }),
  };
  const text = `${JSON.stringify(holder)}\n`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A lock appears whole or not at all: written beside its place, and then linked into it.
    writeFileSync(own, text, { mode: 0o600 });
    for (let tries = 0; !linked(own, path); tries++) {
      const there = readHolder(path);
      if (there && (tries > 10 || isAlive(there, path))) throw refusal(folder, there, path);
      removeStale(path, there);
    }
  } catch (cause) {
    if (cause instanceof SpillwayError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new SpillwayError(`run: cannot lock the folder "${folder}" (${code ?? String(cause)})`, {
      kind: "failure",
      cause,
    });
  } finally {
    remove(own);
  }
  held.add(path);
  return () => {
    held.delete(path);
    remove(path);
  };
}

/** What is not there need not be removed, and a folder that cannot be read has been complained about. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

/** Who holds the lock; undefined when there is none any more. What cannot be read was not written by {@link lockFolder}. */
function readHolder(path: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
  try {
    const { pid, host, since, began } = JSON.parse(text) as Partial<Holder>;
    return {
      pid: Number(pid),
      host: String(host),
      since: String(since),
      ...(began === undefined ? {} : { began: String(began) }),
    };
  } catch {
    return { pid: Number.NaN, host: "an unknown host", since: "an unknown time" };
  }
}

/** A process of another machine counts as alive: nobody here can tell. */
function isAlive({ pid, host, began }: Holder, path: string): boolean {
  if (host !== hostname() || !Number.isInteger(pid)) return true;
  if (pid === process.pid && (began === undefined || began === beginOf(pid))) return held.has(path);
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return began === undefined || beginOf(pid) === undefined || beginOf(pid) === began;
}

/** When a process began, where the system tells (Linux). */
function beginOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program stands in brackets and may hold anything; the beginning is field 22.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Takes a dead process's lock away, but not one that somebody else has put in its place meanwhile. */
function removeStale(path: string, stale: Holder | undefined): void {
  if (!stale) return;
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cause;
  }
  if (JSON.stringify(readHolder(aside)) !== JSON.stringify(stale)) linked(aside, path);
  remove(aside);
}

function refusal(folder: string, { pid, host, since }: Holder, path: string): SpillwayError {
  return new SpillwayError(
    `run: the folder "${folder}" is in use by process ${pid} on ${host}, since ${since}: wait for it, or choose another folder; if you are sure that it is gone, remove ${path}`,
    { kind: "failure" },
  );
}
