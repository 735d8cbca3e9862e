import type { Progress } from "../../run/runPlan.ts";

/** Least time between two reports, in milliseconds: on a terminal and elsewhere. */
const EVERY = { terminal: 100, plain: 3000 };

/** Shows where a run stands. */
export interface ProgressLine {
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

/**
 * Where a run stands, in words: turns, rate, time left, cost so far and expected, what went wrong.
 *
 * @param turns turns of this sitting. @param ms how long it has taken.
 */
export function progressText(progress: Progress, turns: number, ms: number): string {
  const { done, total, world, round, failed, faults, spent, pause, workers } = progress;
  const parts = [
    `${done} of ${total} turns (${Math.floor((100 * done) / total)} %), world ${world}, round ${round}`,
  ];
  if (turns > 0 && ms > 0) {
    parts.push(rate((1000 * turns) / ms));
    if (done < total) parts.push(`${duration(((total - done) * ms) / turns)} left`);
  }
  if (spent.money > 0 && done > 0)
    parts.push(`cost ${short(spent.money)} of about ${short((spent.money * total) / done)}`);
  else if (spent.input + spent.output > 0) parts.push(`${spent.input + spent.output} tokens`);
  if (failed > 0) parts.push(`${failed} not ok`);
  if (faults > 0) parts.push(`${faults} attempts failed`);
  if (workers !== undefined) parts.push(workers === 1 ? "1 worker" : `${workers} workers`);
  if (pause !== undefined) parts.push(`asked to wait for ${duration(pause)}`);
  return parts.join(", ");
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

const rate = (perSecond: number): string =>
  perSecond >= 1 ? `${short(perSecond)} a second` : `${short(perSecond * 60)} a minute`;

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
