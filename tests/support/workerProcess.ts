import { type ChildProcess, spawn } from "node:child_process";
import { program } from "../cli/program.ts";

/** A `spillway worker` in a process of its own. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** What it has said so far. */
  said(): string;
  /** Waits until it takes work. */
  ready(): Promise<void>;
  /** Ends it by a signal, and gives the exit code, or the signal. */
  end(signal: NodeJS.Signals): Promise<string>;
  /** Resolves when it has ended by itself. */
  ended: Promise<string>;
}

/** Starts `spillway worker` with these arguments. */
export function workerProcess(args: readonly string[], env: Record<string, string> = {}): WorkerProcess {
  const child = spawn(process.execPath, [program, "worker", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const heard: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: Buffer) => {
      text += piece.toString();
      for (const wake of heard) wake();
    });
  }
  const ended = new Promise<string>((done) => {
    child.once("exit", (code, signal) => done(signal ?? `${code}`));
  });
  return {
    child,
    ended,
    said: () => text,
    ready: () =>
      new Promise((done, fail) => {
        const look = (): void => {
          if (text.includes("waiting for work")) done();
        };
        heard.push(look);
        void ended.then(() => fail(new Error(`the worker ended: ${text}`)));
        look();
      }),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
