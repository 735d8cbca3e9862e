import type { Action } from "../../agents/Agent.ts";
import { shown } from "../../core/shown.ts";

/** Why what an agent returned is no action, or undefined when it is one. What it said and keeps is not looked at here. */
export function judgeAction(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return `an action must be an object, got ${shown(given)}`;
  }
  const { outcome } = given as Action;
  if (outcome === undefined || Number.isFinite(outcome)) return undefined;
  return `outcome must be a finite number, got ${shown(outcome)}`;
}
