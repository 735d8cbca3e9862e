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
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    signal: stop.signal,
    forget: () => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}
