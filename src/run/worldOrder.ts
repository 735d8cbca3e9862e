import type { Turn } from "../log/Turn.ts";

/** Puts the turns of worlds that are played at the same time into the order of worlds. */
export interface WorldOrder {
  /** Takes a turn. Turns of one world must come in their own order. */
  take(turn: Turn): void;
}

/**
 * Hands turns on in the order of worlds: those of the first world that is not complete at once, those of later worlds
 * when all before them are. What is still held when a run stops is given up and played again on resume, so a journal
 * never has a later world before an earlier one.
 *
 * @param missing number of turns to come for each world.
 */
export function worldOrder(missing: readonly number[], hand: (turn: Turn) => void): WorldOrder {
  const left = [...missing];
  const held = new Map<number, Turn[]>();
  let current = 0;
  const pass = (turn: Turn): void => {
    hand(turn);
    left[turn.world]!--;
  };
  const advance = (): void => {
    while (left[current] === 0) {
      current++;
      for (const turn of held.get(current) ?? []) pass(turn);
      held.delete(current);
    }
  };
  advance();
  return {
    take(turn) {
      if (turn.world === current) {
        pass(turn);
        advance();
        return;
      }
      const waiting = held.get(turn.world);
      if (waiting) waiting.push(turn);
      else held.set(turn.world, [turn]);
    },
  };
}
