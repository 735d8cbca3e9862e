import { readFileSync } from "node:fs";

/** A file of a run without what differs between two runs of one plan: how long a turn took, when, and the sum over its line. */
export function withoutTimes(path: string): string {
  return readFileSync(path, "utf8")
    .replace(/"ms":[0-9.e-]+,"at":"[^"]*"/g, '"ms":0,"at":""')
    .replace(/,*"check":"[0-9a-f]{8}"/g, "");
}
