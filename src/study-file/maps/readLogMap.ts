import { closest, distance } from "fastest-levenshtein";
import { explainIssue } from "../../core/explainIssue.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantText } from "../../core/wantText.ts";
import { worstIssue } from "../../core/worstIssue.ts";
import { readText } from "../../log/files/readText.ts";
import { type MapFile, mapFile } from "../../log/maps/fields/MapFile.ts";
import { readyMaps } from "../../log/maps/ready/readyMaps.ts";
import { yamlSource } from "../yamlSource.ts";

/**
 * A map by the name of a ready one, or from a file in YAML or JSON. A map that `extends` a ready one takes from it what it does not say.
 *
 * @throws SpillwayError with file, line and column for what is no map, and for a name that no map has.
 */
export async function readLogMap(nameOrFile: string): Promise<MapFile> {
  wantText("readLogMap", "a map's name or file", nameOrFile);
  const ready = readyMaps.find(({ name }) => name === nameOrFile);
  if (ready) return parseLogMap(ready.yaml, `(map ${ready.name})`, ready.name);
  if (!/[./\\]/.test(nameOrFile)) throw unknownMap(nameOrFile);
  return parseLogMap(
    await readText(nameOrFile),
    nameOrFile,
    nameOrFile.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, ""),
  );
}

/** A map from its text. */
export function parseLogMap(text: string, file: string, name: string): MapFile {
  wantText("parseLogMap", "a map in YAML", text);
  const source = yamlSource(text, file, "map");
  const checked = mapFile.safeParse(source.data);
  if (!checked.success) {
    const issue = worstIssue(checked.error.issues);
    throw new SpillwayError(`map: ${explainIssue(issue, source.data, mapFile)}`, {
      place: source.valuePlace(issue.path),
    });
  }
  const { extends: base, ...own } = checked.data;
  const named = { ...own, name: own.name ?? name };
  if (base === undefined) return named;
  const ready = readyMaps.find((one) => one.name === base);
  if (!ready) throw unknownMap(base, source.valuePlace(["extends"]));
  return { ...parseLogMap(ready.yaml, `(map ${ready.name})`, ready.name), ...named };
}

function unknownMap(name: string, place?: SpillwayError["place"]): SpillwayError {
  const names = readyMaps.map((one) => one.name);
  const nearest = closest(name.toLowerCase(), names);
  const near =
    distance(name.toLowerCase(), nearest) <= Math.ceil(name.length / 3) ? ` (did you mean ${nearest}?)` : "";
  return new SpillwayError(
    `map: there is no ready map ${shown(name)}${near}: they are ${names.join(", ")}; a file of your own ends in .yaml`,
    place ? { place } : {},
  );
}
