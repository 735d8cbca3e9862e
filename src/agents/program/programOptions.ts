import { AgentFault } from "../AgentFault.ts";
import { blankKeys } from "../endpoint/blankKeys.ts";
import type { ProgramOptions } from "./startProgram.ts";

interface ProgramSettings {
  readonly command: readonly string[];
  /** Names of the environment variables that it sees. */
  readonly env: readonly string[];
  /** Longest answer in bytes. */
  readonly maxBytes: number;
}

const WHO = "command";
/** Variables whose values are no secrets and occur in ordinary messages. */
const OPEN = /PATH$|^(HOME|USER|SHELL|LANG|TERM|TZ|PWD|VIRTUAL_ENV|LC_.*|TE?MP.*)$/;

/** Parts of a command by which Python is started. */
const PYTHON = /(^|[\\/])(python|pypy)[\d.]*(\.exe)?$|\.py$|^(uv|uvx|poetry|pipenv|conda|pixi|hatch)$/i;
/** Without it Python keeps its answers in a buffer as long as nobody reads them on a terminal. */
const UNBUFFERED = { PYTHONUNBUFFERED: "1" };

/**
 * With what a program of a study is started: the variables that it may see and no others, in a folder.
 *
 * @throws AgentFault `stop` for a variable that is not set.
 */
export function programOptions(
  { command, env, maxBytes }: ProgramSettings,
  folder: string | undefined,
): ProgramOptions {
  const given = env.map((name) => {
    const value = process.env[name];
    if (value === undefined && name !== "PATH")
      throw new AgentFault("stop", `${WHO}: env names the variable ${name}, which is not set`);
    return [name, value ?? ""] as const;
  });
  const secrets = given.filter(([name]) => !OPEN.test(name)).map(([, value]) => value);
  const unbuffered = command.some((part) => PYTHON.test(part)) ? UNBUFFERED : {};
  return {
    ...{ command, folder, maxBytes },
    env: { ...unbuffered, ...Object.fromEntries(given) },
    clean: blankKeys(secrets),
  };
}
