import { SpillwayError } from "../../../core/SpillwayError.ts";
import { wantDistinct, wrongLength } from "../../../network/files/tables/csvTable.ts";
import { type RowScanner, rowScanner } from "../../../network/files/tables/rowScanner.ts";
import type { TableDialect } from "../../../network/files/tables/TableDialect.ts";
import { tableHead } from "../../../network/files/tables/tableHead.ts";
import { TableRow } from "../fields/TableRow.ts";
import type { LogRecord, LogRecords } from "./LogRecord.ts";

/** Characters that are looked at to find out the dialect. */
const HEAD = 1 << 16;

/**
 * The rows of a text table that comes in pieces, each texts by the names of columns.
 *
 * @throws SpillwayError with file and line for a row of another length than the header, columns of one name, and quotes out of place.
 */
export async function* tableRecords(
  pieces: AsyncIterable<string>,
  file: string,
  who: string,
  dialect: TableDialect,
): LogRecords {
  const reader = {
    who,
    file,
    columns: [],
    knows: (names: readonly string[]) => names.length > 1,
    firstColumn: "kept" as const,
  };
  let head: string | undefined = "";
  let scanner: RowScanner | undefined;
  let header: string[] | undefined;
  let columns: ReadonlyMap<string, number> = new Map();
  let batch: LogRecord[] = [];
  const begin = (text: string): void => {
    const { delimiter, skipped } = tableHead(text, reader, dialect);
    scanner = rowScanner({
      who,
      file,
      delimiter,
      firstLine: text.slice(0, skipped).split(/\r\n|\n|\r/).length,
      onFault: (fault) => void batch.push({ fields: undefined, place: fault.place ?? { file }, fault }),
      onRow(cells, line) {
        const names = header;
        if (names === undefined) {
          wantDistinct(cells, reader, { file, line });
          header = cells;
          columns = new Map(cells.map((name, c) => [name, c]));
          return;
        }
        const place = { file, line };
        if (cells.length !== names.length) {
          batch.push({
            fields: undefined,
            place,
            fault: wrongLength(names, cells.length, delimiter, who, place),
          });
          return;
        }
        batch.push({ fields: new TableRow(columns, cells), place });
      },
    });
    scanner.push(text.slice(skipped));
  };
  for await (const piece of pieces) {
    if (head !== undefined) {
      head += piece;
      if (head.length < HEAD) continue;
      begin(head);
      head = undefined;
    } else scanner!.push(piece);
    if (batch.length === 0) continue;
    yield batch;
    batch = [];
  }
  if (head !== undefined) begin(head);
  scanner!.end();
  if (header === undefined)
    throw new SpillwayError(`${who}: the file is empty: wanted a header line and rows below it`, {
      place: { file },
    });
  if (batch.length > 0) yield batch;
}
