import type { Place } from "../../core/SpillwayError.ts";
import type { Attempt, AttemptKind } from "../Turn.ts";
import {
  CALL_SHAPE,
  CALLED_SHAPE,
  type FieldShape,
  isObject,
  isText,
  type JournalFields,
  wantShape,
  wholeFrom,
} from "./wantShape.ts";

const KINDS: ReadonlySet<unknown> = new Set<AttemptKind>(["wait", "stop", "invalid", "timeout", "step"]);

/** What others rely on in an attempt; {@link Attempt} says what it means. */
const SHAPE: readonly FieldShape[] = [
  ...CALLED_SHAPE,
  ["attempt", wholeFrom(1), "a whole number of at least 1"],
  ["kind", (value) => KINDS.has(value), `one of ${[...KINDS].join(", ")}`],
  ["because", isText, "a text"],
  ["call", isObject, "an object", "optional"],
];

/**
 * A line of a journal as an attempt, after a look at the fields that everything else relies on.
 *
 * @throws SpillwayError with the place when one of them has another shape.
 */
export function attemptLine(line: JournalFields, place: Place): Attempt {
  wantShape(line, SHAPE, "an attempt", place);
  if (line.call !== undefined) wantShape(line.call as JournalFields, CALL_SHAPE, "an attempt's call", place);
  return line as unknown as Attempt;
}
