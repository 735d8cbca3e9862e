import { z } from "zod";
import type { Json } from "../../core/canonicalJson.ts";
import type { Kind } from "../../core/defineKind.ts";
import { wholeNumber } from "../../core/fields.ts";
import { definePopulation } from "../definePopulation.ts";
import type { Population } from "../Population.ts";
import { programOptions } from "./programOptions.ts";
import { programPool } from "./programPool.ts";
import { readAnswer } from "./readAnswer.ts";
import { viewData } from "./viewData.ts";

export interface CommandSettings {
  /** The program and its arguments: `[python3, agents.py]`. It runs in the folder of the study, without a shell. */
  readonly command: readonly string[];
  /** Number of processes that share the agents, from 1; default 1. */
  readonly processes?: number;
  /** Questions that one process may have at a time, from 1; default 1. */
  readonly atOnce?: number;
  /** Names of the environment variables that it sees; default PATH alone. */
  readonly env?: readonly string[];
  /** Seconds after which an answer is given up and the process ended, above 0; default 60. */
  readonly timeout?: number;
  /** Longest answer in bytes, from 1; default 1,000,000. */
  readonly maxBytes?: number;
  /** How often in a row a process may end without an answer and be started again, from 0; default 3. */
  readonly restarts?: number;
  /** Anything that the program should know, handed to it with each view; default nothing. */
  readonly settings?: Readonly<Record<string, Json>>;
}

const WHO = "command";
const seconds = "must be a number of seconds above 0";
const variable = "must be the name of an environment variable";

const settings = z.strictObject({
  command: z
    .array(z.string({ error: "must be a text" }), {
      error: "must be a list: the program and its arguments",
    })
    .min(1, { error: "must name a program" })
    .readonly(),
  processes: wholeNumber(1).default(1),
  atOnce: wholeNumber(1).default(1),
  env: z
    .array(z.string({ error: variable }).regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: variable }), {
      error: "must be a list of names of environment variables",
    })
    .readonly()
    .default(["PATH"]),
  timeout: z.number({ error: seconds }).gt(0, { error: seconds }).default(60),
  maxBytes: wholeNumber(1).default(1_000_000),
  restarts: wholeNumber(0).default(3),
  settings: z
    .record(z.string(), z.json() as z.ZodType<Json, Json>, { error: "must be a mapping" })
    .optional(),
});

/**
 * Agents that are a program of any language. It reads one line of JSON for each turn from standard input,
 * `{ "id", "view" }`, and writes one line to standard output, `{ "id", "action": { "said", "state", "outcome", "call" } }`, or
 * `{ "id", "error" }` with a text or `{ "kind", "message", "retryAfter" }` (see AgentFault); in any order. The view is that
 * of {@link viewData}. It starts with the first turn and its input is closed when the run has ended.
 *
 * A program that ends in the middle of a turn is started again and the turn is the run's to repeat; so a program must keep
 * nothing that an answer depends on, but what it gets in `state`.
 */
export const command: Kind<CommandSettings, Population> = definePopulation({
  kind: WHO,
  summary: "agents that are a program: lines of JSON over standard input and output",
  settings,
  make: (params): Population => inFolder(params, undefined),
});

type Settled = z.output<typeof settings>;

function inFolder(params: Settled, folder: string | undefined): Population {
  return {
    name: WHO,
    params,
    synthetic: false,
    inFolder: (there) => inFolder(params, there),
    wantQuestion: () => {},
    sent: (view) => ({
      command: [...params.command],
      view: viewData(view, params.settings) as unknown as Json,
    }),
    create({ onClose }) {
      const pool = programPool({ ...params, start: () => programOptions(params, folder) });
      onClose?.(() => pool.close());
      return () => async (view, context) =>
        readAnswer(WHO, await pool.ask({ view: viewData(view, params.settings) }, context?.signal));
    },
  };
}
