import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import type { ReportFigure } from "../parts/figure.ts";

/**
 * Stops before anything is made when a folder for figures holds something: what stands there is not ours to replace.
 *
 * @throws SpillwayError for a file in the place of the folder, and a folder that is not empty.
 */
export function wantFiguresFolder(folder: string): void {
  if (!existsSync(folder)) return;
  let there: readonly string[];
  try {
    there = readdirSync(folder);
  } catch (cause) {
    throw new SpillwayError(`report: --figures wants a folder, ${shown(folder)} is none that can be read`, {
      cause,
    });
  }
  if (there.length > 0)
    throw new SpillwayError(
      `report: --figures wants a new or an empty folder, ${shown(folder)} holds ${shown(there[0]!)}${there.length > 1 ? ` and ${there.length - 1} more` : ""}: name another, or empty it`,
    );
}

/** Writes each figure as SVG, PNG (where `png` is given), data (CSV) and sentence (.txt), and gives the names of the files. */
export async function writeFigures(
  folder: string,
  figures: readonly ReportFigure[],
  png?: (svg: string) => Promise<Uint8Array>,
): Promise<string[]> {
  const written: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileWhole(join(folder, name), content);
    written.push(name);
  };
  for (const { name, svg, csv, sentence } of figures) {
    write(`${name}.svg`, svg);
    if (png) write(`${name}.png`, await png(svg));
    write(`${name}.csv`, csv);
    write(`${name}.txt`, `${sentence}\n`);
  }
  return written;
}
