import { shown } from "../../core/shown.ts";
import { ACT } from "../../log/journal/isAct.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import { answerKey } from "../../survey/surveySchedule.ts";
import type { Moment } from "../Schedule.ts";
import type { ExpectedAnswers, WorldTurns } from "./worldTurns.ts";

/**
 * Takes in the lines of one world of a run with a schedule of its own, as {@link WorldTurns}, and keeps all turns: what
 * agents hear may depend on any of them. So does the memory, until the world is complete.
 *
 * @param moments who acts in each round.
 * @param expected the answers to questions. Default: there are none.
 */
export function scheduledTurns(
  moments: (round: number) => readonly Moment[],
  rounds: number,
  expected: ExpectedAnswers = () => new Set(),
): WorldTurns {
  const done: Turn[] = [];
  const seen = new Set<string>();
  let pending = new Map<string, Attempt[]>();
  let round = 0;
  let coming: Set<string>[] = [];
  /** Goes on to the next moment in which somebody acts, or is asked. */
  const advance = (): void => {
    while (round <= rounds && (coming.length === 0 || coming[0]!.size === 0)) {
      if (coming.length > 0) coming.shift();
      else if (++round <= rounds) {
        const acts = moments(round).map((moment) => Array.from(moment, (i) => answerKey(ACT, i)));
        coming = [...acts, expected(round)].map((keys) => new Set(keys));
      }
    }
  };
  advance();

  const outOfPlace = (what: string, key: string, line: Turn | Attempt): string | undefined => {
    if (line.round === round && coming[0]?.has(key)) return undefined;
    return `${what} of agent ${shown(line.agent)} in world ${line.world}, round ${line.round} is not where the schedule has it`;
  };
  return {
    turn(i, turn) {
      const { agent, world } = turn;
      const key = answerKey(turn.phase, i);
      const whole = `${turn.round}:${key}`;
      if (seen.has(whole))
        return `agent ${shown(agent)} has two turns in world ${world}, round ${turn.round}`;
      const fault = outOfPlace("the turn", key, turn);
      if (fault !== undefined) return fault;
      seen.add(whole);
      done.push(turn);
      pending.delete(key);
      coming[0]!.delete(key);
      if (coming[0]!.size === 0) {
        pending = new Map();
        advance();
      }
      return undefined;
    },
    attempt(i, attempt) {
      const key = answerKey(attempt.phase, i);
      const fault = outOfPlace("the attempt", key, attempt);
      if (fault !== undefined) return fault;
      const before = pending.get(key) ?? [];
      if (attempt.attempt !== before.length + 1)
        return `agent ${shown(attempt.agent)} has attempt ${attempt.attempt} where attempt ${before.length + 1} was wanted`;
      pending.set(key, [...before, attempt]);
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
