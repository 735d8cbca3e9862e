import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";

const LOG = /\.(csv|tsv|jsonl|ndjson|json|parquet|sqlite|db)(\.gz)?$/i;
const MOST_FILES = 10_000;

/** The logs of a folder, by name, in the order of their paths; links are not followed. A path to a file, or to nothing, stays as it is. */
export function logsIn(path: string, who: string): string[] {
  if (path === "-" || !(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [path];
  const found: string[] = [];
  const look = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const inner = join(folder, entry.name);
      if (entry.isDirectory()) look(inner);
      else if (entry.isFile() && LOG.test(entry.name)) found.push(inner);
      if (found.length > MOST_FILES)
        throw new SpillwayError(
          `${who}: ${shown(path)} holds more than ${MOST_FILES} logs: name some of them`,
        );
    }
  };
  look(path);
  if (found.length === 0)
    throw new SpillwayError(
      `${who}: the folder ${shown(path)} holds no log: wanted files that end in .csv, .tsv, .jsonl, .json, .parquet or .sqlite`,
    );
  return found.sort();
}
