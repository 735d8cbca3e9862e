import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { Attempt, AttemptKind } from "../Turn.ts";

const KINDS: ReadonlySet<unknown> = new Set<AttemptKind>(["wait", "stop", "invalid", "timeout"]);

/**
 * A line of a journal as an attempt, after a look at the fields that everything else relies on.
 *
 * @throws SpillwayError with the place when one of them has another shape.
 */
export function attemptLine(line: Readonly<Record<string, unknown>>, place: Place): Attempt {
  const wanted = (field: string, good: boolean, what: string): void => {
    if (!good) {
      throw new SpillwayError(`journal: ${field} of an attempt must be ${what}, got ${shown(line[field])}`, {
        place,
      });
    }
  };
  const whole = (field: string, least: number): void =>
    wanted(
      field,
      Number.isInteger(line[field]) && Number(line[field]) >= least,
      `a whole number of at least ${least}`,
    );
  whole("world", 0);
  whole("round", 1);
  whole("attempt", 1);
  wanted("agent", typeof line.agent === "string", "a text");
  wanted("kind", KINDS.has(line.kind), `one of ${[...KINDS].join(", ")}`);
  return line as unknown as Attempt;
}
