import type { Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { readText } from "../log/files/readText.ts";
import { yamlSource } from "../study-file/yamlSource.ts";

/**
 * A description on a command line as data: inline JSON, the name of a JSON or YAML file (whatever has a dot or a slash), or a bare word.
 *
 * @param option names the option in error messages.
 * @throws SpillwayError when the file cannot be read, or the JSON or YAML not be understood.
 */
export async function dataOf(given: string, option: string): Promise<Json> {
  const text = given.trim();
  if (/^[{["]/.test(text)) return yamlSource(text, option, option).data as Json;
  if (text === "-" || /[./\\]/.test(text))
    return yamlSource(await readText(given), given, option).data as Json;
  if (text === "") throw new SpillwayError(`${option}: wanted a kind, JSON or a file, got nothing`);
  return text;
}
