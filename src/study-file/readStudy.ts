import { dirname, isAbsolute, join } from "node:path";
import { readText } from "../log/files/readText.ts";
import type { Study } from "../study/study.ts";
import type { ParseStudyOptions } from "./ParseStudyOptions.ts";
import { parseStudy } from "./parseStudy.ts";

/**
 * The study of a YAML or JSON file, or of standard input for "-". Files that it names are read relative to it.
 *
 * @param options.seed takes the place of the study's seed.
 * @param options.aa makes it an A/A study.
 * @throws SpillwayError with file, line and column for everything that is wrong with it.
 */
export async function readStudy(
  file: string,
  options: Pick<ParseStudyOptions, "seed" | "aa"> = {},
): Promise<Study> {
  const folder = file === "-" ? "." : dirname(file);
  return parseStudy(await readText(file), {
    ...options,
    file: file === "-" ? "(standard input)" : file,
    folder,
    readFile: (name) => readText(isAbsolute(name) ? name : join(folder, name)),
  });
}
