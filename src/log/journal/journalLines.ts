import { closeSync, openSync, readSync } from "node:fs";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { EndLine, RunLine } from "../Turn.ts";
import { attemptLine } from "./attemptLine.ts";
import type { PlacedLine } from "./PlacedLine.ts";
import type { ScannedJournal } from "./ScannedJournal.ts";
import { turnLine } from "./turnLine.ts";

/**
 * The lines of a journal one after the other, all but the end line, for whoever waits between them; {@link scanJournal}
 * hands them to a reader. None of them is kept, and the file is closed when nobody asks for more.
 *
 * @returns at the end, what the journal holds beside them.
 * @throws SpillwayError as {@link scanJournal}.
 */
export function* journalLines(path: string): Generator<PlacedLine, ScannedJournal> {
  let run: RunLine | undefined;
  let end: EndLine | undefined;
  let bytes = 0;
  let turns = 0;
  let number = 0;
  let damaged: number | undefined;
  for (const { text, whole } of fileLines(path)) {
    number++;
    const place = { file: path, line: number };
    if (damaged !== undefined) {
      throw new SpillwayError("journal: wanted one JSON object a line, got something unreadable", {
        place: { file: path, line: damaged },
      });
    }
    const line = whole ? parseLine(text.toString("utf8")) : undefined;
    if (!line) {
      if (number === 1 && !startsLikeRun(text)) {
        throw new SpillwayError(
          `journal: wanted a run line, got ${shown(text.toString("utf8", 0, 60))}: this is no journal`,
          { place },
        );
      }
      damaged = number;
      continue;
    }
    if (end)
      throw new SpillwayError("journal: wanted nothing after the end line, got another line", { place });
    if (line.type === "run" && number === 1) {
      run = runLine(line, path);
      yield { line: run, place };
    } else if (line.type === "turn" && run) {
      turns++;
      yield { line: turnLine(line, place), place };
    } else if (line.type === "attempt" && run) {
      yield { line: attemptLine(line, place), place };
    } else if (line.type === "end" && run) end = line as unknown as EndLine;
    else {
      const wanted = number === 1 ? "a run line" : "a turn, an attempt or the end line";
      throw new SpillwayError(`journal: wanted ${wanted}, got a line of type ${shown(line.type)}`, {
        place,
      });
    }
    bytes += text.length + 1;
  }
  if (end && end.turns !== turns) {
    throw new SpillwayError(`journal: the end line counts ${end.turns} turns, the file holds ${turns}`, {
      place: { file: path, line: number },
    });
  }
  return { ...(run ? { run } : {}), ...(end ? { end } : {}), bytes, turns };
}

type Line = Readonly<Record<string, unknown>>;

function parseLine(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === "object" && line !== null && !Array.isArray(line) ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
}

function runLine(line: Line, file: string): RunLine {
  if (line.format !== 1) {
    throw new SpillwayError(
      `journal: wanted format 1, got ${shown(line.format)}: read it with the Spillway version that wrote it`,
      {
        place: { file, line: 1 },
      },
    );
  }
  return line as unknown as RunLine;
}

/** Whether a torn first line may be the beginning of a run line: a file of another kind is never taken for one, and cut. */
function startsLikeRun(text: Buffer): boolean {
  const start = '{"type":"run"';
  return text.toString("latin1", 0, start.length) === start.slice(0, text.length);
}

/** The lines of a file as bytes, and whether each ends with a line break. */
function* fileLines(path: string): Generator<{ text: Buffer; whole: boolean }> {
  const file = openToRead(path);
  try {
    const chunk = Buffer.alloc(1 << 20);
    let rest: Buffer[] = [];
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1 && at < size; at = chunk.indexOf(10, from)) {
        yield { text: Buffer.concat([...rest, chunk.subarray(from, at)]), whole: true };
        rest = [];
        from = at + 1;
      }
      if (from < size) rest.push(Buffer.from(chunk.subarray(from, size)));
    }
    if (rest.length > 0) yield { text: Buffer.concat(rest), whole: false };
  } finally {
    closeSync(file);
  }
}

function openToRead(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new SpillwayError(`journal: there is no file "${path}"`, { cause });
    throw new SpillwayError(`journal: cannot read "${path}" (${code ?? String(cause)})`, {
      kind: "failure",
      cause,
    });
  }
}
