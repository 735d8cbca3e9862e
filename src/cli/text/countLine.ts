/** Least time between two reports, in milliseconds: on a terminal and elsewhere. */
const EVERY = { terminal: 100, plain: 3000 };

/** Shows how much of some work is done. */
interface CountLine {
  show(progress: { readonly done: number; readonly total: number }): void;
  /** Clears the line of a terminal. */
  done(): void;
}

/** On a terminal one line of standard error that is written over; elsewhere a plain line every few seconds. */
export function countLine(
  quiet: boolean,
  what: string,
  elapsed: () => number = () => performance.now(),
): CountLine {
  const terminal = process.stderr.isTTY === true;
  let last = terminal ? Number.NEGATIVE_INFINITY : elapsed();
  let shown = false;
  return {
    show({ done, total }) {
      const now = elapsed();
      if (quiet || now - last < (terminal ? EVERY.terminal : EVERY.plain)) return;
      last = now;
      const text = `${done} of ${total} ${what} (${Math.floor((100 * done) / total)} %)`;
      process.stderr.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
      shown = true;
    },
    done() {
      if (terminal && shown) process.stderr.write("\r\x1b[2K");
      shown = false;
    },
  };
}
