import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Turn, TurnStatus } from "../Turn.ts";

const STATUSES: ReadonlySet<unknown> = new Set<TurnStatus>(["ok", "refused", "invalid", "failed", "timeout"]);

/**
 * A line of a journal as a turn, after a look at the fields that everything else relies on.
 *
 * @throws SpillwayError with the place when one of them has another shape.
 */
export function turnLine(line: Readonly<Record<string, unknown>>, place: Place): Turn {
  const wanted = (field: string, good: boolean, what: string): void => {
    if (!good) {
      throw new SpillwayError(`journal: ${field} of a turn must be ${what}, got ${shown(line[field])}`, {
        place,
      });
    }
  };
  wanted("world", Number.isInteger(line.world) && Number(line.world) >= 0, "a whole number of at least 0");
  wanted("round", Number.isInteger(line.round) && Number(line.round) >= 1, "a whole number of at least 1");
  for (const field of ["phase", "agent", "arm"]) wanted(field, typeof line[field] === "string", "a text");
  wanted("status", STATUSES.has(line.status), `one of ${[...STATUSES].join(", ")}`);
  wanted("outcome", line.outcome === undefined || Number.isFinite(line.outcome), "a finite number");
  wanted("action", line.status !== "ok" || isObject(line.action), "an object when the status is ok");
  return line as unknown as Turn;
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
