import { type OutputOptions, outputPlace } from "./outputPlace.ts";

/**
 * Writes a file, after a look at what stands in its place ({@link outputPlace}). Missing folders are made.
 *
 * @throws SpillwayError when the place cannot be written; the old file, if any, is then untouched.
 */
export function writeFileWhole(path: string, text: string | Uint8Array, options: OutputOptions = {}): void {
  const place = outputPlace(path, options);
  try {
    place.write(typeof text === "string" ? Buffer.from(text) : text);
    place.finish();
  } catch (cause) {
    place.abandon();
    throw cause;
  }
}
