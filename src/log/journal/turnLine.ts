import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import type { Turn, TurnStatus } from "../Turn.ts";
import { contentHash } from "./contentHash.ts";
import {
  CALL_SHAPE,
  CALLED_SHAPE,
  type FieldShape,
  isObject,
  isSomething,
  isText,
  isTexts,
  type JournalFields,
  shapeFault,
  wantShape,
  wholeFrom,
} from "./wantShape.ts";

const STATUSES: ReadonlySet<unknown> = new Set<TurnStatus>(["ok", "refused", "invalid", "failed", "timeout"]);
const TURN = "a turn";

/** What others rely on in a turn; {@link Turn} says what it means. */
const SHAPE: readonly FieldShape[] = [
  ...CALLED_SHAPE,
  ["arm", isText, "a text"],
  ["status", (value) => STATUSES.has(value), `one of ${[...STATUSES].join(", ")}`],
  ["attempts", wholeFrom(1), "a whole number of at least 1"],
  ["contentHash", isText, "a text"],
  [
    "heard",
    (value) =>
      Array.isArray(value) &&
      value.every((one) => isObject(one) && isText(one.from) && isSomething(one.said)),
    "a list of { from, said }",
  ],
  ["dropped", isTexts, "a list of texts", "optional"],
  ["historyOf", isText, "a text", "optional"],
  ["because", isText, "a text", "optional"],
  ["outcome", Number.isFinite, "a finite number", "optional"],
  ...CALL_SHAPE,
];

/**
 * A line of a journal as a turn, after a look at the fields that everything else relies on, and at the hash of what the
 * agent did.
 *
 * @throws SpillwayError with the place when one of them has another shape, or the hash is that of something else.
 */
export function turnLine(line: JournalFields, place: Place): Turn {
  wantShape(line, SHAPE, TURN, place);
  const { status, action, outcome } = line;
  if (status === "ok" ? !isObject(action) : action !== undefined)
    throw shapeFault(
      "action",
      TURN,
      status === "ok" ? "an object when the status is ok" : "absent when the status is not ok",
      action,
      place,
    );
  if (status !== "ok" && outcome !== undefined)
    throw shapeFault("outcome", TURN, "absent when the status is not ok", outcome, place);
  const turn = line as unknown as Turn;
  if (contentHash(turn) !== turn.contentHash)
    throw new SpillwayError(
      "journal: what the agent did does not fit its contentHash: the line was changed after it was written",
      { place },
    );
  return turn;
}
