import { closeSync, openSync, readSync } from "node:fs";
import type { TreatmentPlan } from "../../../designs/plan.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { EditLine, EndLine, RunLine } from "../Turn.ts";
import { attemptLine } from "./attemptLine.ts";
import { lineOrder } from "./lineOrder.ts";
import type { PlacedLine } from "./PlacedLine.ts";
import { edited, editLine, endLine, runLine } from "./runLine.ts";
import type { ScannedJournal } from "./ScannedJournal.ts";
import { turnLine } from "./turnLine.ts";
import type { JournalFields } from "./wantShape.ts";
import { takeCheck } from "./withCheck.ts";

/**
 * The lines of a journal one after the other, all but the end line, for whoever waits between them; {@link scanJournal}
 * hands them to a reader. None of them is kept, and the file is closed when nobody asks for more.
 *
 * @param plan that of the run, with which arms are compared. Default: it is not known.
 * @returns at the end, what the journal holds beside them.
 * @throws SpillwayError as {@link scanJournal}.
 */
export function* journalLines(path: string, plan?: TreatmentPlan): Generator<PlacedLine, ScannedJournal> {
  let run: RunLine | undefined;
  let end: EndLine | undefined;
  const edits: EditLine[] = [];
  let bytes = 0;
  let turns = 0;
  let number = 0;
  let damaged: number | undefined;
  let checked = false;
  let order: ReturnType<typeof lineOrder> | undefined;
  for (const { text, whole } of fileLines(path)) {
    number++;
    const place = { file: path, line: number };
    if (damaged !== undefined) {
      throw new SpillwayError("journal: wanted one JSON object a line, got something unreadable", {
        place: { file: path, line: damaged },
      });
    }
    const { text: said, fits } = whole ? takeCheck(text.toString("utf8")) : TORN;
    const line = whole ? parseLine(said) : undefined;
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
    if (number === 1) checked = fits !== undefined;
    // A check that is not the last field was moved.
    if (fits === false || (fits === undefined && (checked || "check" in line)))
      throw new SpillwayError(
        "journal: the line does not fit its check: it was changed after it was written",
        {
          place,
        },
      );
    if (end)
      throw new SpillwayError("journal: wanted nothing after the end line, got another line", { place });
    if (line.type === "run" && number === 1) {
      run = runLine(line, place);
      order = lineOrder(run, plan);
      yield { line: run, place };
      if (plan && run.planHash !== plan.hash)
        throw new SpillwayError(
          `journal: it belongs to the plan ${shown(run.planHash)}, and the plan beside it is ${shown(plan.hash)}`,
          { place },
        );
    } else if (line.type === "turn" && run) {
      turns++;
      const turn = turnLine(line, place);
      wantNoFault(order!.fault(turn), place);
      yield { line: turn, place };
    } else if (line.type === "attempt" && run) {
      const attempt = attemptLine(line, place);
      wantNoFault(order!.fault(attempt), place);
      yield { line: attempt, place };
    } else if (line.type === "edit" && run) {
      const edit = editLine(line, place);
      edits.push(edit);
      run = edited(run, edit);
      wantNoFault(order!.edit(run), place);
    } else if (line.type === "end" && run) end = endLine(line, place);
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
  if (end) wantNoFault(order!.missing(), { file: path, line: number });
  return {
    ...(run ? { run } : {}),
    ...(edits.length > 0 ? { edits } : {}),
    ...(end ? { end } : {}),
    bytes,
    lines: number,
    turns,
    turnsIn: order?.turnsIn ?? (() => 0),
  };
}

const TORN = { text: "", fits: undefined };

function wantNoFault(fault: string | undefined, place: Place): void {
  if (fault !== undefined) throw new SpillwayError(`journal: ${fault}`, { place });
}

function parseLine(text: string): JournalFields | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === "object" && line !== null && !Array.isArray(line)
      ? (line as JournalFields)
      : undefined;
  } catch {
    return undefined;
  }
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
