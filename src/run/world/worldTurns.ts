import { shown } from "../../core/shown.ts";
import { isAct } from "../../log/journal/isAct.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import { answerKey } from "../../survey/surveySchedule.ts";
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

/** The answers that come after a round: `phase:agent`, the agent by its number. */
export type ExpectedAnswers = (round: number) => ReadonlySet<string>;

/**
 * A world of which nothing is known yet. Memory: a few turns for each agent, however many rounds there are.
 *
 * @param expected the answers to questions. Default: there are none.
 */
export function worldTurns(n: number, rounds: number, expected: ExpectedAnswers = () => NONE): WorldTurns {
  /** Of each agent the last turn that ended well in a complete round. */
  let good: (Turn | undefined)[] = new Array(n).fill(undefined);
  /** The turns of the last complete round, and of the one after it. */
  let last: (Turn | undefined)[] = [];
  let now: (Turn | undefined)[] = new Array(n).fill(undefined);
  /** The answers after that round, and those that are still to come. */
  let answers = new Map<string, Turn>();
  let open: ReadonlySet<string> = NONE;
  let pending = new Map<string, Attempt[]>();
  let played = 0;
  let inRound = 0;
  let turns = 0;

  const outOfPlace = (what: string, round: number): string | undefined =>
    round === played + 1
      ? undefined
      : `${what} of round ${round} stands where round ${Math.min(played + 1, rounds)} is not complete`;
  const endRound = (): void => {
    played++;
    inRound = 0;
    last.forEach((before, k) => {
      if (before?.status === "ok") good[k] = before;
    });
    last = now;
    now = new Array(n).fill(undefined);
    answers = new Map();
    pending = new Map();
    if (played === rounds) {
      good = [];
      last = [];
      now = [];
    }
  };
  /** What is wrong with an answer, or an attempt at one, where it stands. */
  const answerFault = (key: string, what: string, line: Turn | Attempt): string | undefined => {
    const { agent, world, round, phase } = line;
    if (answers.has(key))
      return `agent ${shown(agent)} has two turns of phase ${shown(phase)} in world ${world}, round ${round}`;
    const fault = outOfPlace(what, round);
    if (fault !== undefined) return fault;
    if (inRound === n && open.has(key)) return undefined;
    return `${what} of agent ${shown(agent)} in world ${world}, round ${round}, phase ${shown(phase)} is not one of its answers now`;
  };
  return {
    turn(i, turn) {
      const { agent, world, round, phase } = turn;
      const key = answerKey(phase, i);
      if (!isAct(turn)) {
        const fault = answerFault(key, "a turn", turn);
        if (fault !== undefined) return fault;
        answers.set(key, turn);
        pending.delete(key);
        turns++;
        if (answers.size === open.size) endRound();
        return undefined;
      }
      const twice = round <= played || (round === played + 1 && now[i] !== undefined);
      if (twice) return `agent ${shown(agent)} has two turns in world ${world}, round ${round}`;
      const fault = outOfPlace("a turn", round);
      if (fault !== undefined) return fault;
      now[i] = turn;
      pending.delete(key);
      turns++;
      inRound++;
      if (inRound < n) return undefined;
      open = expected(round);
      if (open.size === 0) endRound();
      return undefined;
    },
    attempt(i, attempt) {
      const { agent, round, phase } = attempt;
      const key = answerKey(phase, i);
      const fault = isAct(attempt)
        ? outOfPlace("an attempt", round)
        : answerFault(key, "an attempt", attempt);
      if (fault !== undefined) return fault;
      const before = pending.get(key) ?? [];
      const over = isAct(attempt) && now[i] !== undefined;
      if (over || attempt.attempt !== before.length + 1)
        return `agent ${shown(agent)} has attempt ${attempt.attempt} where attempt ${before.length + 1} was wanted`;
      pending.set(key, [...before, attempt]);
      return undefined;
    },
    kept: () => ({
      turns,
      played,
      done: [...good, ...last, ...now, ...answers.values()].filter((turn) => turn !== undefined),
      attempts: [...pending.values()].flat(),
    }),
  };
}

const NONE: ReadonlySet<string> = new Set();
