/**
 * Why a run ends before its last turn. Each can be resumed.
 *
 * - `interrupted`: somebody asked for it
 * - `budget`: the next call might cost more than there is
 * - `stop`: an agent says that no call can succeed until a person does something
 * - `floor`: too few turns end well
 */
export interface HaltReason {
  readonly kind: "interrupted" | "budget" | "stop" | "floor";
  readonly because: string;
}

/** Ends a run: nothing new is begun, what is open may end. */
export interface Halt {
  /** Absent while the run goes on. */
  readonly reason: HaltReason | undefined;
  /** Ends the run; the first reason stands. */
  call(reason: HaltReason): void;
  /** Asks to be told, at once when it has happened; gives what takes the wish back. */
  whenCalled(listener: () => void): () => void;
}

/** A run that goes on, and that ends when the signal says so. */
export function halt(signal?: AbortSignal): Halt {
  let reason: HaltReason | undefined;
  const listeners = new Set<() => void>();
  const one: Halt = {
    get reason() {
      return reason;
    },
    call(given) {
      if (reason) return;
      reason = given;
      for (const listener of listeners) listener();
      listeners.clear();
    },
    whenCalled(listener) {
      if (reason) listener();
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const interrupt = (): void => one.call({ kind: "interrupted", because: "it was interrupted" });
  if (signal?.aborted) interrupt();
  else signal?.addEventListener("abort", interrupt, { once: true });
  return one;
}
