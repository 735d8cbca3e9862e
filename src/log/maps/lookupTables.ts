import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { DamageAllowed } from "../files/damageAllowed.ts";
import { fieldNames, fieldOf } from "./fields/fieldOf.ts";
import type { Lookups } from "./fields/fieldReader.ts";
import { idOf } from "./fields/idOf.ts";
import type { LookupSpec } from "./fields/MapFile.ts";
import { recordsOf } from "./records/recordsOf.ts";

/** Values that a map says stand in another file or table: asked for while the map is read, filled before its records are. */
interface LookupTables {
  readonly find: Lookups;
  fill(): Promise<void>;
}

/**
 * Tables of values by key, beside a log.
 *
 * @throws SpillwayError when filled: for a column that is not there, and for a key with two different values.
 */
export function lookupTables(log: string, who: string, damage: DamageAllowed): LookupTables {
  const wanted: { readonly rule: LookupSpec; readonly values: Map<string, string> }[] = [];
  return {
    find(rule) {
      const values = new Map<string, string>();
      wanted.push({ rule, values });
      return (key) => values.get(key);
    },
    async fill() {
      for (const { rule, values } of wanted) {
        const { file, sql, key = "key", value = "value" } = rule;
        for await (const batch of recordsOf(log, { file, sql }, { who, damage }))
          for (const { fields, place } of batch) {
            const [k, v] = [fieldOf(fields, key), fieldOf(fields, value)];
            if (k === undefined || v === undefined)
              throw new SpillwayError(
                `${who}: wanted the columns ${key} and ${value}, got ${fieldNames(fields).slice(0, 12).join(", ")}`,
                { place },
              );
            if (k === null || k === "" || v === null || v === "") continue;
            const [name, text] = [idOf(k, `${who}: ${key}`), idOf(v, `${who}: ${value}`)];
            const before = values.get(name);
            if (before !== undefined && before !== text)
              throw new SpillwayError(
                `${who}: ${key} ${shown(name)} has two values, ${shown(before)} and ${shown(text)}`,
                { place },
              );
            values.set(name, text);
          }
      }
    },
  };
}
