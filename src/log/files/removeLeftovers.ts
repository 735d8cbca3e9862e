import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What {@link writeFileWhole} writes before it takes its name: `study.json.4711.tmp`. */
const TEMPORARY = /\.(\d{1,10})\.tmp$/;

/** Removes temporary files from a folder that processes left behind when they were killed. Those of processes that live stay. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(TEMPORARY.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || pid === process.pid || lives(pid)) continue;
    rmSync(join(folder, name), { force: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
