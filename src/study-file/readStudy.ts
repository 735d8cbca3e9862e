import { dirname } from "node:path";
import { wantText } from "../core/wantText.ts";
import { readText } from "../log/files/readText.ts";
import type { Study } from "../study/study.ts";
import type { ParseStudyOptions } from "./ParseStudyOptions.ts";
import { parseStudy } from "./parseStudy.ts";
import { studyFiles } from "./studyFiles.ts";

export interface ReadStudyOptions extends Pick<ParseStudyOptions, "seed" | "aa"> {
  /** Folders outside the study's own whose files it may name. Default: none. */
  readonly allowFiles?: readonly string[];
  /** Whether its agents will not act, so that recordings that it names are not read and may lie anywhere. Default false. */
  readonly still?: boolean;
}

/**
 * The study of a YAML or JSON file, or of standard input for "-". Files that it names are read relative to it, and must lie in
 * its folder or below: links are followed before that is looked at.
 *
 * @param options.seed takes the place of the study's seed.
 * @param options.aa makes it an A/A study.
 * @throws SpillwayError with file, line and column for everything that is wrong with it.
 */
export async function readStudy(file: string, options: ReadStudyOptions = {}): Promise<Study> {
  wantText("readStudy", "the path of a file", file);
  const { allowFiles, still = false, ...rest } = options;
  const folder = file === "-" ? "." : dirname(file);
  const files = studyFiles(folder, allowFiles);
  return parseStudy(await readText(file), {
    ...rest,
    file: file === "-" ? "(standard input)" : file,
    folder,
    readFile: files.read,
    ...(still ? {} : { isOutside: files.isOutside }),
  });
}
