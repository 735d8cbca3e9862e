import type { Action, Agent, View } from "../agents/Agent.ts";
import type { Population } from "../agents/Population.ts";
import { surveyCalls } from "../run/world/surveyCalls.ts";
import type { WorldSetting } from "../run/world/WorldSetting.ts";
import { worldState } from "../run/world/worldState.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";

/** A turn of a world that is only made up. */
interface ExampleTurn {
  readonly i: number;
  readonly view: View;
}

const UNKNOWN: Action = { said: "(an example message)" };

interface ExampleOptions {
  /** Whether agents use as many words as they may. Default false. */
  readonly longest?: boolean;
  /** Number of the world, from 0, whose chance is taken. Default 0. */
  readonly world?: number;
  /** What agent i does in a turn; undefined for a turn that fails. Default: what its population gives as an example. */
  readonly act?: (i: number, view: View) => Action | undefined;
}

/**
 * The turns of a world, round after round, with agents that do what their population gives as an example: nobody is
 * asked. Schedule, channels, delivery, histories and memories are those of a run, so what an agent sees is of the right form
 * and comes from the right agents, though what was said is made up. What agents are asked outside their turns comes after its
 * round, in views with a `question`.
 *
 * Cost: O(rounds × (n + edges)); less for whoever stops early.
 * @param arms name of the arm of each agent.
 */
export function* exampleWorld(
  prepared: PreparedStudy,
  arms: readonly string[],
  { longest = false, world = 0, act }: ExampleOptions = {},
): Generator<ExampleTurn, void> {
  const { agents } = prepared.study.model;
  const { rounds } = prepared.study.data;
  const setting = exampleSetting(prepared, world);
  const state = worldState(setting, arms);
  const questions = surveyCalls(setting, state);
  for (let round = 1; round <= rounds; round++) {
    for (const moment of state.moments(round)) {
      for (let k = 0; k < moment.length; k++) {
        const i = moment[k]!;
        const view = state.view(i, round);
        questions?.begins(i, round);
        yield { i, view };
        const action = act ? act(i, view) : exampleAction(agents, view, longest);
        state.put(i, action);
        questions?.acted(i, { round, status: action ? "ok" : "failed", ...(action ? { action } : {}) });
      }
      state.turnPage();
    }
    for (const { question, agents: asked } of questions?.after(round) ?? [])
      for (const i of asked)
        yield { i, view: questions!.call(question, i, round, never, undefined).state.view(i, round) };
  }
}

/** What an agent might do in a view. */
export function exampleAction(agents: Population, view: View, longest = false): Action | undefined {
  return agents.example ? agents.example(view, longest) : UNKNOWN;
}

const never: Agent = () => ({});

function exampleSetting({ network, streams, study, playing }: PreparedStudy, world: number): WorldSetting {
  const { rounds } = study.data;
  return { network, world, rounds, agentOf: () => never, rng: streams.run, ...playing };
}
