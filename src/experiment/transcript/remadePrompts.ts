import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Agent } from "../../agents/Agent.ts";
import type { Message } from "../../agents/Population.ts";
import { askPhase, isAct } from "../../log/journal/isAct.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import { retryAfterAttempts } from "../../run/calls/retryAfterAttempts.ts";
import type { Moment } from "../../run/Schedule.ts";
import { armsOfWorld } from "../../run/world/armsOfWorld.ts";
import { type SurveyCalls, surveyCalls } from "../../run/world/surveyCalls.ts";
import { turnsInWorld } from "../../run/world/turnsInWorld.ts";
import type { WorldState } from "../../run/world/World.ts";
import { worldState } from "../../run/world/worldState.ts";
import type { PreparedStudy } from "../../study/prepareStudy.ts";

/**
 * What the agent of a line was asked; nothing when it was asked nothing in words. Takes the lines of a journal in
 * their order, each once; of those that are not wanted it makes no prompt.
 */
export type PromptOf = (line: Turn | Attempt, wanted?: boolean) => Promise<readonly Message[]>;

/** A world as far as its lines have come. */
interface Followed {
  readonly state: WorldState;
  readonly questions: SurveyCalls | undefined;
  /** Lines of turns and answers still to come. */
  left: number;
  round: number;
  moments: readonly Moment[];
  /** Which of the moments it is, and who of it has not acted. */
  at: number;
  waiting: Set<number>;
}

/**
 * Makes prompts again from the study and what the journal says that agents did: a world is lived through once more, with
 * nobody asked. Memory: that of the worlds that the journal is in the middle of.
 *
 * @returns undefined for agents without prompts.
 */
export function remadePrompts(prepared: PreparedStudy, plan: TreatmentPlan): PromptOf | undefined {
  const { study, network, setting, streams, playing } = prepared;
  const prompt = study.model.agents.prompt?.(setting);
  if (!prompt) return undefined;
  const { rounds, ask = [] } = study.data;
  const numbers = new Map(network.ids.map((id, i) => [id, i]));
  const named = new Map(ask.map((question) => [askPhase(question.name), question]));
  const worlds = new Map<number, Followed>();
  const tried = new Map<string, Attempt[]>();
  const begun = (world: number): Followed => {
    const one = { network, world, rounds, agentOf: () => never, rng: streams.run, ...playing };
    const state = worldState(one, armsOfWorld(plan, network, world));
    return {
      state,
      questions: surveyCalls(one, state),
      left: turnsInWorld(one, world),
      ...{ round: 0, moments: [], at: 0, waiting: new Set() },
    };
  };
  return async (line, wanted = true) => {
    const i = numbers.get(line.agent);
    if (i === undefined) return [];
    const world = worlds.get(line.world) ?? begun(line.world);
    worlds.set(line.world, world);
    const question = named.get(line.phase);
    if (isAct(line)) goTo(world, line.round, i);
    else finishRound(world, line.round);
    const retry = retryAfterAttempts(tried.get(line.callId) ?? []);
    const view = !wanted
      ? undefined
      : question
        ? world.questions?.call(question, i, line.round, never, undefined).state.view(i, line.round, retry)
        : world.state.view(i, line.round, retry);
    if (line.type === "turn") {
      tried.delete(line.callId);
      if (isAct(line)) {
        world.questions?.begins(i, line.round);
        world.state.put(i, line.status === "ok" ? line.action : undefined);
        world.questions?.acted(i, line);
        world.waiting.delete(i);
      }
      if (--world.left === 0) worlds.delete(line.world);
    } else tried.set(line.callId, [...(tried.get(line.callId) ?? []), line]);
    return view ? prompt(i)(view) : [];
  };
}

const never: Agent = () => ({});

/** Goes on to the moment in which agent i acts. */
function goTo(world: Followed, round: number, i: number): void {
  while (world.round < round) {
    finishRound(world, world.round);
    world.round++;
    world.moments = world.state.moments(world.round);
    world.at = -1;
    nextMoment(world);
  }
  while (!world.waiting.has(i) && world.at < world.moments.length) {
    world.state.turnPage();
    nextMoment(world);
  }
}

function nextMoment(world: Followed): void {
  world.at++;
  world.waiting = new Set(Array.from(world.moments[world.at] ?? []));
}

/** Ends the moments of a round that have not ended. */
function finishRound(world: Followed, round: number): void {
  while (world.round === round && world.at < world.moments.length) {
    world.state.turnPage();
    nextMoment(world);
  }
}
