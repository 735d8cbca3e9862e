import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

/** What a field of a line must be: whether a value is that, in words, and whether it may be absent. */
export type FieldShape = readonly [
  field: string,
  is: (value: unknown) => boolean,
  what: string,
  optional?: "optional",
];

export type JournalFields = Readonly<Record<string, unknown>>;

/**
 * Refuses a line of a journal with a field of another shape than others rely on.
 *
 * @param of the kind of line, in words.
 * @throws SpillwayError with file and line.
 */
export function wantShape(line: JournalFields, shape: readonly FieldShape[], of: string, place: Place): void {
  for (const [field, is, what, optional] of shape) {
    const value = line[field];
    if (value === undefined && optional) continue;
    if (!is(value)) throw shapeFault(field, of, what, value, place);
  }
}

/** What is wrong with a field. */
export function shapeFault(
  field: string,
  of: string,
  what: string,
  got: unknown,
  place: Place,
): SpillwayError {
  return new SpillwayError(`journal: ${field} of ${of} must be ${what}, got ${shown(got)}`, { place });
}

export const isText = (value: unknown): value is string => typeof value === "string";
export const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
export const isObject = (value: unknown): value is JournalFields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Anything that JSON can hold. */
export const isSomething = (value: unknown): boolean => value !== undefined;
export const wholeFrom =
  (least: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && Number(value) >= least;
const isAmount = (value: unknown): boolean => Number.isFinite(value) && Number(value) >= 0;

/** The fields of an answer, by name. */
export const isAnswer = (value: unknown): boolean =>
  isObject(value) &&
  Object.values(value).every((one) => isText(one) || typeof one === "boolean" || Number.isFinite(one));

/** What a call outside cost and said. */
export const CALL_SHAPE: readonly FieldShape[] = [
  ["model", isText, "a text", "optional"],
  [
    "usage",
    (value) => isObject(value) && isAmount(value.input) && isAmount(value.output),
    "{ input, output } in tokens",
    "optional",
  ],
  ["cost", isAmount, "a number of at least 0", "optional"],
  ["fingerprint", isText, "a text", "optional"],
  ["answer", isAnswer, "an object of texts, numbers, true and false", "optional"],
  ["warnings", isTexts, "a list of texts", "optional"],
  ["text", isText, "a text", "optional"],
  ["left", wholeFrom(1), "a whole number of at least 1", "optional"],
  ["step", isSomething, "anything", "optional"],
];

/** What every turn and every attempt says of itself. */
export const CALLED_SHAPE: readonly FieldShape[] = [
  ["world", wholeFrom(0), "a whole number of at least 0"],
  ["round", wholeFrom(1), "a whole number of at least 1"],
  ["phase", isText, "a text"],
  ["agent", isText, "a text"],
  ["callId", isText, "a text"],
  ["ms", Number.isFinite, "a finite number"],
  ["at", isText, "a text"],
];
