import type { Json } from "../../../core/canonicalJson.ts";
import { present } from "../../../core/present.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { AgentFault } from "../../AgentFault.ts";
import { postJson } from "../../program/postJson.ts";
import { programOptions } from "../../program/programOptions.ts";
import { programPool } from "../../program/programPool.ts";
import { wantNoKeys } from "../endpointSettings.ts";
import type { Tool, ToolArguments, ToolAsked } from "./Tool.ts";
import type { CommandToolSettings, HttpToolSettings } from "./toolSettings.ts";

const WORD = 2 ** 32;

/** A call as a program or an address gets it. */
interface ToolQuestion {
  readonly name: string;
  readonly arguments: ToolArguments;
  readonly world: number;
  readonly round: number;
  readonly agent: string;
  /** From the chance of the turn: another for each call, and the same when the call is made again. */
  readonly seed: number;
}

/**
 * A tool that is a program of the study or an address: it is sent `{ tool: { name, arguments, world, round, agent, seed } }` and answers
 * `{ result }`, anything in JSON, or `{ error }`, a text. It is told neither the arm nor what was heard, so it can tell an agent nothing of either.
 *
 * A program that ends, hangs or answers wrongly gives the model an error, and is started again for the next call: what a model writes into its
 * arguments cannot end a run. One that cannot be started or reached at all ends it.
 */
export function outsideTool(
  settings: CommandToolSettings | HttpToolSettings,
): Pick<Tool, "arguments" | "description" | "sees" | "open"> {
  const {
    kind,
    name = kind,
    description,
    arguments: wanted = [],
    timeout = 30,
    maxBytes = 100_000,
  } = settings;
  const who = `language: tools: ${name}`;
  if (settings.kind === "http") {
    const { url, keyFrom } = settings;
    wantNoKeys("its address", { url, model: "", ...present({ keyFrom }) });
  }
  const where = settings.kind === "http" ? settings.url : [...settings.command];
  return {
    description,
    arguments: wanted,
    sees: ({ world, round, agent }) => ({ where, world, round, agent }),
    open({ folder, onClose }) {
      const ask = asker(settings);
      return async (asked) => {
        try {
          return resultOf(await ask({ tool: questionOf(name, asked) }, asked.signal));
        } catch (thrown) {
          if (!(thrown instanceof AgentFault)) throw thrown;
          if (isHopeless(thrown))
            throw new AgentFault("stop", `${who}: ${thrown.message}`, { cause: thrown });
          throw new SpillwayError(thrown.message, { cause: thrown });
        }
      };

      function asker(one: typeof settings): (given: object, signal?: AbortSignal) => Promise<unknown> {
        if (one.kind === "http")
          return (given, signal) =>
            postJson({ ...one, timeout, maxBytes, wanted: "JSON with a result" }, given, signal);
        const { command, env = ["PATH"], processes = 1 } = one;
        const pool = programPool({
          ...{ processes, atOnce: 1, timeout },
          // However often it ends: what a model sends it is no reason to end the run.
          restarts: Number.POSITIVE_INFINITY,
          start: () => programOptions({ command, env, maxBytes }, folder),
        });
        onClose?.(() => pool.close());
        return pool.ask;
      }
    },
  };
}

function questionOf(name: string, { arguments: given, view, number }: ToolAsked): ToolQuestion {
  const { world, round, agent, rng } = view;
  const seed = rng.fork("tool").fork(number).integer(WORD);
  return { name, arguments: given, world, round, agent, seed };
}

/** Whether no call of the tool can succeed until a person does something. */
function isHopeless({ kind, doubt, status }: AgentFault): boolean {
  if (kind !== "stop") return false;
  return status === undefined ? doubt === undefined : status === 401 || status === 407;
}

function resultOf(answer: unknown): Json {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer))
    throw new SpillwayError(`wanted an answer { result } or { error }, got ${shown(answer)}`);
  const { result, error } = answer as { readonly result?: Json; readonly error?: unknown };
  if (error !== undefined && error !== null)
    throw new SpillwayError(typeof error === "string" ? error : JSON.stringify(error));
  if (result === undefined)
    throw new SpillwayError(`wanted an answer { result } or { error }, got ${shown(Object.keys(answer))}`);
  return result;
}
