import type { Json } from "../../../core/canonicalJson.ts";

/** Calls of tools in a turn at most, where a study says nothing. */
export const STEPS = 4;

/** Why a call of a tool brought an error: there is no such tool, its arguments are not those that it wants, or it failed itself. */
export type ToolFault = "unknown" | "arguments" | "failed";

/** A call of a tool that was made, with what came of it. Every text in it has a bound. */
export interface MadeCall {
  /** As the model named it. */
  readonly tool: string;
  /** A mapping; or a text, where what the model gave is none. */
  readonly arguments: Json;
  readonly result?: string;
  readonly error?: string;
  readonly fault?: ToolFault;
}

/** A call of the model that called tools, as a step of its turn: what is in the journal of it, and what the next call is made of. */
export interface ToolStep {
  /** The last message that it was sent. */
  readonly prompt: string;
  /** What the model wrote, beside calls that were not words themselves. */
  readonly reply: string;
  readonly calls: readonly MadeCall[];
  /** Further calls in the same reply, which were beyond the bound of the turn and not made; absent for none. */
  readonly beyond?: number;
}

/** The steps that called tools, of all that a turn has brought. A journal may hold anything as a step. */
export function toolSteps(steps: readonly Json[] | undefined): readonly ToolStep[] {
  return (steps ?? []).filter(isToolStep);
}

/** Calls of tools that a turn has made. */
export function callsMade(steps: readonly ToolStep[]): number {
  return steps.reduce((sum, { calls }) => sum + calls.length, 0);
}

function isToolStep(step: Json): step is Json & ToolStep {
  if (!isMapping(step)) return false;
  const { prompt, reply, calls, beyond } = step;
  const texts = typeof prompt === "string" && typeof reply === "string";
  const counted = beyond === undefined || Number.isSafeInteger(beyond);
  return texts && counted && Array.isArray(calls) && calls.length > 0 && calls.every(isMade);
}

function isMade(call: Json): boolean {
  if (!isMapping(call) || typeof call.tool !== "string" || call.arguments === undefined) return false;
  return typeof call.result === "string" || typeof call.error === "string";
}

const isMapping = (given: Json): given is { readonly [key: string]: Json | undefined } =>
  typeof given === "object" && given !== null && !Array.isArray(given);
