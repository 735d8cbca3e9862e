import type { Json } from "../../../core/canonicalJson.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import type { Grid } from "../../../diagnose/gridCells.ts";

/**
 * Settings that vary, from options such as `data.assign.treated=20,40`, or with a list in JSON after the sign.
 *
 * @param who the command, for error messages.
 * @throws SpillwayError for options of another form, and for a path that stands twice.
 */
export function gridOf(vary: readonly string[], who: string): Grid {
  const grid = new Map<string, Json[]>();
  for (const text of vary) {
    const [path, given] = parted(text, who);
    if (grid.has(path))
      throw new SpillwayError(`${who}: --vary names ${path} twice: put all its values into one`);
    grid.set(path, valuesOf(given, text, who));
  }
  return Object.fromEntries(grid);
}

/** A path and what stands after the sign. */
export function parted(text: string, who: string): [path: string, values: string] {
  const at = text.indexOf("=");
  if (at < 1)
    throw new SpillwayError(
      `${who}: --vary must be path=values, got "${text}"${who === "run" ? ", and a factor by name is robustness, paraphrase, option-order, temperature or model" : ""}`,
    );
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

/** The values of a setting, from what stands after the sign: separated by commas, or a list in JSON. */
export function valuesOf(given: string, text: string, who: string): Json[] {
  if (!given.trim().startsWith("[")) return given.split(",").map((value) => jsonOf(value) ?? value.trim());
  const list = jsonOf(given);
  if (Array.isArray(list)) return list;
  throw new SpillwayError(`${who}: --vary needs values or a list in JSON, got "${text}"`);
}

/** A value as JSON; undefined where it is none, and then it is text. */
function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
