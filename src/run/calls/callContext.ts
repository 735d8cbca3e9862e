import type { AskContext } from "../../agents/Agent.ts";

/** What an agent is told beside its view, and the way to end its call. */
export interface CallContext extends AskContext {
  /** Ends the call, if the agent listens. */
  abort(): void;
}

/** Shared by all contexts, so that one costs an empty object: there is one for every turn. */
const shared: CallContext & { controller?: AbortController } = {
  get signal() {
    this.controller ??= new AbortController();
    return this.controller.signal;
  },
  abort() {
    this.controller?.abort();
  },
};

/** The context of one call. Its signal is made when the agent looks at it, so agents that do not cost nothing. */
export function callContext(): CallContext {
  return Object.create(shared) as CallContext;
}
