import { shown } from "../../core/shown.ts";
import { fieldNames, fieldOf } from "./fields/fieldOf.ts";

/** What fields the first records of a log have. */
interface FieldsFound {
  add(record: unknown): void;
  list(): { readonly name: string; readonly count: number; readonly example: string }[];
}

/** Records and fields that are looked at, and levels of mappings. */
const MOST_RECORDS = 500;
const MOST_FIELDS = 120;
const DEEPEST = 4;

/** Looks at the first 500 records. */
export function fieldsFound(): FieldsFound {
  const fields = new Map<string, { count: number; example: string }>();
  let records = 0;
  const walk = (value: unknown, name: string, depth: number): void => {
    const names = fieldNames(value);
    if (depth < DEEPEST && names.length > 0) {
      for (const inner of names)
        walk(fieldOf(value, inner), name === "" ? inner : `${name}.${inner}`, depth + 1);
      return;
    }
    if (name === "" || value === undefined || value === null || value === "") return;
    const known = fields.get(name);
    if (known) known.count++;
    else if (fields.size < MOST_FIELDS)
      fields.set(name, {
        count: 1,
        example: shown(value instanceof Map ? Object.fromEntries(value) : value),
      });
  };
  return {
    add(record) {
      if (records++ < MOST_RECORDS) walk(record, "", 0);
    },
    list: () => [...fields].map(([name, one]) => ({ name, ...one })),
  };
}
