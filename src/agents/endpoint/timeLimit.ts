import { AgentFault } from "../AgentFault.ts";

/** The time that a call may take. */
export interface TimeLimit {
  /** Aborts when the time is up, or when the run ends the call. */
  readonly signal: AbortSignal;
  /** Why the signal was aborted, as a fault; undefined when it was not. */
  fault(who: string): AgentFault | undefined;
  /** Stops the clock. */
  end(): void;
}

/**
 * Starts the clock of a call.
 *
 * @param seconds above 0.
 * @param outer the run's own signal.
 */
export function timeLimit(seconds: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, seconds * 1000);
  const stop = (): void => controller.abort();
  if (outer?.aborted) stop();
  else outer?.addEventListener("abort", stop, { once: true });
  return {
    signal: controller.signal,
    fault(who) {
      if (timedOut) return new AgentFault("timeout", `${who}: no answer within ${seconds} seconds`);
      return outer?.aborted ? new AgentFault("timeout", `${who}: the run ended the call`) : undefined;
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", stop);
    },
  };
}
