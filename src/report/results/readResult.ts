import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import { readText } from "../../log/files/readText.ts";
import { fields } from "./fields.ts";
import type { ResultData, ResultFile } from "./ResultKind.ts";
import { resultKinds } from "./resultKinds.ts";

/** Of how many agents and under which design the estimates of a run are: the plan with their hash, beside them, says it. */
function planBeside(file: string, { planHash }: ResultData): ResultData | undefined {
  const path = runFolder(dirname(file)).plan;
  if (typeof planHash !== "string" || !existsSync(path)) return undefined;
  try {
    const plan = fields(JSON.parse(readFileSync(path, "utf8")));
    if (plan.hash !== planHash || !Array.isArray(plan.agents)) return undefined;
    return { agents: plan.agents.length, design: fields(plan.design).name };
  } catch {
    // No plan that can be read: the page says that the file does not tell.
    return undefined;
  }
}

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
  const experiment = kind.kind === "estimates" ? planBeside(file, data as ResultData) : undefined;
  return { data: { ...(experiment === undefined ? {} : { experiment }), ...(data as ResultData) }, kind };
}
