import { SpillwayError } from "../../../core/SpillwayError.ts";

/** Takes the text of a table piece by piece and gives its rows. */
export interface RowScanner {
  push(text: string): void;
  /** Gives what is left after the last line break. */
  end(): void;
}

interface RowScannerOptions {
  /** Who complains in errors, and the name of the file in them. */
  readonly who: string;
  readonly file: string;
  /** One character; a blank stands for any number of blanks. */
  readonly delimiter: string;
  /** Number of the first line; default 1. */
  readonly firstLine?: number;
  /** Gets the fields of each row and its line; of a row that spans several lines, the last. */
  readonly onRow: (fields: string[], line: number) => void;
  /** Is told of a row whose quotes are out of place, which is then left out. Default: it is thrown. */
  readonly onFault?: (error: SpillwayError) => void;
}

/** Characters that one row may take; longer ones are no table. */
const LONGEST_ROW = 1 << 26;

/**
 * Finds the rows of a table in text that comes in pieces (RFC 4180 quoting). Any line ending is fine; blank lines and spaces around
 * unquoted fields are dropped. Only a row is held at a time, so a file of any length can be read.
 *
 * @throws SpillwayError with file and line for a quote that is never closed, one that stands where none may be, and a row without end.
 */
export function rowScanner(options: RowScannerOptions): RowScanner {
  const { who, file, delimiter, firstLine = 1, onRow, onFault } = options;
  let rest = "";
  let line = firstLine - 1;
  /** Lines of a row whose quotes are still open, and where it began. */
  let open: string[] = [];
  let opened = 0;
  let held = 0;
  const fault = (message: string, at: number): SpillwayError =>
    new SpillwayError(`${who}: ${message}`, { place: { file, line: at } });
  const wantShort = (length: number): void => {
    if (length > LONGEST_ROW)
      throw fault(
        open.length > 0
          ? "a quote is opened and never closed"
          : `a row has more than ${LONGEST_ROW} characters: this is no table`,
        open.length > 0 ? opened : line + 1,
      );
  };
  const record = (text: string, first: number): void => {
    const fields = text.includes('"') ? quotedFields(text, delimiter) : plainFields(text, delimiter);
    if (typeof fields !== "string") onRow(fields, line);
    else if (onFault) onFault(fault(fields, first));
    else throw fault(fields, first);
  };
  const take = (text: string, ending: string): void => {
    line++;
    if (open.length > 0) {
      open.push(text + ending);
      held += text.length + 1;
      wantShort(held);
      if (!oddQuotes(text)) return;
      const whole = open.join("");
      open = [];
      record(whole.slice(0, whole.length - ending.length), opened);
    } else if (text.includes('"') && oddQuotes(text)) {
      open = [text + ending];
      opened = line;
      held = text.length;
    } else if (isBlank(text, delimiter)) return;
    else record(text, line);
  };
  const takeLine = (text: string): void => {
    const feed = text.endsWith("\r");
    const cut = feed ? text.slice(0, -1) : text;
    const ending = feed ? "\r\n" : "\n";
    const lines = cut.includes("\r") ? cut.split("\r") : [cut];
    lines.forEach((one, k) => {
      take(one, k < lines.length - 1 ? "\r" : ending);
    });
  };
  return {
    push(text) {
      const whole = rest + text;
      // Most tables have neither quotes nor carriage returns, and then a line is a row.
      const plain = open.length === 0 && !whole.includes('"') && !whole.includes("\r");
      let from = 0;
      for (let end = whole.indexOf("\n"); end !== -1; end = whole.indexOf("\n", from)) {
        const text = whole.slice(from, end);
        from = end + 1;
        if (!plain) takeLine(text);
        else {
          line++;
          if (!isBlank(text, delimiter)) onRow(plainFields(text, delimiter), line);
        }
      }
      rest = from === 0 ? whole : whole.slice(from);
      wantShort(rest.length);
    },
    end() {
      if (rest !== "") takeLine(rest);
      rest = "";
      if (open.length === 0) return;
      const fields = quotedFields(open.join(""), delimiter);
      throw fault(typeof fields === "string" ? fields : "a quote is opened and never closed", opened);
    },
  };
}

/** A line of blanks, which is no row; tabs are fields where they separate. */
function isBlank(text: string, delimiter: string): boolean {
  return !isInk(text.charCodeAt(0)) && text.trim() === "" && (delimiter === " " || !text.includes(delimiter));
}

function oddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

function plainFields(text: string, delimiter: string): string[] {
  if (delimiter === " ") return text.trim().split(/\s+/);
  const fields = text.split(delimiter);
  for (let k = 0; k < fields.length; k++) {
    const field = fields[k]!;
    if (field !== "" && !(isInk(field.charCodeAt(0)) && isInk(field.charCodeAt(field.length - 1))))
      fields[k] = field.trim();
  }
  return fields;
}

/** Whether a sign of ASCII is surely no blank. */
const isInk = (code: number): boolean => code > 32 && code < 127;

/** The fields of a row with quotes in it, or what is wrong. */
function quotedFields(text: string, delimiter: string): string[] | string {
  const fields: string[] = [];
  const between = (character: string): boolean =>
    delimiter === " " ? /\s/.test(character) : character === delimiter;
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!) && (delimiter === " " || !between(text[at]!))) at++;
    if (text[at] === '"') {
      let field = "";
      for (at++; ; at++) {
        const end = text.indexOf('"', at);
        if (end === -1) return "a quote is opened and never closed";
        field += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') break;
        field += '"';
      }
      fields.push(field);
      while (at < text.length && !between(text[at]!)) {
        if (!/\s/.test(text[at]!)) return MISPLACED;
        at++;
      }
    } else {
      const from = at;
      while (at < text.length && !between(text[at]!)) at++;
      const field = text.slice(from, at);
      if (field.includes('"')) return MISPLACED;
      fields.push(field.trim());
    }
    if (at >= text.length) return fields;
    at++;
    if (delimiter === " " && text.slice(at).trim() === "") return fields;
  }
}

const MISPLACED = "a quote stands where none may be: quote the whole field and double the quotes in it";
