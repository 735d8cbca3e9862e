import type { Action, Heard, View } from "../agents/Agent.ts";
import type { Json } from "../core/canonicalJson.ts";
import type { Rng } from "../core/rng.ts";
import type { WorldSetting } from "./WorldSetting.ts";

/**
 * The state of a world between two rounds. What agents see in a round is a function of the state that the round before
 * left; what they do goes into the next state. So the order in which agents act never matters.
 */
export interface WorldState {
  /** What agent i sees in a round. */
  view(i: number, round: number): View;
  /** Puts down what agent i did in this round: nothing when its turn did not end well. */
  put(i: number, action: Action | undefined): void;
  /** Ends the round: what was put down is now what others hear. */
  turnPage(): void;
}

/**
 * A world before its first round. An agent hears, in the order of ids, those of its in-neighbours whose last turn ended
 * well and said something; an agent whose last turn did not is asked again, with the state that it last kept.
 *
 * @param arms name of the arm of each agent.
 */
export function worldState(setting: WorldSetting, arms: readonly string[]): WorldState {
  const { network, world, rounds } = setting;
  const { n, ids, offsets, sources } = network;
  const turnStream = setting.rng.fork("turn");
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
    view(i, round) {
      const agent = ids[i]!;
      const kept = state[i];
      const heard = heardBy(i);
      let stream: Rng | undefined;
      const view = {
        world,
        round,
        rounds,
        agent,
        arm: arms[i]!,
        heard,
        // Most turns draw nothing, and a stream costs a SHA-256. The id stands last: it alone may hold a colon.
        get rng(): Rng {
          stream ??= turnStream.fork(`${world}:${round}:${agent}`);
          return stream;
        },
      };
      return kept === undefined
        ? view
        : Object.defineProperty(view, "state", { value: kept, enumerable: true });
    },
    put(i, action) {
      nextVoices[i] =
        action?.said === undefined ? undefined : Object.freeze({ from: ids[i]!, said: action.said });
      if (action) state[i] = action.state;
    },
    turnPage() {
      [voices, nextVoices] = [nextVoices, voices];
      nextVoices.fill(undefined);
    },
  };
}
