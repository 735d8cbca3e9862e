import { SpillwayError } from "../../core/SpillwayError.ts";
import { ID_COLUMNS } from "../../network/files/parseAgents.ts";
import { wantDistinct } from "../../network/files/tables/csvTable.ts";
import { numberReader } from "../../network/files/tables/numberReader.ts";
import { type RowScanner, rowScanner } from "../../network/files/tables/rowScanner.ts";
import { tableHead } from "../../network/files/tables/tableHead.ts";
import { jsonRecord } from "../../network/files/tables/textTable.ts";
import { type DamageAllowed, damageAllowed } from "../files/damageAllowed.ts";
import { foreignLog } from "./foreignLog.ts";
import type { ScannedUnits, UnitScannerOptions } from "./ScannedUnits.ts";
import { OWN_COLUMNS } from "./unitColumns.ts";
import { type UnitRows, unitRows } from "./unitRows.ts";

/** Reads a table of units piece by piece. */
interface UnitScanner {
  push(text: string): void;
  end(): ScannedUnits;
}

/** Characters that are looked at before it is decided what the text is. */
const HEAD = 1 << 20;

/**
 * Reads a table of units of any length: every row is checked, only those wanted are kept, and each different text once. Memory grows by
 * 4 bytes for each row, and by about 100 for each row kept.
 *
 * @throws SpillwayError with file and line, as {@link parseUnits} says.
 */
export function unitScanner(options: UnitScannerOptions): UnitScanner {
  const { file, dialect } = options;
  const notes: string[] = [];
  const damage = damageAllowed(options.skipDamaged);
  let head: string | undefined = "";
  let lines: RowScanner | undefined;
  let rows: UnitRows | undefined;
  const begin = (text: string): void => {
    const foreign = foreignLog(text, file);
    if (foreign !== undefined) throw new SpillwayError(`units: ${foreign}`, { place: { file } });
    if (/^\uFEFF?\s*\{/.test(text)) {
      lines = jsonLines(file, damage, (record, line) => {
        rows ??= unitRows([], options, numberReader(",", dialect), ",", line, damage);
        rows.record(record, line);
      });
      lines.push(text.replace(/^\uFEFF/, ""));
      return;
    }
    const reader = {
      who: "units",
      file,
      columns: [...ID_COLUMNS, ...OWN_COLUMNS],
      knows: (names: readonly string[]) =>
        names.includes("outcome") && names.some((name) => ID_COLUMNS.includes(name)),
    };
    const found = tableHead(text, reader, dialect);
    const { delimiter, skipped } = found;
    notes.push(...found.notes);
    lines = rowScanner({
      who: "units",
      file,
      delimiter,
      firstLine: text.slice(0, skipped).split(/\r\n|\n|\r/).length,
      ...(options.skipDamaged ? { onFault: (error: SpillwayError) => damage.skip(error) } : {}),
      onRow(fields, line) {
        if (rows !== undefined) return rows.row(fields, line);
        wantDistinct(fields, reader, { file, line });
        rows = unitRows(fields, options, numberReader(delimiter, dialect), delimiter, line, damage);
      },
    });
    lines.push(text.slice(skipped));
  };
  return {
    push(text) {
      if (head === undefined) return lines!.push(text);
      head += text;
      if (head.length < HEAD) return;
      begin(head);
      head = undefined;
    },
    end() {
      if (head !== undefined) begin(head);
      lines!.end();
      if (rows === undefined)
        throw new SpillwayError("units: the file is empty: wanted a header line and rows below it", {
          place: { file },
        });
      const found = rows.end();
      return { ...found, notes: [...notes, ...damage.notes(), ...found.notes] };
    },
  };
}

/** Lines of JSON that come in pieces. */
function jsonLines(
  file: string,
  damage: DamageAllowed,
  onRecord: (record: Map<string, string>, line: number) => void,
): RowScanner {
  let rest = "";
  let line = 0;
  const take = (text: string): void => {
    line++;
    if (text.trim() === "") return;
    let record: Map<string, string> | undefined;
    damage.attempt(() => {
      record = jsonRecord(text, "units", { file, line });
    });
    if (record) onRecord(record, line);
  };
  return {
    push(text) {
      const all = (rest + text).split("\n");
      rest = all.pop()!;
      for (const one of all) take(one);
    },
    end() {
      take(rest);
      rest = "";
    },
  };
}
