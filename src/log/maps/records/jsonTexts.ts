import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { doubledKey } from "./doubledKey.ts";
import type { LogRecord, LogRecords } from "./LogRecord.ts";

/** Characters of one document, or of one line. */
const LONGEST = 1 << 28;

/**
 * JSON documents of a text that comes in pieces: one a line (JSONL), or one in all. It is JSONL when its name ends so, when its first
 * line is a document of its own, or when its first two lines both begin an object.
 *
 * @throws SpillwayError with file and line for what is no JSON, for a key that stands twice in one object, and for a document of over 256 MB.
 */
export async function* jsonTexts(pieces: AsyncIterable<string>, file: string, who: string): LogRecords {
  let rest = "";
  let line = 0;
  let whole: boolean | undefined = /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(file) ? false : undefined;
  const tooLong = (): SpillwayError =>
    new SpillwayError(
      `${who}: ${whole ? "the document" : "a line"} has more than 256 MB, the most that is read: write one record a line`,
      {
        place: whole ? { file } : { file, line: line + 1 },
      },
    );
  const take = (text: string, batch: LogRecord[]): void => {
    line++;
    if (text.trim() === "") return;
    const place = { file, line };
    try {
      batch.push({ fields: parsed(text, file, line, who, true), place });
    } catch (error) {
      if (!(error instanceof SpillwayError)) throw error;
      batch.push({ fields: undefined, place, fault: error });
    }
  };
  const collected: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    if (whole === undefined) {
      rest += piece;
      // The first two lines tell; a long first line may be all there is.
      const lines = rest.split("\n", 3);
      if (lines.length < 3 && rest.length < 1 << 20) continue;
      whole = isWhole(lines, false);
      if (whole) {
        collected.push(rest);
        length = rest.length;
        rest = "";
        continue;
      }
    } else if (whole) {
      collected.push(piece);
      length += piece.length;
      if (length > LONGEST) throw tooLong();
      continue;
    } else rest += piece;
    const batch: LogRecord[] = [];
    const lines = rest.split("\n");
    rest = lines.pop()!;
    if (rest.length > LONGEST) throw tooLong();
    for (const one of lines) take(one, batch);
    if (batch.length > 0) yield batch;
  }
  whole ??= isWhole(rest.split("\n", 3), true);
  if (!whole) {
    const batch: LogRecord[] = [];
    for (const one of rest.split("\n")) take(one, batch);
    if (batch.length > 0) yield batch;
    return;
  }
  const text = collected.length > 0 ? collected.join("") : rest;
  yield [{ fields: parsed(text, file, 1, who, false), place: { file } }];
}

/** Whether a text is one document, by its first lines. */
function isWhole([first = "", second = ""]: readonly string[], all: boolean): boolean {
  if (isJson(first)) return all && second.trim() === "" && /^\s*\[/.test(first);
  return !(/^\s*\{./.test(first) && /^\s*\{/.test(second) && !/^\s*\{\s*$/.test(first));
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function parsed(text: string, file: string, line: number, who: string, lines: boolean): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (cause) {
    const at = /position (\d+)/.exec((cause as Error).message)?.[1];
    const before = at === undefined ? 0 : text.slice(0, Number(at)).split("\n").length - 1;
    throw new SpillwayError(
      `${who}: wanted JSON${lines ? ", one document a line" : ""}, got ${lines ? shown(text) : "something unreadable"}`,
      { place: { file, line: line + before }, cause },
    );
  }
  if (typeof value !== "object" || value === null)
    throw new SpillwayError(`${who}: wanted a JSON object, got ${shown(value)}`, { place: { file, line } });
  const twice = keysAreTold(text, value) ? undefined : doubledKey(text);
  if (twice !== undefined)
    throw new SpillwayError(`${who}: the key ${shown(twice.key)} stands twice in one object`, {
      place: { file, line: line + twice.lines },
    });
  return value;
}

/**
 * Whether a text surely has no key twice: as many keys are in the value as quotes before colons are in the text. A key that stands twice is one key in the
 * value and two such quotes; texts with blanks behind quotes, or with such quotes in words, are looked at sign by sign instead.
 */
function keysAreTold(text: string, value: object): boolean {
  if (text.includes('" ') || text.includes('"\t') || text.includes('"\r') || text.includes('"\n'))
    return false;
  let quotes = 0;
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 2)) quotes++;
  return quotes === keysOf(value);
}

/** Keys of all objects within; endless where there are many levels, which are looked at otherwise. */
function keysOf(value: object, depth = 0): number {
  if (depth > 8) return Number.POSITIVE_INFINITY;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const one of value) if (typeof one === "object" && one !== null) keys += keysOf(one, depth + 1);
    return keys;
  }
  for (const name of Object.keys(value)) {
    keys++;
    const inner = (value as Record<string, unknown>)[name];
    if (typeof inner === "object" && inner !== null) keys += keysOf(inner, depth + 1);
  }
  return keys;
}
