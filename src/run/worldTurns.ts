import { shown } from "../core/explainIssue.ts";
import type { Attempt, Turn } from "../log/Turn.ts";
import type { WorldDone } from "./playWorld.ts";

/** Takes in the lines of one world as they stand in a journal, and keeps what the world needs to go on. */
export interface WorldTurns {
  /** Takes a turn of agent i; gives what is wrong with it. */
  turn(i: number, turn: Turn): string | undefined;
  /** Takes an attempt of agent i; gives what is wrong with it. */
  attempt(i: number, attempt: Attempt): string | undefined;
  /** What is needed to go on, and how many turns there were. */
  kept(): WorldDone & { readonly turns: number };
}

/** A world of which nothing is known yet. Memory: a few turns for each agent, however many rounds there are. */
export function worldTurns(n: number, rounds: number): WorldTurns {
  /** Of each agent the last turn that ended well in a complete round. */
  let good: (Turn | undefined)[] = new Array(n).fill(undefined);
  /** The turns of the last complete round, and of the one after it. */
  let last: (Turn | undefined)[] = [];
  let now: (Turn | undefined)[] = new Array(n).fill(undefined);
  let pending = new Map<number, Attempt[]>();
  let played = 0;
  let inRound = 0;
  let turns = 0;

  const outOfPlace = (what: string, round: number): string | undefined =>
    round === played + 1
      ? undefined
      : `${what} of round ${round} stands where round ${Math.min(played + 1, rounds)} is not complete`;
  return {
    turn(i, turn) {
      const { agent, world, round } = turn;
      const twice = round <= played || (round === played + 1 && now[i] !== undefined);
      if (twice) return `agent ${shown(agent)} has two turns in world ${world}, round ${round}`;
      const fault = outOfPlace("a turn", round);
      if (fault !== undefined) return fault;
      now[i] = turn;
      pending.delete(i);
      turns++;
      inRound++;
      if (inRound < n) return undefined;
      played++;
      inRound = 0;
      last.forEach((before, k) => {
        if (before?.status === "ok") good[k] = before;
      });
      last = now;
      now = new Array(n).fill(undefined);
      pending = new Map();
      if (played === rounds) {
        good = [];
        last = [];
        now = [];
      }
      return undefined;
    },
    attempt(i, attempt) {
      const { agent, round } = attempt;
      const fault = outOfPlace("an attempt", round);
      if (fault !== undefined) return fault;
      const before = pending.get(i) ?? [];
      if (now[i] !== undefined || attempt.attempt !== before.length + 1)
        return `agent ${shown(agent)} has attempt ${attempt.attempt} where attempt ${before.length + 1} was wanted`;
      pending.set(i, [...before, attempt]);
      return undefined;
    },
    kept: () => ({
      turns,
      played,
      done: [...good, ...last, ...now].filter((turn) => turn !== undefined),
      attempts: [...pending.values()].flat(),
    }),
  };
}
