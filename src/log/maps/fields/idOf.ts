import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";

/** Characters of an id, at most. */
const LONGEST = 1000;

/**
 * An id or a name as a text: texts as they are, whole numbers in digits.
 *
 * @throws SpillwayError for a list or mapping, for a number that JSON cannot hold exactly, and for a text of over 1,000 characters.
 */
export function idOf(value: unknown, who: string): string {
  if (typeof value === "string") {
    if (value.length > LONGEST)
      throw new SpillwayError(`${who} must have at most ${LONGEST} characters, got ${value.length}`);
    return value;
  }
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)))
      return String(value);
    throw new SpillwayError(
      `${who} is a number that JSON does not hold exactly (${value}), so two may be read as one: write it as a text`,
    );
  }
  throw new SpillwayError(`${who} must be a text or a number, got ${shown(value)}`);
}
