import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { readWeight } from "../../network/files/readWeight.ts";
import type { TurnStatus } from "../Turn.ts";
import { type FieldReader, fieldReader } from "./fields/fieldReader.ts";
import type { FieldSpec, MapFile } from "./fields/MapFile.ts";
import { recordFilter } from "./fields/recordFilter.ts";

interface OutcomeReader {
  readonly counts: boolean;
  read(record: unknown): { readonly outcome?: number; readonly status: TurnStatus | "missing" };
}

const STATUSES = ["ok", "refused", "invalid", "failed", "timeout", "missing"] as const;

/** What a record says was measured: never a number that is not there. */
export function outcomeReader(
  map: MapFile,
  who: string,
  reader: (spec: FieldSpec) => FieldReader,
): OutcomeReader {
  const spec = map.outcome!;
  const missing = map.missing ?? {};
  const absent = new Set(missing.values ?? []);
  const status = missing.status ?? "missing";
  const lost = missing.where === undefined ? undefined : recordFilter(missing.where, `${who}: missing`);
  const named =
    missing.field === undefined
      ? undefined
      : fieldReader(missing.field, `${who}: missing`, () => () => undefined);
  const counted =
    typeof spec === "object" && !Array.isArray(spec)
      ? (spec as { count?: MapFile["where"] }).count
      : undefined;
  if (counted !== undefined) {
    const passes = recordFilter(counted, `${who}: outcome: count`);
    return {
      counts: true,
      read: (record) => ({ outcome: passes(record) === undefined ? 1 : 0, status: "ok" }),
    };
  }
  const read = reader(spec);
  return {
    counts: false,
    read(record) {
      const said = named?.(record);
      const known = said === undefined ? undefined : STATUSES.find((one) => one === said);
      if (said !== undefined && known === undefined)
        throw new SpillwayError(`${who}: status must be one of ${STATUSES.join(", ")}, got ${shown(said)}`);
      if (known !== undefined && known !== "ok") return { status: known };
      if (lost && lost(record) === undefined) return { status };
      const value = read(record);
      if (value === undefined || (typeof value === "string" && (value.trim() === "" || absent.has(value))))
        return { status: "missing" };
      const number =
        typeof value === "number"
          ? value
          : typeof value === "boolean"
            ? Number(value)
            : typeof value === "bigint"
              ? Number(value)
              : typeof value === "string"
                ? readWeight(value.trim())
                : undefined;
      if (number === undefined || !Number.isFinite(number))
        throw new SpillwayError(
          `${who}: outcome must be a number, got ${shown(value)}: for the number in a text say outcome: { number: … }, for a text that marks a missing value missing: { values: [ … ] }`,
        );
      return { outcome: number, status: "ok" };
    },
  };
}
