import { spawnSync } from "node:child_process";
import { askSync } from "../support/commands/askSync.ts";
import { commandServer } from "../support/commands/commandServer.ts";
import type { Answer } from "../support/commands/Request.ts";
import { program } from "./program.ts";

/** What a command left behind. */
export type Outcome = Answer;

/** Where a command runs, and with what. */
export interface Place {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command line as a person would, in the folder `cwd`, in a process that has the program loaded. */
export function spillway(args: readonly string[], { cwd, input = "", env = {} }: Place): Outcome {
  const whole = { ...process.env, ...env } as Record<string, string>;
  return askSync(commandServer(), { file: program, args, cwd, input, env: whole });
}

/** The same in a process of its own. */
export function startSpillway(args: readonly string[], { cwd, input = "", env = {} }: Place): Outcome {
  const done = spawnSync(process.execPath, [program, ...args], {
    cwd,
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 50_000,
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}
