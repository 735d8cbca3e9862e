import { dirname, isAbsolute, join } from "node:path";
import type { Json } from "../core/canonicalJson.ts";
import { formatPlace, SpillwayError } from "../core/SpillwayError.ts";
import { readText } from "../log/files/readText.ts";
import type { Study } from "../study/study.ts";
import type { ParseStudyOptions } from "./ParseStudyOptions.ts";
import { parseStudy } from "./parseStudy.ts";

/** A study as data that may be changed, and how to make a study of it. */
export interface StudyData {
  readonly data: Json;
  /** Makes a study of the data or of what became of it; files that it names are read relative to the study's own. */
  readonly studyOf: (data: Json) => Promise<Study>;
}

/**
 * Reads a study file as data, so that settings can be changed before it becomes a study.
 *
 * @param options.seed takes the place of the study's seed.
 * @param options.aa makes it an A/A study.
 * @throws SpillwayError when the file cannot be read or is no YAML.
 */
export async function readStudyData(
  file: string,
  options: Pick<ParseStudyOptions, "seed" | "aa"> = {},
): Promise<StudyData> {
  const folder = file === "-" ? "." : dirname(file);
  const name = file === "-" ? "(standard input)" : file;
  const { yamlSource } = await import("./yamlSource.ts");
  const { data } = yamlSource(await readText(file), name, "study");
  return {
    data: data as Json,
    async studyOf(changed) {
      try {
        return await parseStudy(JSON.stringify(changed), {
          ...options,
          file: name,
          folder,
          readFile: (named) => readText(isAbsolute(named) ? named : join(folder, named)),
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
