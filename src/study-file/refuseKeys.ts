import { keyForms, namedKeys } from "../agents/endpoint/keyForms.ts";
import { SpillwayError } from "../core/SpillwayError.ts";

/** Shorter values stand in files by chance. */
const SHORTEST = 12;
/** What is a place in the file system is no key. */
const PATH = /^(\/|\.{0,2}\/|~|[A-Za-z]:\\)/;

/**
 * Refuses a file of a study that holds a key: the value of an environment variable that is named like one. What stands in
 * a study file goes into the files of a run and into error messages, and to the other side.
 *
 * @throws SpillwayError with the place, and the name of the variable.
 */
export function refuseKeys(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  for (const [name, key] of namedKeys(environment)) {
    if (key.length < SHORTEST || PATH.test(key)) continue;
    const at = keyForms(key).reduce((first, form) => (first === -1 ? text.indexOf(form) : first), -1);
    if (at === -1) continue;
    const before = text.slice(0, at).split("\n");
    throw new SpillwayError(
      `study: here stands the value of the environment variable ${name}: a key is never written down; name the variable instead, as in keyFrom: ${name}`,
      { place: { file, line: before.length, column: before.at(-1)!.length + 1 } },
    );
  }
}
