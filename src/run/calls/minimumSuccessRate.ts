import type { Turn } from "../../log/Turn.ts";

/** Turns that are looked back on. */
const WINDOW = 200;
/** Fewer turns than this prove nothing. */
const LEAST = 20;

/** Watches how turns end. */
interface AnswerFloor {
  /** Takes a turn that has ended; gives why the run should stop, or undefined. */
  take(turn: Pick<Turn, "status" | "because">): string | undefined;
}

/**
 * Says when too few turns end well: when, of the last 200 turns of this sitting (20 at least), the share with the status ok is
 * below the floor. A window, because a run that was well for hours and then gets no answers should not go on for hours;
 * this sitting only, because a run that is resumed after something was mended must not stop for what was before.
 *
 * @param floor from 0 (never) to 1.
 */
export function minimumSuccessRate(floor: number): AnswerFloor {
  const reasons: (string | undefined)[] = new Array(WINDOW).fill(undefined);
  let taken = 0;
  let bad = 0;
  return {
    take({ status, because }) {
      const slot = taken++ % WINDOW;
      if (reasons[slot] !== undefined) bad--;
      reasons[slot] = status === "ok" ? undefined : `${status}: ${because ?? "no reason was given"}`;
      if (status !== "ok") bad++;
      const seen = Math.min(taken, WINDOW);
      if (bad === 0 || seen < LEAST || (seen - bad) / seen >= floor) return undefined;
      const counts = new Map<string, number>();
      for (const reason of reasons)
        if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
      const [reason, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
      return `only ${seen - bad} of the last ${seen} turns ended well, below the floor of ${floor}; most often (${count} times): ${reason}`;
    },
  };
}
