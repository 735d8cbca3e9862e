/** A set of open calls with an upper bound. */
export interface OpenCalls {
  /** Takes a call in. Its failure is kept and thrown by the next wait. */
  add(call: PromiseLike<void>): void;
  full(): boolean;
  /** Waits until there is room again. */
  oneEnds(): Promise<void>;
  /** Waits until no call is open, also when one has failed, and then throws the first failure. */
  allEnd(): Promise<void>;
}

/** No calls yet, and room for `limit`. Cost of each call: constant, whatever the limit. */
export function openCalls(limit: number): OpenCalls {
  let open = 0;
  let wake: (() => void) | undefined;
  let failure: { readonly cause: unknown } | undefined;

  const end = (): void => {
    open--;
    wake?.();
  };
  const waitBelow = async (bound: number): Promise<void> => {
    while (open >= bound) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const allEnd = async (): Promise<void> => {
    await waitBelow(1);
    if (failure) throw failure.cause;
  };
  return {
    add(call) {
      open++;
      call.then(end, (cause: unknown) => {
        failure ??= { cause };
        end();
      });
    },
    full: () => open >= limit,
    async oneEnds() {
      await waitBelow(limit);
      if (failure) await allEnd();
    },
    allEnd,
  };
}
