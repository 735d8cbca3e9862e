import { createColors } from "picocolors";
import { cut } from "../core/cut.ts";
import { formatJson } from "../core/formatJson.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import { plainText } from "./text/plainText.ts";

/** Characters of a message, at most. */
const LONGEST = 1900;

/** Where a command writes. */
interface Output {
  /** Results, to standard output. */
  print(text: string): void;
  /** Words beside the results, to standard error. */
  note(text: string): void;
  /** Why a command did not do what was asked, to standard error: `--quiet` hides no failure. */
  complain(text: string): void;
}

/** Colours for standard output; none when it is no terminal or NO_COLOR is set. */
export const colors: ReturnType<typeof createColors> = createColors(
  process.stdout.isTTY === true && !process.env.NO_COLOR,
);

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly out?: string;
}

/** Standard output and standard error; `--quiet` drops the words beside the results, but for failures. */
export function output({ quiet = false }: CommonOptions): Output {
  return {
    print: (text) => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`),
    note: (text) => void (quiet || process.stderr.write(`${plainText(text)}\n`)),
    complain: (text) => void process.stderr.write(`${plainText(cut(text, LONGEST))}\n`),
  };
}

/** A result in the forms in which it can be written. */
interface Result {
  readonly data: unknown;
  text(): string;
  csv?(): string;
  /** What was supposed and left out when files were read: behind the text, else on standard error. JSON has it in its data. */
  readonly notes?: readonly string[];
}

/** Lines of at most 96 characters, broken at blanks. */
const inLines = (text: string): string => text.replace(/(?![^\n]{1,96}$)([^\n]{1,96})\s/g, "$1\n");

/** Notes of reading, one a line. Names in them come from files, and may hold signs that steer a terminal. */
export function noteLines(notes: readonly string[]): string {
  return notes.map((one) => plainText(inLines(`note: ${one}`))).join("\n");
}

/**
 * Writes a result to `--out` or prints it: as JSON with `--json` or for a file that ends in .json, as CSV for one that
 * ends in .csv, else for people.
 */
export function emit(result: Result, options: CommonOptions): void {
  const { json = false, out } = options;
  const { print, note } = output(options);
  const { notes = [] } = result;
  const ending = /\.(json|csv)$/.exec(out ?? "")?.[1];
  const content =
    json || ending === "json"
      ? formatJson(result.data)
      : ending === "csv" && result.csv
        ? result.csv()
        : [result.text(), ...(notes.length > 0 ? ["", noteLines(notes)] : [])].join("\n");
  // Standard output holds them already where it is text.
  const beside = json || ending !== undefined || (out !== undefined && out !== "-");
  if (beside && notes.length > 0) note(noteLines(notes));
  if (out === undefined || out === "-") {
    print(content);
    return;
  }
  writeFileWhole(out, content.endsWith("\n") ? content : `${content}\n`);
  note(`written to ${out}`);
}
