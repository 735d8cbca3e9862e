import type { TreatmentPlan } from "../../../designs/plan.ts";
import type { Action, Agent, View } from "../../agents/Agent.ts";
import { viewData } from "../../agents/program/viewData.ts";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { shown } from "../../core/shown.ts";
import { ACT, askPhase } from "../../log/journal/isAct.ts";
import type { Turn } from "../../log/Turn.ts";
import { ask } from "../../run/calls/ask.ts";
import { armsOfWorld } from "../../run/world/armsOfWorld.ts";
import { surveyCalls } from "../../run/world/surveyCalls.ts";
import { turnRecord } from "../../run/world/turnRecord.ts";
import type { WorldSetting } from "../../run/world/WorldSetting.ts";
import { worldState } from "../../run/world/worldState.ts";
import type { PreparedStudy } from "../../study/prepareStudy.ts";

/** A study, and what of it decides what an agent is given in a view. */
interface Side {
  readonly prepared: PreparedStudy;
  readonly agents: readonly Agent[] | undefined;
}

/**
 * The first finished turn of a world that an edited study would have given otherwise, in words; undefined where it touches none. Both worlds are played side
 * by side with what agents did, and what each was sent is compared; agents that compute are asked again.
 *
 * Cost: O(rounds × (n + edges)) for the rounds reached, and two prompts for each finished turn.
 * @param turns of this world, in their order.
 */
export function touchedTurn(
  [before, after]: readonly [PreparedStudy, PreparedStudy],
  plan: TreatmentPlan,
  world: number,
  turns: readonly Turn[],
): string | undefined {
  const done = new Map(turns.map((turn) => [keyOf(turn), turn]));
  const reached = turns.reduce((last, { round }) => Math.max(last, round), 0);
  const sides = [playOf(before, plan, world), playOf(after, plan, world)] as const;
  const [old, fresh] = sides;
  const { ids } = before.network;
  if (reached > after.study.data.rounds)
    return `round ${reached} of world ${world} is finished, and there are ${after.study.data.rounds} rounds now`;
  const at = (i: number, round: number, phase: string): Turn | undefined =>
    done.get(keyOf({ round, phase, agent: ids[i]! }));
  const told = (turn: Turn, views: readonly [View, View]): string | undefined => {
    const who = `agent ${shown(turn.agent)} in world ${world}, round ${turn.round}`;
    const asked = turn.phase === ACT ? "" : `, asked ${turn.phase.slice(askPhase("").length)},`;
    return isSame([old, fresh], turn, views)
      ? undefined
      : `the turn of ${who}${asked} is finished, and would be given something else`;
  };
  for (let round = 1; round <= reached; round++) {
    const [a, b] = [old.state.moments(round), fresh.state.moments(round)];
    for (let m = 0; m < Math.max(a.length, b.length); m++) {
      const moment = Array.from(a[m] ?? []);
      const other = Array.from(b[m] ?? []);
      let open = false;
      for (const i of moment) {
        const turn = at(i, round, ACT);
        open ||= turn === undefined;
        if (!turn) continue;
        if (!other.includes(i))
          return `agent ${shown(ids[i])} has acted in round ${round}, and would not act then`;
        const fault = told(turn, [old.state.view(i, round), fresh.state.view(i, round)]);
        if (fault !== undefined) return fault;
      }
      const more = other.find((i) => !moment.includes(i));
      if (more !== undefined && round < reached)
        return `round ${round} of world ${world} is finished, and agent ${shown(ids[more])} would act in it`;
      for (const { state, questions } of sides)
        for (const i of moment) {
          const turn = at(i, round, ACT);
          questions?.begins(i, round);
          state.put(i, turn?.status === "ok" ? (turn.action as Action) : undefined);
          if (turn) questions?.acted(i, turn);
        }
      for (const { state } of sides) state.turnPage();
      if (open) return undefined;
    }
    const fault = touchedAnswer(round, round < reached);
    if (fault !== undefined) return fault;
  }
  return undefined;

  function touchedAnswer(round: number, over: boolean): string | undefined {
    const now = new Map((fresh.questions?.after(round) ?? []).map((one) => [one.question.name, one]));
    for (const { question, agents } of old.questions?.after(round) ?? []) {
      const phase = askPhase(question.name);
      const then = now.get(question.name);
      const given = new Set(then?.agents ?? []);
      for (const i of agents) {
        const turn = at(i, round, phase);
        if (!turn) continue;
        if (!then || !given.has(i))
          return `agent ${shown(ids[i])} has answered ${question.name} after round ${round}, and would not be asked`;
        const views = [
          old.questions!.call(question, i, round, never, undefined).state.view(i, round),
          fresh.questions!.call(then.question, i, round, never, undefined).state.view(i, round),
        ] as const;
        const fault = told(turn, views);
        if (fault !== undefined) return fault;
      }
    }
    if (over)
      for (const { question, agents } of now.values())
        for (const i of agents)
          if (!at(i, round, askPhase(question.name)))
            return `round ${round} of world ${world} is finished, and ${question.name} would be asked after it`;
    return undefined;
  }
}

const never: Agent = () => ({});

const keyOf = ({ round, phase, agent }: Pick<Turn, "round" | "phase" | "agent">): string =>
  `${round}:${phase}:${agent}`;

interface Play extends Side {
  readonly state: ReturnType<typeof worldState>;
  readonly questions: ReturnType<typeof surveyCalls>;
}

function playOf(prepared: PreparedStudy, plan: TreatmentPlan, world: number): Play {
  const { network, streams, study, playing } = prepared;
  const { rounds } = study.data;
  const setting: WorldSetting = {
    ...{ network, world, rounds, agentOf: () => never, rng: streams.run },
    ...playing,
  };
  const state = worldState(setting, armsOfWorld(plan, network, world));
  const { agents } = study.model;
  const computing = agents.sent === undefined && agents.synthetic;
  const agentOf = computing ? agents.create(prepared.setting) : undefined;
  return {
    prepared,
    state,
    questions: surveyCalls(setting, state),
    agents: agentOf && network.ids.map((_, i) => agentOf(i)),
  };
}

/** Whether an agent is given the same in both studies; one that computes is asked what it does. */
function isSame([old, fresh]: readonly [Side, Side], turn: Turn, [a, b]: readonly [View, View]): boolean {
  const [there, here] = [old.prepared.study.model.agents, fresh.prepared.study.model.agents];
  if (fresh.agents) {
    const i = fresh.prepared.network.ids.indexOf(turn.agent);
    const reply = ask(fresh.agents[i]!, b);
    return !("later" in reply) && turnRecord("", b, reply, 0, "").contentHash === turn.contentHash;
  }
  if (there.sent && here.sent) return canonicalJson(there.sent(a)) === canonicalJson(here.sent(b));
  if (there.sent || here.sent) return false;
  const seen = (view: View): string => canonicalJson(viewData(view) as unknown as Json);
  const set = ({ study }: PreparedStudy): string =>
    canonicalJson([study.model.agents.params, study.data.treat ?? {}] as unknown as Json);
  return seen(a) === seen(b) && set(old.prepared) === set(fresh.prepared);
}
