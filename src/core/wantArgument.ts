import { SpillwayError } from "./SpillwayError.ts";
import { shown } from "./shown.ts";

/**
 * Makes sure that an argument is an object with the fields that are read first, for callers without types. A wrong one would be told as a
 * fault of the inside.
 *
 * @param who the function, for the message. @param what the argument in words: "a network".
 * @param way how to get one, after "wanted": may be empty
 * @throws SpillwayError that says what came
 */
export function wantArgument(
  who: string,
  what: string,
  value: unknown,
  { fields = [], way = "" }: { readonly fields?: readonly string[]; readonly way?: string } = {},
): void {
  const missing =
    (typeof value !== "object" && typeof value !== "function") || value === null
      ? fields
      : fields.filter((field) => (value as Readonly<Record<string, unknown>>)[field] === undefined);
  if (missing.length === 0 && value !== null && (typeof value === "object" || typeof value === "function"))
    return;
  const without =
    typeof value === "object" && value !== null && missing.length > 0
      ? `, without ${missing.join(", ")}`
      : "";
  throw new SpillwayError(
    `${who}: wanted ${what}${way === "" ? "" : ` (${way})`}, got ${shown(value)}${without}`,
  );
}
