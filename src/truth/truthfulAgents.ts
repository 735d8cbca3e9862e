import { flawed } from "../agents/synthetic/flawed.ts";
import type { Study } from "../study/study.ts";

/**
 * The study whose agents give the truth: the same, but that every message arrives and every outcome is seen. What is lost on the
 * way is a flaw of the experiment; what agents do, however far they influence each other, is the truth.
 */
export function truthfulAgents(study: Study): Study {
  const { agents } = study.model;
  if (agents.name !== flawed.kind || study.data.treat !== undefined) return study;
  if (agents.params.missing === 0 && agents.params.undelivered === 0) return study;
  const whole = flawed.from({ ...agents.params, missing: 0, undelivered: 0 });
  return { ...study, model: { ...study.model, agents: whole } };
}
