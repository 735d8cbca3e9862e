import type { Progress } from "../../run/runPlan.ts";
import { progressText } from "./progressText.ts";

/** Least time between two reports, in milliseconds: on a terminal and elsewhere. */
const EVERY = { terminal: 100, plain: 3000 };

/** Shows where a run stands. */
interface ProgressLine {
  show(progress: Progress): void;
  /** Words of their own, on a line that is cleared before. */
  note(say: (text: string) => void): (text: string) => void;
  /** Clears the line of a terminal. */
  done(): void;
}

/** Milliseconds after which something is said when nothing new is told. */
const SILENT = { first: 10_000, later: 30_000, trouble: 1000 };

/**
 * On a terminal one line of standard error that is written over; elsewhere a plain line every few seconds. What goes wrong is
 * said within two seconds, and a run that waits says so again every half minute.
 */
export function progressLine(quiet: boolean, elapsed: () => number = () => performance.now()): ProgressLine {
  const terminal = process.stderr.isTTY === true;
  const every = terminal ? EVERY.terminal : EVERY.plain;
  const start = elapsed();
  let last = terminal ? Number.NEGATIVE_INFINITY : start;
  let shown = false;
  let told: { readonly progress: Progress; readonly at: number; said: boolean } | undefined;
  let troubled = false;
  const clear = (): void => {
    if (terminal && shown) process.stderr.write("\r\x1b[2K");
    shown = false;
  };
  const say = (text: string): void => {
    last = elapsed();
    if (told) told.said = true;
    process.stderr.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
    shown = true;
  };
  const sayTold = (): void => {
    if (!told) return;
    const { progress, at } = told;
    const now = elapsed();
    say(progressText(progress, progress.done - progress.earlier, now - start, now - at));
  };
  const look = (): void => {
    const silent = elapsed() - last;
    if (!told && elapsed() - start >= SILENT.first && silent >= SILENT.first)
      say(`no call has ended yet, after ${Math.round((elapsed() - start) / 1000)} s`);
    else if (told && (told.said ? silent >= SILENT.later : silent >= every)) sayTold();
  };
  const timer = quiet ? undefined : setInterval(look, 1000);
  timer?.unref();
  return {
    show(progress) {
      const now = elapsed();
      told = { progress, at: now, said: false };
      if (quiet) return;
      // The first thing that goes wrong is not held back.
      const first = progress.trouble !== undefined && !troubled;
      troubled ||= first;
      if (now - last >= (first ? Math.min(every, SILENT.trouble) : every)) sayTold();
    },
    note: (write) => (text) => {
      clear();
      write(text);
    },
    done: () => {
      clearInterval(timer);
      clear();
    },
  };
}
