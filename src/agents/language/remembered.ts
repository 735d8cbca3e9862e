import type { Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import type { Heard, View } from "../Agent.ts";

/** A past turn as templates see it. */
interface Remembered {
  readonly round: number;
  /** What it answered, as a whole; what it said, when the study tells it of the turns. */
  readonly answer: Json;
  /** What it heard before it answered. */
  readonly heard: readonly Heard[];
  readonly crowd?: Json;
}

type Memory = "none" | "all" | { readonly last: number };

/**
 * What an agent remembers in a turn, the oldest first: the history that the study tells it of, else what it kept for
 * itself; no more than its memory holds.
 */
export function remembered({ history, state }: View, memory: Memory): readonly Remembered[] {
  if (memory === "none") return [];
  if (!history) return Array.isArray(state) ? (state as unknown as readonly Remembered[]) : [];
  return latest(
    history.map(({ round, heard, said, crowd }) => ({
      round,
      answer: said ?? null,
      heard,
      ...present({ crowd }),
    })),
    memory,
  );
}

/** What an agent keeps for itself after a turn; undefined when it remembers nothing, or the study remembers for it. */
export function keptAfter(view: View, answer: Json, memory: Memory): Json | undefined {
  if (memory === "none" || view.history) return undefined;
  const { round, heard, crowd } = view;
  const turn: Remembered = { round, answer, heard, ...present({ crowd }) };
  return latest([...remembered(view, memory), turn], memory) as unknown as Json;
}

function latest(
  turns: readonly Remembered[],
  memory: "all" | { readonly last: number },
): readonly Remembered[] {
  return memory === "all" ? turns : turns.slice(Math.max(0, turns.length - memory.last));
}
