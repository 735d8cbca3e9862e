/** A terminal that is closed sends SIGHUP, to which the run may end as calmly as to the others. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The first Ctrl-C (or request to end) stops cleanly, the second at once. */
export function stopOnInterrupt(
  note: (text: string) => void,
  words = "stopping after the calculations in flight; once more to stop at once",
): { signal: AbortSignal; forget(): void } {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130);
    note(`\n${words}`);
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: stop.signal,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
