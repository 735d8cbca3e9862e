import type { AskContext, View } from "../../agents/Agent.ts";

/** What came of asking an agent: what it returned, or what it threw. */
export type Reply = { readonly returned: unknown } | { readonly thrown: unknown };

/** A reply that is not there yet; it never rejects. */
interface Later {
  readonly later: Promise<Reply>;
}

/** Asks an agent. It is code from outside: whatever it throws, now or later, is a reply too. */
export function ask(
  agent: (view: View, context?: AskContext) => unknown,
  view: View,
  context?: AskContext,
): Reply | Later {
  try {
    const returned = agent(view, context);
    if (!isThenable(returned)) return { returned };
    return {
      later: Promise.resolve(returned).then(
        (value) => ({ returned: value }),
        (thrown: unknown) => ({ thrown }),
      ),
    };
  } catch (thrown) {
    return { thrown };
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}
