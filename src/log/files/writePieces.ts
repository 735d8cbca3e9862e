import { outputPlace } from "./outputPlace.ts";

/** Characters that are held back at most. */
const HELD = 1 << 16;

/**
 * Writes a file of any length from pieces, of which none is kept, after a look at what stands in its place
 * ({@link outputPlace}).
 *
 * @throws SpillwayError when the place cannot be written; whatever making the pieces throws. The old file, if any, is then
 * untouched.
 */
export async function writePieces(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const place = outputPlace(path);
  try {
    let held = "";
    for await (const piece of pieces) {
      held += piece;
      if (held.length < HELD) continue;
      place.write(Buffer.from(held));
      held = "";
    }
    place.write(Buffer.from(held));
    place.finish();
  } catch (cause) {
    place.abandon();
    throw cause;
  }
}
