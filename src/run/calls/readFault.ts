import { AgentFault } from "../../agents/AgentFault.ts";

const KINDS: ReadonlySet<unknown> = new Set(["wait", "stop", "invalid", "refused", "timeout", "step"]);

/** What was thrown as a fault that says what to do next; undefined when it is an error of any other sort. */
export function readFault(thrown: unknown): AgentFault | undefined {
  if (thrown instanceof AgentFault) return thrown;
  // An agent may come with a copy of this package of its own.
  if (!(thrown instanceof Error) || thrown.name !== "AgentFault") return undefined;
  return KINDS.has((thrown as Partial<AgentFault>).kind) ? (thrown as AgentFault) : undefined;
}
