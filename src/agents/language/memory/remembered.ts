import type { Json } from "../../../core/canonicalJson.ts";
import { present } from "../../../core/present.ts";
import type { Heard, Play, View } from "../../Agent.ts";

/** A past turn as templates see it. */
export interface Remembered {
  readonly round: number;
  /** What it answered, as a whole; what it said, when the study tells it of the turns. */
  readonly answer: Json;
  /** What it heard before it answered. */
  readonly heard: readonly Heard[];
  readonly crowd?: Json;
  /** What it was asked, as it was sent; kept where memory goes as messages. */
  readonly asked?: string;
  /** True when the answer is a summary of all turns up to this one. */
  readonly summary?: true;
}

/** A summary of the first turns that are remembered, as a step of a turn brings it. */
export interface SummaryStep {
  readonly summary: string;
  /** How many turns it stands for. */
  readonly of: number;
}

type Memory = "none" | "all" | { readonly last: number };

/**
 * What an agent remembers in a turn, the oldest first: the history that the study tells it of, else what it kept for
 * itself; no more than its memory holds. A summary that this turn has brought stands in the place of the turns that it sums up.
 */
export function remembered(view: View, memory: Memory): readonly Remembered[] {
  if (memory === "none") return [];
  const { history, state, retry } = view;
  const all = history ? latest(history.map(turnOf), memory) : Array.isArray(state) ? turnsIn(state) : [];
  const step = retry?.steps?.find(isSummary);
  const last = step && all[step.of - 1];
  if (!step || !last) return all;
  return [{ round: last.round, answer: step.summary, heard: [], summary: true }, ...all.slice(step.of)];
}

const turnOf = ({ round, heard, said, crowd }: Play): Remembered => ({
  round,
  answer: said ?? null,
  heard,
  ...present({ crowd }),
});

const turnsIn = (state: Json): readonly Remembered[] => state as unknown as readonly Remembered[];

/** Whether a step brought a summary. */
export function isSummary(step: Json): step is Json & SummaryStep {
  return typeof step === "object" && step !== null && "summary" in step;
}

/** What an agent keeps for itself after a turn; undefined when it remembers nothing, or the study remembers for it. */
export function keptAfter(view: View, answer: Json, memory: Memory, asked?: string): Json | undefined {
  if (memory === "none" || view.history) return undefined;
  const { round, heard, crowd } = view;
  const turn: Remembered = { round, answer, heard, ...present({ crowd, asked }) };
  return latest([...remembered(view, memory), turn], memory) as unknown as Json;
}

function latest(
  turns: readonly Remembered[],
  memory: "all" | { readonly last: number },
): readonly Remembered[] {
  return memory === "all" ? turns : turns.slice(Math.max(0, turns.length - memory.last));
}
