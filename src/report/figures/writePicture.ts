import { SpillwayError } from "../../core/SpillwayError.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { pngOf } from "./pngOf.ts";

/** @throws SpillwayError unless the name of a file for a picture ends in .svg or .png. */
export function wantPicture(file: string): void {
  if (!/\.(svg|png)$/i.test(file))
    throw new SpillwayError(`picture: the file must end in .svg or .png, got "${file}"`);
}

/**
 * Writes a picture into a file: as it is when the name ends in .svg, as {@link pngOf} when it ends in .png.
 *
 * @throws SpillwayError for other names, and when the file cannot be written.
 */
export async function writePicture(file: string, svg: string): Promise<void> {
  wantPicture(file);
  writeFileWhole(file, /\.png$/i.test(file) ? await pngOf(svg) : svg);
}
