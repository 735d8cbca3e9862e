import type { ReadyMap } from "./ReadyMap.ts";
import { readyMaps } from "./readyMaps.ts";

/** Characters at the beginning of a log that are looked at. */
const HEAD = 1 << 18;

/**
 * The ready map of a log that begins like this; undefined when none is known to fit.
 *
 * @param head the beginning of the text, or of the bytes of a database as Latin-1.
 */
export function recogniseLog(head: string): ReadyMap | undefined {
  const beginning = head.slice(0, HEAD);
  return readyMaps.find(({ signs }) => signs.every((sign) => sign.test(beginning)));
}
