import type { Action, Heard, View } from "../agents/Agent.ts";
import type { Json } from "../core/canonicalJson.ts";
import type { Turn } from "../log/Turn.ts";
import { interactingState } from "./interactingState.ts";
import type { Moment } from "./Schedule.ts";
import { everybody } from "./schedules/simultaneous.ts";
import { type Seen, turnView } from "./turnView.ts";
import { voice } from "./voice.ts";
import type { WorldSetting } from "./WorldSetting.ts";

/**
 * The state of a world between two moments. What agents see in a moment is a function of the state that the one before
 * left; what they do goes into the next state. So the order in which the agents of a moment act never matters.
 */
export interface WorldState {
  /** Begins a round: who acts in it, moment after moment. Views and what is put down are of this round from here on. */
  moments(round: number): readonly Moment[];
  /** What agent i sees in a round; with `retry`, after an answer that was no good. Each view has the same chance from its beginning. */
  view(i: number, round: number, retry?: View["retry"]): View;
  /** What agent i has when a round has ended, before it sees anything of the next: what it keeps, and its history. */
  kept(i: number): Pick<Seen, "arm" | "state" | "history">;
  /** Puts down what agent i did in this moment: nothing when its turn did not end well. */
  put(i: number, action: Action | undefined): void;
  /** Ends the moment: what was put down is now what others hear. */
  turnPage(): void;
  /** The record of the turn that agent i has just played, with what came to it beside what it heard. Absent where that is nothing. */
  noted?(i: number, turn: Turn): Turn;
}

/**
 * A world before its first round. An agent hears, in the order of ids, those of its in-neighbours whose last turn ended
 * well and said something; an agent whose last turn did not is asked again, with the state that it last kept. Other ways
 * to interact: {@link interactingState}.
 *
 * @param assigned name of the arm of each agent.
 */
export function worldState(setting: WorldSetting, assigned: readonly string[]): WorldState {
  const { givenArm } = setting;
  const arms = givenArm === undefined ? assigned : assigned.map(() => givenArm);
  if (setting.interaction) return interactingState(setting, arms, setting.interaction);
  const { network, world, rounds } = setting;
  const { n, ids, offsets, sources } = network;
  const turnStream = setting.rng.fork("turn");
  const all = [everybody(n)];
  const state: (Json | undefined)[] = new Array(n).fill(undefined);
  let voices: (Heard | undefined)[] = new Array(n).fill(undefined);
  let nextVoices: (Heard | undefined)[] = new Array(n).fill(undefined);

  const heardBy = (i: number): readonly Heard[] => {
    const heard: Heard[] = [];
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const voice = voices[sources[e]!];
      if (voice) heard.push(voice);
    }
    return Object.freeze(heard);
  };

  return {
    moments: () => all,
    view(i, round, retry) {
      const heard = heardBy(i);
      return turnView(
        { world, round, rounds, agent: ids[i]!, arm: arms[i]!, heard, state: state[i], retry },
        turnStream,
      );
    },
    kept: (i) => ({ arm: arms[i]!, state: state[i] }),
    put(i, action) {
      nextVoices[i] = action?.said === undefined ? undefined : voice(ids[i]!, action.said);
      if (action) state[i] = action.state;
    },
    turnPage() {
      [voices, nextVoices] = [nextVoices, voices];
      nextVoices.fill(undefined);
    },
  };
}
