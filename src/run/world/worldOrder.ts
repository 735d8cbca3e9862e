import type { Attempt, Turn } from "../../log/Turn.ts";
import type { PlainLines } from "../plainLines.ts";

type Line = Turn | Attempt | PlainLines;

/** Puts the lines of worlds that are played at the same time into the order of worlds. */
interface WorldOrder {
  /** Takes a line. Those of one world must come in their own order. Lines that wait here are no longer urgent. */
  take(line: Line, cheap?: boolean): void;
}

/**
 * Hands lines on in the order of worlds: those of the first world that is not complete at once, those of later worlds
 * when all before them are. What is still held when a run stops is given up and played again on resume, so a journal
 * never has a later world before an earlier one.
 *
 * @param missing number of turns to come for each world.
 */
export function worldOrder(
  missing: readonly number[],
  hand: (line: Line, cheap: boolean) => void,
): WorldOrder {
  const left = [...missing];
  const held = new Map<number, Line[]>();
  let current = 0;
  const pass = (line: Line, cheap: boolean): void => {
    hand(line, cheap);
    if (line.type === "turn") left[line.world]!--;
    else if (line.type === "plain") left[line.world]! -= line.turns;
  };
  const advance = (): void => {
    while (left[current] === 0) {
      current++;
      for (const line of held.get(current) ?? []) pass(line, true);
      held.delete(current);
    }
  };
  advance();
  return {
    take(line, cheap = false) {
      if (line.world === current) {
        pass(line, cheap);
        advance();
        return;
      }
      const waiting = held.get(line.world);
      if (waiting) waiting.push(line);
      else held.set(line.world, [line]);
    },
  };
}
