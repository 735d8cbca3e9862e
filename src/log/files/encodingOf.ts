import { recogniseLog } from "../maps/ready/recogniseLog.ts";

/** What files that are no text begin with, what they are, and what to do. */
const SIGNATURES: readonly (readonly [bytes: string, words: string])[] = [
  ["PK\u0003\u0004", "a zipped file or a workbook: unzip it, or save its table as CSV UTF-8"],
  ["\u00d0\u00cf\u0011\u00e0", "an old workbook: save its table as CSV UTF-8"],
  [
    "SQLite format 3",
    "an SQLite database (as OASIS and YSocial keep): import it with spillway import and a map",
  ],
  ["PAR1", "Parquet: it is read for units, from a file whose name ends in .parquet"],
  ["BZh", "packed by bzip2: unpack it, or pack it by gzip"],
  ["\u00fd7zXZ", "packed by xz: unpack it, or pack it by gzip"],
  ["\u0028\u00b5\u002f\u00fd", "packed by zstd: unpack it, or pack it by gzip"],
  ["7z\u00bc\u00af", "packed by 7-Zip: unpack it, or pack it by gzip"],
  ["%PDF", "a PDF: wanted a text file"],
  ["\u0089HDF", "HDF5: write its table as CSV"],
  ["\u0080\u0004\u0095", "a Python pickle: write its table as CSV"],
];

/** What a file is that is no text in UTF-8, by how it begins, and what to do; undefined when it may be one. */
export function notText(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const found = SIGNATURES.find(([signature]) => head.startsWith(signature));
  const ready = head.startsWith("SQLite") ? recogniseLog(Buffer.from(bytes).toString("latin1")) : undefined;
  if (ready)
    return `wanted a text file, got an SQLite database, it looks like ${ready.about}: make a table of units of it with: spillway import --map ${ready.name} FILE --out units.csv --edges heard.csv`;
  if (found) return `wanted a text file, got ${found[1]}`;
  const name = nameOf(bytes);
  return name?.startsWith("UTF-") ? `the text is not UTF-8${encodingOf(bytes)}` : undefined;
}

/**
 * What bytes that are not UTF-8 look like, and how to save them as UTF-8, to go behind "the text is not UTF-8".
 *
 * @param bytes the beginning of the file, or the part of it that cannot be read.
 */
export function encodingOf(bytes: Uint8Array): string {
  const name = nameOf(bytes);
  if (name === undefined) return ": it may be no text at all";
  return `: it looks like ${name}; save it as UTF-8 (in a spreadsheet "CSV UTF-8", elsewhere iconv -f ${name.split(" ")[0]} -t UTF-8)`;
}

function nameOf(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "UTF-32" : "UTF-16";
  if (a === 0xfe && b === 0xff) return "UTF-16";
  const some = bytes.subarray(0, 4096);
  let zeros = 0;
  for (const byte of some) if (byte === 0) zeros++;
  // Plain letters in UTF-16 have a zero in every second byte.
  if (zeros > some.length / 4) return a === 0 ? "UTF-16BE" : "UTF-16LE";
  if (zeros > 0) return undefined;
  let low = 0;
  for (const byte of some) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) low++;
  if (low > 0) return undefined;
  return some.some((byte) => byte >= 0x80 && byte < 0xa0) ? "WINDOWS-1252" : "ISO-8859-1 (Latin-1)";
}
