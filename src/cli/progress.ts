import type { Progress } from "../run/runPlan.ts";

/** Least time between two reports, in milliseconds: on a terminal and elsewhere. */
const EVERY = { terminal: 100, plain: 3000 };

/** Shows where a run stands. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Clears the line of a terminal. */
  done(): void;
}

/** On a terminal one line of standard error that is written over; elsewhere a plain line every few seconds. */
export function progressLine(quiet: boolean, elapsed: () => number = () => performance.now()): ProgressLine {
  const terminal = process.stderr.isTTY === true;
  const start = elapsed();
  let last = terminal ? Number.NEGATIVE_INFINITY : start;
  let shown = false;
  return {
    show({ done, total, world, round, failed }) {
      const now = elapsed();
      if (quiet || now - last < (terminal ? EVERY.terminal : EVERY.plain)) return;
      last = now;
      const trouble = failed > 0 ? `, ${failed} not ok` : "";
      const text = `${done} of ${total} turns (${Math.floor((100 * done) / total)} %), world ${world}, round ${round}${trouble}`;
      process.stderr.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
      shown = true;
    },
    done() {
      if (terminal && shown) process.stderr.write("\r\x1b[2K");
      shown = false;
    },
  };
}
