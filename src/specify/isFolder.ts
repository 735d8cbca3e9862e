import { statSync } from "node:fs";

/** Whether data are the folder of a run, and not a table; "-" is standard input. */
export function isFolder(data: string): boolean {
  return data !== "-" && statSync(data, { throwIfNoEntry: false })?.isDirectory() === true;
}
