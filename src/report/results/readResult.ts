import { SpillwayError } from "../../core/SpillwayError.ts";
import { readText } from "../../log/files/readText.ts";
import type { ResultData, ResultFile } from "./ResultKind.ts";
import { resultKinds } from "./resultKinds.ts";

/** What a report can be made of beside the files of {@link resultKinds}. */
const FOLDERS = ["the folder of a run", "the folder of a factorial study (run --vary)"];

/**
 * Reads a file of results.
 *
 * @throws SpillwayError that lists what a report can be made of, for any other file.
 */
export async function readResult(file: string): Promise<ResultFile> {
  const refused = (got: string, cause?: unknown): SpillwayError =>
    new SpillwayError(
      `report: ${got}; a report is made of ${[...FOLDERS, ...resultKinds.map(({ kind, made }) => `${kind}: ${made}`)].join("; ")}`,
      { place: { file }, ...(cause === undefined ? {} : { cause }) },
    );
  const given = await readText(file);
  let data: unknown;
  try {
    data = JSON.parse(given);
  } catch (cause) {
    throw refused("the file is no JSON", cause);
  }
  if (typeof data !== "object" || data === null || Array.isArray(data))
    throw refused("wanted results, got JSON that is no object");
  const kind = resultKinds.find((one) => one.is(data as ResultData));
  if (kind === undefined) {
    const fields = Object.keys(data)
      .slice(0, 8)
      .map((name) => name.slice(0, 40));
    throw refused(
      `wanted results, got an object with ${fields.length === 0 ? "nothing" : fields.join(", ")}`,
    );
  }
  return { data: data as ResultData, kind };
}
