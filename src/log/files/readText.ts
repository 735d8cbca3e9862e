import { wantText } from "../../core/wantText.ts";
import { textPieces } from "./textPieces.ts";

/** Bytes of a text that is read whole: half of what one string of the engine can hold. */
const MOST_BYTES = 2 ** 28;

/**
 * The text of a file, or of standard input for "-". Gzipped content is unpacked, whatever the file is called, and a
 * byte order mark is dropped. The whole text is held in memory, so it may have at most 256 MB.
 *
 * @throws SpillwayError when there is no such file, when it cannot be read or unpacked, when it is not UTF-8, and when it is too long.
 */
export async function readText(path: string): Promise<string> {
  wantText("readText", "the path of a file", path);
  const pieces: string[] = [];
  for await (const piece of textPieces(path, MOST_BYTES)) pieces.push(piece);
  return pieces.join("");
}
