import { compactStruct, varint } from "./compactStruct.ts";

/** A column of a table. What is undefined is null there. */
export type ParquetColumn =
  | { readonly name: string; readonly kind: "text"; readonly values: readonly (string | undefined)[] }
  | {
      readonly name: string;
      readonly kind: "number" | "whole";
      readonly values: readonly (number | undefined)[];
    };

/** Rows that are written together. */
const GROUP = 100_000;
const MAGIC = Buffer.from("PAR1");
/** Numbers of the format: physical types, encodings, no compression. */
const TYPES = { whole: 2, number: 5, text: 6 } as const;
const PLAIN = 0;
const RLE = 3;
const NOT_COMPRESSED = 0;

interface Chunk {
  readonly column: ParquetColumn;
  readonly rows: number;
  readonly at: number;
  readonly size: number;
}

/**
 * A table as a Parquet file (Apache Parquet format 2, plain encoding, without compression), which pandas, R, Polars and DuckDB open with
 * the types of its columns: texts, numbers, and whole numbers of 64 bits. All columns may hold nulls, and must be equally long.
 * Memory: the file as a whole.
 */
export function parquetFile(columns: readonly ParquetColumn[]): Buffer {
  const rows = columns[0]?.values.length ?? 0;
  const parts: Buffer[] = [MAGIC];
  let length = MAGIC.length;
  const groups: { readonly rows: number; readonly chunks: readonly Chunk[] }[] = [];
  for (let from = 0; from < rows; from += GROUP) {
    const size = Math.min(GROUP, rows - from);
    const chunks = columns.map((column): Chunk => {
      const page = pageOf(column, from, size);
      const at = length;
      parts.push(page);
      length += page.length;
      return { column, rows: size, at, size: page.length };
    });
    groups.push({ rows: size, chunks });
  }
  const footer = Buffer.from(
    compactStruct((file) => {
      file.int(1, 1);
      file.structs(2, [undefined, ...columns], (element, column) => {
        if (column === undefined) {
          element.text(4, "table");
          element.int(5, columns.length);
          return;
        }
        element.int(1, TYPES[column.kind]);
        element.int(3, 1);
        element.text(4, column.name);
        if (column.kind !== "text") return;
        element.int(6, 0);
        element.struct(10, (type) => type.struct(1, () => {}));
      });
      file.int(3, rows, true);
      file.structs(4, groups, (group, { rows: inside, chunks }) => {
        group.structs(1, chunks, (one, chunk) => {
          one.int(2, chunk.at, true);
          one.struct(3, (about) => {
            about.int(1, TYPES[chunk.column.kind]);
            about.ints(2, [PLAIN, RLE]);
            about.texts(3, [chunk.column.name]);
            about.int(4, NOT_COMPRESSED);
            about.int(5, chunk.rows, true);
            about.int(6, chunk.size, true);
            about.int(7, chunk.size, true);
            about.int(9, chunk.at, true);
          });
        });
        group.int(
          2,
          chunks.reduce((all, { size }) => all + size, 0),
          true,
        );
        group.int(3, inside, true);
      });
      file.text(6, "spillway");
    }),
  );
  const end = Buffer.alloc(4);
  end.writeUInt32LE(footer.length);
  return Buffer.concat([...parts, footer, end, MAGIC]);
}

/** One page with its header: which rows have a value, then the values. */
function pageOf(column: ParquetColumn, from: number, size: number): Buffer {
  const levels: number[] = [];
  const bytes = Math.ceil(size / 8);
  varint(levels, 2 * bytes + 1);
  const present = Buffer.alloc(bytes);
  const values: Buffer[] = [];
  for (let k = 0; k < size; k++) {
    const value = column.values[from + k];
    if (value === undefined) continue;
    present[k >> 3]! |= 1 << (k & 7);
    values.push(plain(column.kind, value));
  }
  const length = Buffer.alloc(4);
  length.writeUInt32LE(levels.length + bytes);
  const body = Buffer.concat([length, Buffer.from(levels), present, ...values]);
  const header = compactStruct((page) => {
    page.int(1, 0);
    page.int(2, body.length);
    page.int(3, body.length);
    page.struct(5, (data) => {
      data.int(1, size);
      data.int(2, PLAIN);
      data.int(3, RLE);
      data.int(4, RLE);
    });
  });
  return Buffer.concat([Buffer.from(header), body]);
}

function plain(kind: ParquetColumn["kind"], value: string | number): Buffer {
  if (kind === "text") {
    const content = Buffer.from(String(value));
    const whole = Buffer.alloc(4 + content.length);
    whole.writeUInt32LE(content.length);
    content.copy(whole, 4);
    return whole;
  }
  const number = Buffer.alloc(8);
  if (kind === "number") number.writeDoubleLE(Number(value));
  else number.writeBigInt64LE(BigInt(value));
  return number;
}
