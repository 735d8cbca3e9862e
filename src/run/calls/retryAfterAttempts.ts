import type { View } from "../../agents/Agent.ts";
import type { Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import type { Attempt } from "../../log/Turn.ts";

/**
 * What a view says of the attempts of its turn: what its steps brought, and which answer since the last step was no good.
 * Counts answers, not calls: what an agent is asked must not depend on how busy the other side was.
 */
export function retryAfterAttempts(history: readonly Attempt[]): View["retry"] {
  const steps: Json[] = [];
  let attempt = 1;
  let last: Attempt | undefined;
  for (const one of history) {
    if (one.kind === "step") {
      steps.push(one.call?.step ?? null);
      attempt = 1;
      last = undefined;
    } else if (one.kind === "invalid") {
      attempt++;
      last = one;
    }
  }
  if (last === undefined && steps.length === 0) return undefined;
  const told = last ? { because: last.because, ...present({ answer: last.call?.text }) } : { because: "" };
  return { attempt, ...told, ...(steps.length === 0 ? {} : { steps }) };
}
