import { shown } from "../core/explainIssue.ts";
import type { Attempt, Turn } from "../log/Turn.ts";
import type { Moment } from "./Schedule.ts";
import type { WorldTurns } from "./worldTurns.ts";

/**
 * Takes in the lines of one world of a run with a schedule of its own, as {@link WorldTurns}, and keeps all turns: what
 * agents hear may depend on any of them. So does the memory, until the world is complete.
 *
 * @param moments who acts in each round.
 */
export function scheduledTurns(moments: (round: number) => readonly Moment[], rounds: number): WorldTurns {
  const done: Turn[] = [];
  const seen = new Set<string>();
  let pending = new Map<number, Attempt[]>();
  let round = 0;
  let coming: Set<number>[] = [];
  /** Goes on to the next moment in which somebody acts. */
  const advance = (): void => {
    while (round <= rounds && (coming.length === 0 || coming[0]!.size === 0)) {
      if (coming.length > 0) coming.shift();
      else if (++round <= rounds) coming = moments(round).map((moment) => new Set(Array.from(moment)));
    }
  };
  advance();

  const outOfPlace = (what: string, i: number, line: Turn | Attempt): string | undefined => {
    if (line.round === round && coming[0]?.has(i)) return undefined;
    return `${what} of agent ${shown(line.agent)} in world ${line.world}, round ${line.round} is not where the schedule has it`;
  };
  return {
    turn(i, turn) {
      const { agent, world } = turn;
      const key = `${turn.round}:${i}`;
      if (seen.has(key)) return `agent ${shown(agent)} has two turns in world ${world}, round ${turn.round}`;
      const fault = outOfPlace("the turn", i, turn);
      if (fault !== undefined) return fault;
      seen.add(key);
      done.push(turn);
      pending.delete(i);
      coming[0]!.delete(i);
      if (coming[0]!.size === 0) {
        pending = new Map();
        advance();
      }
      return undefined;
    },
    attempt(i, attempt) {
      const fault = outOfPlace("the attempt", i, attempt);
      if (fault !== undefined) return fault;
      const before = pending.get(i) ?? [];
      if (attempt.attempt !== before.length + 1)
        return `agent ${shown(attempt.agent)} has attempt ${attempt.attempt} where attempt ${before.length + 1} was wanted`;
      pending.set(i, [...before, attempt]);
      return undefined;
    },
    kept: () => ({
      turns: done.length,
      played: 0,
      done: round > rounds ? [] : done,
      attempts: [...pending.values()].flat(),
    }),
  };
}
