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

/** On a terminal one line of standard error that is written over; elsewhere a plain line every few seconds. */
export function progressLine(quiet: boolean, elapsed: () => number = () => performance.now()): ProgressLine {
  const terminal = process.stderr.isTTY === true;
  const start = elapsed();
  let last = terminal ? Number.NEGATIVE_INFINITY : start;
  let before: number | undefined;
  let shown = false;
  const clear = (): void => {
    if (terminal && shown) process.stderr.write("\r\x1b[2K");
    shown = false;
  };
  return {
    show(progress) {
      // What earlier sittings did says nothing of how fast this one is.
      before ??= progress.done - 1;
      const now = elapsed();
      if (quiet || now - last < (terminal ? EVERY.terminal : EVERY.plain)) return;
      last = now;
      const text = progressText(progress, progress.done - before, now - start);
      process.stderr.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
      shown = true;
    },
    note: (say) => (text) => {
      clear();
      say(text);
    },
    done: clear,
  };
}
