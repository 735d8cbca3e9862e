import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "vitest";
import { program } from "../cli/program.ts";
import { ask } from "../support/commands/ask.ts";
import { commandServer } from "../support/commands/commandServer.ts";
import type { Answer } from "../support/commands/Request.ts";
import { type CaseName, cases } from "./cases.ts";

/** A copy of a case's inputs, and what a person does with them. */
export interface CasePlace {
  /** The folder of the copy. */
  readonly cwd: string;
  /** Runs a command there; what each prints has single spaces, however its lines are broken. */
  spillway(
    args: readonly string[],
    more?: { readonly input?: string; readonly env?: Environment },
  ): Promise<Answer>;
  read(file: string): string;
  put(file: string, text: string | Uint8Array): void;
  /** The path of a file there. */
  at(file: string): string;
  /** Changes a file. */
  edit(file: string, change: (text: string) => string): void;
}
type Environment = Readonly<Record<string, string>>;

/** Where the inputs lie. */
export const data: string = new URL("data/", import.meta.url).pathname;

/** Tests that a case does what it should: in a fresh copy of its inputs, which is removed in the end. */
export function theCase(folder: CaseName, look: (place: CasePlace) => Promise<void>, skip = false): void {
  describe(folder, () => {
    test.skipIf(skip)(cases[folder], async () => {
      const cwd = mkdtempSync(join(tmpdir(), "spillway-case-"));
      try {
        cpSync(join(data, folder), cwd, { recursive: true });
        await look(placeIn(cwd));
      } finally {
        rmSync(cwd, { recursive: true, force: true });
      }
    });
  });
}

/** What can be done in a folder. */
export function placeIn(cwd: string): CasePlace {
  const at = (file: string): string => join(cwd, file);
  const read = (file: string): string => readFileSync(at(file), "utf8");
  return {
    cwd,
    at,
    read,
    put: (file, text) => writeFileSync(at(file), text),
    edit: (file, change) => {
      const text = read(file);
      const changed = change(text);
      if (changed === text) throw new Error(`nothing was changed in ${file}`);
      writeFileSync(at(file), changed);
    },
    async spillway(args, { input = "", env = {} } = {}) {
      const whole = { ...process.env, XDG_STATE_HOME: at("state"), ...env } as Record<string, string>;
      const { code, out, err } = await ask(commandServer(), { file: program, args, cwd, input, env: whole });
      return { code, out: oneSpace(out), err: oneSpace(err) };
    },
  };
}

const oneSpace = (text: string): string => text.replaceAll(/ *\n/g, " ").replaceAll(/ {2,}/g, " ").trim();

/** The estimates that `--json` printed. */
export function rowsOf(answer: Answer): readonly Readonly<Record<string, unknown>>[] {
  if (answer.code !== 0) throw new Error(`exit ${answer.code}: ${answer.err}`);
  return (JSON.parse(answer.out) as { rows: Record<string, unknown>[] }).rows;
}
