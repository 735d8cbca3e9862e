import { SpillwayError } from "../../../core/SpillwayError.ts";
import { fieldNames, fieldOf } from "../fields/fieldOf.ts";
import type { RecordsSpec } from "../fields/MapFile.ts";
import { linearPattern } from "../pattern/linearPattern.ts";

/**
 * Takes a wide record apart: its columns that match the pattern belong to as many records as their groups differ, but for the last
 * group, which is the name of the field. All other columns are in each of them.
 */
export function wideRecords(
  wide: NonNullable<RecordsSpec["wide"]>,
  who: string,
): (fields: unknown) => readonly unknown[] {
  const pattern = linearPattern(wide.pattern, who);
  const known = new Map<string, readonly (string | undefined)[] | undefined>();
  const groupsOf = (name: string): readonly (string | undefined)[] | undefined => {
    if (!known.has(name)) known.set(name, pattern.exec(name));
    return known.get(name);
  };
  return (fields) => {
    const parts = new Map<string, Map<string, unknown>>();
    const shared: (readonly [string, unknown])[] = [];
    for (const name of fieldNames(fields)) {
      const found = groupsOf(name);
      if (found === undefined) {
        shared.push([name, fieldOf(fields, name)]);
        continue;
      }
      if (found.length !== wide.names.length + 1)
        throw new SpillwayError(
          `${who}: wanted as many names as the pattern of wide has groups, got ${wide.names.length}`,
        );
      const groups = found.slice(1, -1);
      const key = JSON.stringify(groups);
      let part = parts.get(key);
      if (part === undefined) {
        part = new Map(groups.map((text, k) => [wide.names[k]!, text]));
        parts.set(key, part);
      }
      part.set(found.at(-1) ?? "", fieldOf(fields, name));
    }
    for (const part of parts.values())
      for (const [name, value] of shared) if (!part.has(name)) part.set(name, value);
    return [...parts.values()];
  };
}
