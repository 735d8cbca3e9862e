import * as zlib from "node:zlib";

/** What stands between a line and its check, and behind it. */
const BEFORE = ',"check":"';
const LENGTH = BEFORE.length + 8 + 2;

/**
 * A line of a journal with a check of all that it says: the CRC-32 (ISO 3309, as in gzip) of the line without the check, in
 * 8 hexadecimal digits, as its last field. So that every edit of a line is noticed where the line is read, whatever field it is in.
 */
export function withCheck(line: string): string {
  return `${line.slice(0, -1)}${BEFORE}${digits(line)}"}`;
}

/** A line that was read. */
interface CheckedLine {
  /** The line as it was before the check came to it. */
  readonly text: string;
  /** Whether its check is that of what it says; undefined when it has none, as those of earlier versions. */
  readonly fits: boolean | undefined;
}

/** Takes the check from a line and looks whether it fits. */
export function takeCheck(line: string): CheckedLine {
  if (!line.startsWith(BEFORE, line.length - LENGTH)) return { text: line, fits: undefined };
  const text = `${line.slice(0, -LENGTH)}}`;
  return { text, fits: line.endsWith(`${digits(text)}"}`) };
}

const digits = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** Of the text in UTF-8. Node has it since 20.15; before that a table of its own, slower. */
const crc32: (text: string) => number =
  typeof zlib.crc32 === "function" ? (text) => zlib.crc32(text) : (text) => crcByTable(Buffer.from(text));

/** CRC-32 with the reversed polynomial EDB88320. */
function crcByTable(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, k) => {
    let value = k;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

let table: Uint32Array | undefined;
