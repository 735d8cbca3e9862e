import type { TreatmentPlan } from "../../../designs/plan.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import { ACT, askPhase } from "../../log/journal/isAct.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import type { CallDispatcher } from "../calls/callDispatcher.ts";
import { openCalls } from "../calls/openCalls.ts";
import { armsOfWorld } from "./armsOfWorld.ts";
import { surveyCalls } from "./surveyCalls.ts";
import type { WorldState } from "./World.ts";
import type { WorldSetting } from "./WorldSetting.ts";
import { worldState } from "./worldState.ts";

/** What the journal has of a world already. */
export interface WorldDone {
  /** Rounds that are complete. Default 0. */
  readonly played?: number;
  /**
   * The turns of later rounds, which are not played again; of the last complete round; and of the rounds before at least
   * the last turn of each agent that ended well, from which it has what it keeps.
   */
  readonly done?: readonly Turn[];
  /** Attempts of turns that are not done. */
  readonly attempts?: readonly Attempt[];
}

export interface PlayWorldOptions extends WorldSetting, WorldDone {
  /** Gives the arms of this world. */
  readonly plan: TreatmentPlan;
  /** Asks the agents. */
  readonly desk: CallDispatcher;
  /**
   * Takes each turn when it ends. Agents that answer at once come in the order of ids, and their lines may be held back for
   * a moment (`cheap`): asking again costs nothing. Others come as they finish.
   */
  readonly write: (turn: Turn, cheap: boolean) => void;
  /** Called when a round has ended. */
  readonly roundEnds?: () => void;
}

/** Milliseconds above which a turn is not asked again lightly. */
const CHEAP = 1;

/**
 * Plays one world: round after round, each agent once, and what is to be asked after the round, with a barrier between rounds (see {@link worldState} for what is
 * heard). An agent that fails fails alone: its turn says so, the others go on. Agents that answer at once cost no
 * waiting; the event loop gets a turn once a round.
 *
 * @returns true when every turn of the world is done, false when the run was ended before.
 * @throws SpillwayError when plan, network and turns done do not belong together; whatever `write` throws.
 */
export async function playWorld(options: PlayWorldOptions): Promise<boolean> {
  const { plan, network, world, rounds, agentOf, desk, write } = options;
  const { played = 0, done = [], attempts = [] } = options;
  wantWhole("run: rounds", rounds, 1);
  const arms = armsOfWorld(plan, network, world);
  const state = worldState(options, arms);
  const agents = network.ids.map((_, i) => agentOf(i));
  const known = new Map<string, Turn>();
  for (const turn of done) if (turn.round > played) known.set(keyOf(turn), turn);
  const tried = new Map<string, Attempt[]>();
  for (const one of attempts) {
    const key = keyOf(one);
    tried.set(key, [...(tried.get(key) ?? []), one]);
  }
  recall(state, network.ids, done, played);
  const calls = openCalls();
  const questions = surveyCalls(options, state);
  /** Of an A/A run a line has the arm of the plan, whatever its agent saw. */
  const planned = (i: number, turn: Turn): Turn =>
    options.givenArm === undefined ? turn : { ...turn, arm: arms[i]! };
  const acted = (i: number, turn: Turn, cheap: boolean): void => {
    const noted = state.noted?.(i, turn) ?? turn;
    state.put(i, turn.action);
    questions?.acted(i, turn);
    write(planned(i, noted), cheap);
  };
  const ended = (i: number, turn: Turn): void => acted(i, turn, false);
  const answered = (i: number, turn: Turn): void => write(planned(i, turn), false);
  const keys = known.size + tried.size > 0;
  /** Asks what is to be asked after a round; answers that are known are not asked again. */
  const askAll = async (round: number): Promise<void> => {
    for (const { question, agents: asked } of questions?.after(round) ?? []) {
      const phase = askPhase(question.name);
      for (const i of asked) {
        const key = keys ? keyOf({ round, phase, agent: network.ids[i]! }) : "";
        if (known.has(key)) continue;
        const room = desk.room();
        if (room !== true && !(await room)) break;
        if (calls.failed) break;
        const turn = desk.play(questions!.call(question, i, round, agents[i]!, tried.get(key)), answered);
        if (turn instanceof Promise) calls.add(turn);
        else write(planned(i, turn), turn.ms <= CHEAP);
      }
    }
    await calls.allEnd();
  };

  for (let round = played + 1; round <= rounds; round++) {
    for (const moment of state.moments(round)) {
      for (let k = 0; k < moment.length; k++) {
        const i = moment[k]!;
        const key = keys ? keyOf({ round, phase: ACT, agent: network.ids[i]! }) : "";
        const before = known.get(key);
        questions?.begins(i, round);
        if (before) {
          state.put(i, before.status === "ok" ? before.action : undefined);
          questions?.acted(i, before);
          continue;
        }
        const room = desk.room();
        if (room !== true && !(await room)) break;
        if (calls.failed) break;
        const turn = desk.play({ agent: agents[i]!, state, i, round, before: tried.get(key) }, ended);
        if (turn instanceof Promise) calls.add(turn);
        else acted(i, turn, turn.ms <= CHEAP);
      }
      await calls.allEnd();
      if (desk.halt.reason) break;
      state.turnPage();
    }
    if (questions && !desk.halt.reason) await askAll(round);
    options.roundEnds?.();
    await new Promise((resolve) => setImmediate(resolve));
    if (desk.halt.reason) return false;
  }
  return true;
}

/** Names a turn of the world, or an answer. The id stands last: it alone may hold a colon beside the phase. */
const keyOf = ({ round, phase, agent }: Pick<Turn, "round" | "phase" | "agent">): string =>
  `${round}:${phase}:${agent}`;

/** Puts a world into the state in which the last complete round left it. */
function recall(state: WorldState, ids: readonly string[], done: readonly Turn[], played: number): void {
  if (played === 0) return;
  const index = new Map(ids.map((id, i) => [id, i]));
  const put = (turn: Turn): void => {
    const i = index.get(turn.agent);
    if (i !== undefined) state.put(i, turn.status === "ok" ? turn.action : undefined);
  };
  const earlier = done.filter(({ round }) => round < played);
  for (const turn of earlier.sort((a, b) => a.round - b.round)) put(turn);
  state.turnPage();
  for (const turn of done) if (turn.round === played) put(turn);
  state.turnPage();
}
