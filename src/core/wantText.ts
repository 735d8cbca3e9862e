import { SpillwayError } from "./SpillwayError.ts";
import { shown } from "./shown.ts";

/** Makes sure that an argument is a text, for callers without types. @param what the argument in words: "the path of a file" */
export function wantText(who: string, what: string, value: unknown): void {
  if (typeof value !== "string")
    throw new SpillwayError(`${who}: wanted ${what} as a text, got ${shown(value)}`);
}
