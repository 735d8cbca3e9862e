import { dirname } from "node:path";
import type { Json } from "../core/canonicalJson.ts";
import { formatPlace, SpillwayError } from "../core/SpillwayError.ts";
import { wantText } from "../core/wantText.ts";
import { readText } from "../log/files/readText.ts";
import type { Study } from "../study/study.ts";
import { parseStudy } from "./parseStudy.ts";
import type { ReadStudyOptions } from "./readStudy.ts";
import { studyFiles } from "./studyFiles.ts";

/** A study as data that may be changed, and how to make a study of it. */
export interface StudyData {
  readonly data: Json;
  /** Makes a study of the data or of what became of it; files that it names are read relative to the study's own. */
  readonly studyOf: (data: Json) => Promise<Study>;
}

/**
 * Reads a study file as data, so that settings can be changed before it becomes a study.
 *
 * @param options as of readStudy.
 * @throws SpillwayError when the file cannot be read or is no YAML.
 */
export async function readStudyData(
  file: string,
  options: Omit<ReadStudyOptions, "still"> = {},
): Promise<StudyData> {
  wantText("readStudyData", "the path of a file", file);
  const { allowFiles, ...rest } = options;
  const folder = file === "-" ? "." : dirname(file);
  const files = studyFiles(folder, allowFiles);
  const name = file === "-" ? "(standard input)" : file;
  const { yamlSource } = await import("./yamlSource.ts");
  const { data } = yamlSource(await readText(file), name, "study");
  return {
    data: data as Json,
    async studyOf(changed) {
      try {
        return await parseStudy(JSON.stringify(changed), {
          ...rest,
          file: name,
          folder,
          readFile: files.read,
          isOutside: files.isOutside,
        });
      } catch (cause) {
        // Lines and columns of data that were changed are nowhere in the file.
        if (!(cause instanceof SpillwayError) || cause.place?.file !== name) throw cause;
        const said = cause.message.slice(formatPlace(cause.place).length + 2);
        throw new SpillwayError(`${name}, changed: ${said}`, { kind: cause.kind, cause });
      }
    },
  };
}
