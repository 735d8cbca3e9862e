import { spawnSync } from "node:child_process";
import { program } from "./program.ts";

/** What a command left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a child process, as a person would, in the folder `cwd`. */
export function spillway(
  args: readonly string[],
  options: { cwd: string; input?: string; env?: Record<string, string> },
): Outcome {
  const { cwd, input = "", env = {} } = options;
  const done = spawnSync(process.execPath, [program, ...args], {
    cwd,
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 50_000,
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}
