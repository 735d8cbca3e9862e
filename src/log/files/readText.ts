import { SpillwayError } from "../../core/SpillwayError.ts";
import { textPieces, tooLong } from "./textPieces.ts";

/** Characters of a text that is read whole: what one string of the engine can hold, with room to spare. */
const MOST_CHARACTERS = 500_000_000;

/**
 * The text of a file, or of standard input for "-". Gzipped content is unpacked, whatever the file is called, and a
 * byte order mark is dropped. The whole text is held in memory, so it may have at most 500 million characters.
 *
 * @throws SpillwayError when there is no such file, when it cannot be read or unpacked, when it is not UTF-8, and when it is too long.
 */
export async function readText(path: string): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of textPieces(path)) {
    length += piece.length;
    if (length > MOST_CHARACTERS)
      throw new SpillwayError(tooLong(MOST_CHARACTERS), {
        place: { file: path === "-" ? "(standard input)" : path },
      });
    pieces.push(piece);
  }
  return pieces.join("");
}
