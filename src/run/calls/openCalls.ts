/** A set of open calls. */
interface OpenCalls {
  /** Takes a call in. Its failure is kept and thrown by the next wait. */
  add(call: PromiseLike<void>): void;
  /** Whether one has failed. */
  readonly failed: boolean;
  /** Waits until no call is open, also when one has failed, and then throws the first failure. */
  allEnd(): Promise<void>;
}

/** No calls yet. Cost of each call: constant, however many are open. */
export function openCalls(): OpenCalls {
  let open = 0;
  let wake: (() => void) | undefined;
  let failure: { readonly cause: unknown } | undefined;

  const end = (): void => {
    open--;
    if (open === 0) wake?.();
  };
  return {
    add(call) {
      open++;
      call.then(end, (cause: unknown) => {
        failure ??= { cause };
        end();
      });
    },
    get failed() {
      return failure !== undefined;
    },
    async allEnd() {
      if (open > 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure) throw failure.cause;
    },
  };
}
