import { z } from "zod";
import { canonicalJson } from "../core/canonicalJson.ts";
import { explainIssue } from "../core/explainIssue.ts";
import { finite, wholeNumber } from "../core/fields.ts";
import { SpillwayError } from "../core/SpillwayError.ts";

/** How a run goes about its calls. None of it matters for agents that compute and never fail. */
export interface RunSettings {
  /** Most calls open at a time. */
  readonly open?: number | undefined;
  /** Most of these within any 60 seconds. */
  readonly perMinute?:
    | { readonly requests?: number | undefined; readonly tokens?: number | undefined }
    | undefined;
  /** What the whole run may use, earlier sittings included. Reaching it is a pause. */
  readonly budget?:
    | {
        readonly calls?: number | undefined;
        readonly tokens?: number | undefined;
        readonly money?: number | undefined;
      }
    | undefined;
  /** How often a turn is tried when the other side is busy, broken or late, the first time included. */
  readonly tries?: number | undefined;
  /** How often an agent is asked again after an answer that cannot be used. */
  readonly reasks?: number | undefined;
  /** Seconds after which a call is given up. */
  readonly timeout?: number | undefined;
  /** Least share of the last 200 turns that must end well; 0 for no floor. */
  readonly floor?: number | undefined;
  /** Seconds without any answer, from the first call that failed, after which the run stops. Waits that the other side asks for do not count. */
  readonly patience?: number | undefined;
}

const above0 = (): z.ZodNumber => finite().gt(0, { error: "must be a number above 0" });

/** The structure of {@link RunSettings}. */
export const runSettingsShape: z.ZodType<RunSettings> = z.strictObject({
  open: wholeNumber(1).optional().describe("most calls open at a time; default 16"),
  perMinute: z
    .strictObject({
      requests: wholeNumber(1).optional().describe("calls"),
      tokens: wholeNumber(1).optional().describe("tokens, of prompts and answers together"),
    })
    .optional()
    .describe("most of these within any 60 seconds; default no limit"),
  budget: z
    .strictObject({
      calls: wholeNumber(1).optional().describe("calls"),
      tokens: wholeNumber(1).optional().describe("tokens, of prompts and answers together"),
      money: above0().optional().describe("money, in the currency of the prices given"),
    })
    .optional()
    .describe("what the whole run may use; reaching it is a pause; default no limit"),
  tries: wholeNumber(1)
    .optional()
    .describe("how often a turn is tried when the other side is busy, broken or late; default 6"),
  reasks: wholeNumber(0)
    .optional()
    .describe("how often an agent is asked again after an answer that cannot be used; default 2"),
  timeout: above0().optional().describe("seconds after which a call is given up; default 600"),
  floor: finite()
    .min(0, { error: "must be a number from 0 to 1" })
    .max(1, { error: "must be a number from 0 to 1" })
    .optional()
    .describe("least share of the last 200 turns that must end well, 0 for none; default 0.5"),
  patience: above0()
    .max(1_000_000, { error: "must be at most 1000000 seconds" })
    .optional()
    .describe("seconds without any answer after which the run stops; default 600"),
});

/** Run settings without gaps; what has no limit is infinite. */
export interface SettledRun {
  readonly open: number;
  readonly requests: number;
  readonly tokens: number;
  readonly budget: { readonly calls: number; readonly tokens: number; readonly money: number };
  readonly tries: number;
  readonly reasks: number;
  readonly timeout: number;
  readonly floor: number;
  readonly patience: number;
}

const ANSWERS = { tries: 6, reasks: 2, timeout: 600 } as const;

/**
 * Run settings with the defaults filled in.
 *
 * @throws SpillwayError for anything else than {@link RunSettings}.
 */
export function runSettings(given: RunSettings = {}): SettledRun {
  const parsed = runSettingsShape.safeParse(given);
  if (!parsed.success)
    throw new SpillwayError(`run: ${explainIssue(parsed.error.issues[0]!, given, runSettingsShape)}`);
  const none = Number.POSITIVE_INFINITY;
  const { open = 16, perMinute = {}, budget = {}, floor = 0.5, patience = 600 } = parsed.data;
  return {
    open,
    requests: perMinute.requests ?? none,
    tokens: perMinute.tokens ?? none,
    budget: { calls: budget.calls ?? none, tokens: budget.tokens ?? none, money: budget.money ?? none },
    tries: parsed.data.tries ?? ANSWERS.tries,
    reasks: parsed.data.reasks ?? ANSWERS.reasks,
    timeout: parsed.data.timeout ?? ANSWERS.timeout,
    floor,
    patience,
  };
}

/**
 * The settings that can change an answer, and so belong to the hash of a study: how often a turn is tried and asked again,
 * and how long an answer may take. How many calls are open, how fast they follow each other, and when a run pauses
 * change no answer. Only what differs from the defaults, so that saying a default is saying nothing; undefined when nothing does.
 */
export function answerSettings(given: RunSettings = {}): Readonly<Record<string, number>> | undefined {
  const changed = Object.entries(ANSWERS).flatMap(([name, usual]) => {
    const value = given[name as keyof typeof ANSWERS];
    return value === undefined || value === usual ? [] : [[name, value] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** Run settings as data, without what is absent. */
export function settingsData(given: RunSettings): RunSettings {
  return JSON.parse(canonicalJson(given)) as RunSettings;
}
