/** Writes structures in the compact protocol of Thrift, in which the headers of a Parquet file stand. */
interface CompactWriter {
  /** A whole number of 32 bits (`wide` for 64) as field `id`. */
  int(id: number, value: number, wide?: boolean): void;
  text(id: number, value: string): void;
  struct(id: number, write: (inner: CompactWriter) => void): void;
  structs<Item>(id: number, items: readonly Item[], write: (inner: CompactWriter, item: Item) => void): void;
  ints(id: number, values: readonly number[]): void;
  texts(id: number, values: readonly string[]): void;
}

const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** The bytes of one structure; fields must be written in the order of their numbers. */
export function compactStruct(write: (writer: CompactWriter) => void): number[] {
  const bytes: number[] = [];
  put(bytes, write);
  return bytes;
}

function put(bytes: number[], write: (writer: CompactWriter) => void): void {
  let last = 0;
  const head = (id: number, type: number): void => {
    bytes.push(((id - last) << 4) | type);
    last = id;
  };
  const list = (id: number, size: number, type: number): void => {
    head(id, LIST);
    if (size < 15) bytes.push((size << 4) | type);
    else {
      bytes.push(0xf0 | type);
      varint(bytes, size);
    }
  };
  const binary = (text: string): void => {
    const content = Buffer.from(text);
    varint(bytes, content.length);
    for (const byte of content) bytes.push(byte);
  };
  write({
    int(id, value, wide = false) {
      head(id, wide ? I64 : I32);
      varint(bytes, 2 * value);
    },
    text(id, value) {
      head(id, BINARY);
      binary(value);
    },
    struct(id, inner) {
      head(id, STRUCT);
      put(bytes, inner);
    },
    structs(id, items, inner) {
      list(id, items.length, STRUCT);
      for (const item of items) put(bytes, (writer) => inner(writer, item));
    },
    ints(id, values) {
      list(id, values.length, I32);
      for (const value of values) varint(bytes, 2 * value);
    },
    texts(id, values) {
      list(id, values.length, BINARY);
      for (const value of values) binary(value);
    },
  });
  bytes.push(0);
}

/** A number from 0 in groups of seven bits, the least first. Beyond 31 bits, so no shifts. */
export function varint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
