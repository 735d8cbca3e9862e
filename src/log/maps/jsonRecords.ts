import { z } from "zod";
import { defineKind, type Kind } from "../../core/defineKind.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { type Cell, tableBuilder } from "../table/tableBuilder.ts";
import type { LogMap } from "./LogMap.ts";

export interface JsonRecordsSettings {
  /** Fields to keep, as columns, in this order. Default: every field, in the order in which fields first occur. */
  readonly fields?: readonly string[];
}

/**
 * A log of one JSON object a line. A field whose values are all numbers is a column of numbers; any other is one of texts, where
 * true, false, lists and objects stand as JSON. An absent field, and null, is missing. Cost: linear.
 *
 * @throws SpillwayError (when it reads) with file and line for a line that is no JSON object, and for a field that no line has.
 */
export const jsonRecords: Kind<JsonRecordsSettings, LogMap> = defineKind({
  kind: "json-records",
  summary: "one JSON object a line",
  settings: z.strictObject({ fields: z.array(z.string().min(1)).min(1).readonly().optional() }),
  make: (params): LogMap => ({
    name: "json-records",
    params,
    recognises: (head) => /^\s*\{/.test(head),
    table(text, file) {
      const records = text
        .split(/\r?\n/)
        .flatMap((line, k) => (line.trim() === "" ? [] : [recordOf(line, file, k + 1)]));
      const seen = new Set(records.flatMap((record) => [...record.keys()]));
      const names = params.fields ?? [...seen];
      const absent = names.find((name) => !seen.has(name));
      if (absent !== undefined)
        throw new SpillwayError(
          `json-records: no line has the field ${shown(absent)}; the fields are ${[...seen].slice(0, 20).join(", ")}`,
          { place: { file } },
        );
      const numeric = new Set(
        names.filter((name) =>
          records.every((record) => ["number", "undefined"].includes(typeof record.get(name))),
        ),
      );
      const builder = tableBuilder(
        names.map((name) => ({ name, kind: numeric.has(name) ? ("number" as const) : ("text" as const) })),
      );
      for (const record of records)
        builder.add(names.map((name) => cellOf(record.get(name), numeric.has(name))));
      return builder.build();
    },
  }),
});

function recordOf(line: string, file: string, number: number): Map<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new SpillwayError(`json-records: wanted one JSON object a line, got ${shown(line)}`, {
      place: { file, line: number },
    });
  return new Map(Object.entries(parsed).filter(([, value]) => value !== null));
}

function cellOf(value: unknown, numeric: boolean): Cell {
  if (value === undefined || numeric) return value as number | undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
