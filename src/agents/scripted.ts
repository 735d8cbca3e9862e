import { z } from "zod";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { explainIssue } from "../core/explainIssue.ts";
import { finite } from "../core/fields.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Action } from "./Agent.ts";
import type { Population } from "./Population.ts";

/** What a committed agent does in every turn, whatever it sees. */
export interface Script {
  /** What it says: anything that JSON can hold. Default: nothing. */
  readonly says?: Json | undefined;
  /** Its outcome. Default: none, so it is missing where outcomes are asked for. */
  readonly outcome?: number | undefined;
  /** What it keeps for itself. Default: nothing. */
  readonly state?: Json | undefined;
}

/** The structure of a {@link Script}. */
export const scriptShape: z.ZodType<Script> = z.strictObject({
  says: z.json().optional().describe("what the agent says in every round; default nothing"),
  outcome: finite().optional().describe("its outcome in every round; default none"),
  state: z.json().optional().describe("what it keeps for itself; default nothing"),
});

/** Name of the population. */
export const SCRIPTED = "scripted";

/**
 * Agents that follow a script: the same words, outcome and state in every turn. Committed minorities, planted choices
 * and silent agents are made of them.
 *
 * @throws SpillwayError for anything but a script.
 */
export function scripted(script: Script): Population {
  const parsed = scriptShape.safeParse(script);
  if (!parsed.success) {
    throw new SpillwayError(`script: ${explainIssue(parsed.error.issues[0]!, script, scriptShape)}`);
  }
  const { says, outcome, state } = JSON.parse(canonicalJson(parsed.data)) as Script;
  const action: Action = Object.freeze({
    ...present({ said: says, outcome, state }),
  });
  return {
    name: SCRIPTED,
    params: { ...parsed.data },
    synthetic: true,
    chance: false,
    example: () => action,
    sent: () => ({ script: { ...present({ says, outcome, state }) } }),
    create: () => () => () => action,
  };
}
