import { present } from "../../core/present.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import type { EditLine, EndLine, RunLine } from "../Turn.ts";
import {
  type FieldShape,
  isObject,
  isText,
  isTexts,
  type JournalFields,
  wantShape,
  wholeFrom,
} from "./wantShape.ts";

/** What an edit of the study may change. */
const EDITED: readonly FieldShape[] = [
  ["rounds", wholeFrom(1), "a whole number of at least 1"],
  [
    "agents",
    (value) => isObject(value) && isText(value.kind) && isObject(value.params),
    "{ kind, params }, the agents' kind and their settings",
  ],
  ["interact", isObject, "an object", "optional"],
  ["ask", Array.isArray, "a list", "optional"],
];

/** What others rely on in the first line; {@link RunLine} says what it means. */
const SHAPE: readonly FieldShape[] = [
  ["spillway", isText, "a text"],
  ["planHash", isText, "a text"],
  ["networkHash", isText, "a text"],
  ["studyHash", isText, "a text", "optional"],
  ["seed", isText, "a text"],
  ["worlds", wholeFrom(1), "a whole number of at least 1"],
  ...EDITED,
  ["aa", isText, "a text", "optional"],
  ["changes", isText, "a text", "optional"],
];

const EDIT: readonly FieldShape[] = [
  ["studyHash", isText, "a text"],
  ["changes", isTexts, "a list of texts"],
  ["at", isText, "a text"],
  ...EDITED,
];

/**
 * The first line of a journal, after a look at the fields that everything else relies on.
 *
 * @throws SpillwayError with the place for another format, and when a field has another shape.
 */
export function runLine(line: JournalFields, place: Place): RunLine {
  if (line.format !== 1) {
    throw new SpillwayError(
      `journal: wanted format 1, got ${shown(line.format)}: read it with the Spillway version that wrote it`,
      { place },
    );
  }
  wantShape(line, SHAPE, "the run line", place);
  return line as unknown as RunLine;
}

/**
 * The last line of a journal, after the same look.
 *
 * @throws SpillwayError with the place.
 */
export function endLine(line: JournalFields, place: Place): EndLine {
  wantShape(line, [["turns", wholeFrom(0), "a whole number of at least 0"]], "the end line", place);
  return line as unknown as EndLine;
}

/**
 * A line that tells of an edit, after the same look.
 *
 * @throws SpillwayError with the place.
 */
export function editLine(line: JournalFields, place: Place): EditLine {
  wantShape(line, EDIT, "an edit", place);
  return line as unknown as EditLine;
}

type EditedFields = Pick<EditLine, "rounds" | "agents" | "interact" | "ask">;

/** The run line as it holds after an edit: plan, seed and worlds stay. */
export function edited(run: RunLine, { rounds, agents, interact, ask }: EditedFields): RunLine {
  const { interact: _, ask: __, ...rest } = run;
  return { ...rest, rounds, agents, ...present({ interact, ask }) };
}
