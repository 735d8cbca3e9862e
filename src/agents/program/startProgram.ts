import type { ChildProcess, spawn as Spawn } from "node:child_process";
import { present } from "../../core/present.ts";
import { shown } from "../../core/shown.ts";
import { AgentFault } from "../AgentFault.ts";

export interface ProgramOptions {
  /** The program and its arguments; no shell sees them. */
  readonly command: readonly string[];
  /** Folder in which it runs. Default: that of this process. */
  readonly folder?: string | undefined;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Longest line that it may write, in bytes. */
  readonly maxBytes: number;
  /** Blanks keys in whatever it writes. */
  readonly clean: (text: string) => string;
}

/** A program that answers lines with lines. */
export interface Program {
  /** False once it has ended, or is being ended. */
  readonly running: boolean;
  /** True when it was ended from here. */
  readonly killed: boolean;
  /**
   * Sends one line with an id and waits for the line with that id.
   *
   * @throws AgentFault `wait` when the program ends meanwhile, `invalid` for a line that is no answer, `stop` when it cannot
   * be started.
   */
  ask(id: number, line: string): Promise<unknown>;
  /** Ends it at once. What is open fails as `wait`, with these words. */
  kill(because: string): void;
  /** Closes its input, and ends it when it does not end by itself within two seconds. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: AgentFault) => void;
}

const WHO = "command";
const PATIENCE = 2000;
/** Bytes of what it writes to standard error that are kept for its last words. */
const TAIL = 4000;

/**
 * Starts a program. That it cannot be started shows when it is first asked.
 *
 * @param spawn of `node:child_process`, which is loaded by those who need it: agents may be looked at in a browser too.
 */
export function startProgram(spawn: typeof Spawn, options: ProgramOptions): Program {
  const { command, folder, env, maxBytes, clean } = options;
  const [file, ...rest] = command;
  const waiting = new Map<number, Waiting>();
  let running = true;
  let killed: string | undefined;
  let tail = "";

  const child: ChildProcess = spawn(file!, rest, {
    ...present({ cwd: folder }),
    env: { ...env },
    stdio: ["pipe", "pipe", "pipe"],
    shell: false,
    windowsHide: true,
  });
  // A process that waits for nothing else may end although the program runs on: its input closes then.
  for (const one of [child, child.stdin, child.stdout, child.stderr])
    (one as { unref?(): void } | null)?.unref?.();

  const fail = (fault: AgentFault): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) reject(fault);
  };
  const kill = (because: string): void => {
    running = false;
    killed ??= because;
    child.kill("SIGKILL");
  };
  const lastWords = (): string => {
    const line = clean(tail)
      .split(/\r?\n/)
      .map((text) => text.trim())
      .filter((text) => text !== "")
      .at(-1);
    return line === undefined ? "" : `; its last words: ${line.slice(0, 300)}`;
  };
  const take = (line: string): void => {
    if (line.trim() === "") return;
    const { id, answer } = readLine(clean(line));
    if (id === undefined) {
      fail(
        new AgentFault(
          "invalid",
          `${WHO}: wanted a line { id, action } or { id, error }, got ${shown(answer)}: whatever else the program has to say belongs on standard error`,
        ),
      );
      return;
    }
    // The answer to a question that was given up is of no use any more.
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  };
  child.stdin?.on("error", () => undefined);
  child.stdout?.on(
    "data",
    lineSplitter(maxBytes, take, () => {
      fail(new AgentFault("invalid", `${WHO}: the program wrote a line of more than ${maxBytes} bytes`));
      kill("it wrote a line that is too long");
    }),
  );
  child.stderr?.on("data", (chunk: Buffer) => {
    tail = (tail + chunk.toString("utf8")).slice(-TAIL);
  });
  child.on("error", (cause: NodeJS.ErrnoException) => {
    running = false;
    const why = `${cause.code ?? cause.message}`;
    fail(
      new AgentFault("stop", `${WHO}: cannot start ${shown(file)} (${why}): is it there, and may it be run?`),
    );
  });
  child.on("exit", () => {
    running = false;
  });
  child.on("close", (code, signal) => {
    running = false;
    const how = killed ?? (code === null ? `signal ${signal}` : `exit code ${code}`);
    fail(new AgentFault("wait", `${WHO}: the program ended (${how}) before it answered${lastWords()}`));
  });
  const gone = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", () => resolve());
  });

  return {
    get running() {
      return running;
    },
    get killed() {
      return killed !== undefined;
    },
    ask: (id, line) =>
      new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.stdin?.write(`${line}\n`);
      }),
    kill,
    async close() {
      running = false;
      child.stdin?.end();
      const timer = setTimeout(() => kill("it did not end by itself"), PATIENCE);
      await gone;
      clearTimeout(timer);
    },
  };
}

function readLine(line: string): { readonly id?: number; readonly answer: unknown } {
  let answer: unknown = line;
  try {
    answer = JSON.parse(line);
  } catch {
    return { answer };
  }
  const id = (answer as { id?: unknown } | null)?.id;
  return typeof id === "number" ? { id, answer } : { answer };
}

/** Cuts bytes into lines of at most so many bytes; what stands behind a line that is too long is not looked at. */
function lineSplitter(
  most: number,
  line: (text: string) => void,
  tooLong: () => void,
): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  let over = false;
  return (chunk) => {
    let from = 0;
    while (!over) {
      const end = chunk.indexOf(10, from);
      const part = chunk.subarray(from, end === -1 ? chunk.length : end);
      size += part.length;
      if (size > most) {
        over = true;
        parts = [];
        tooLong();
        return;
      }
      parts.push(part);
      if (end === -1) return;
      const whole = Buffer.concat(parts).toString("utf8");
      parts = [];
      size = 0;
      from = end + 1;
      line(whole);
    }
  };
}
