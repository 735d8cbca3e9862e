import type { Heard } from "../../agents/Agent.ts";
import type { Json } from "../../core/canonicalJson.ts";
import { networkInRound } from "../../network/changes/networkInRound.ts";
import { everybody } from "../schedules/simultaneous.ts";
import { interactingState } from "./interactingState.ts";
import { message } from "./message.ts";
import { turnView } from "./turnView.ts";
import type { WorldState } from "./World.ts";
import type { WorldSetting } from "./WorldSetting.ts";

/**
 * A world before its first round. An agent hears, in the order of ids, those of its in-neighbours of the round whose last turn ended
 * well and said something; an agent whose last turn did not is asked again, with the state that it last kept. Other ways
 * to interact: {@link interactingState}.
 *
 * @param assigned name of the arm of each agent.
 * @param spoken makes a message of what an agent said.
 */
export function worldState(
  setting: WorldSetting,
  assigned: readonly string[],
  spoken: typeof message = message,
): WorldState {
  const { givenArm } = setting;
  const arms = givenArm === undefined ? assigned : assigned.map(() => givenArm);
  if (setting.interaction) return interactingState(setting, arms, setting.interaction, spoken);
  const { network, world, rounds } = setting;
  const { n, ids } = network;
  const turnStream = setting.rng.fork("turn");
  const all = [everybody(n)];
  const state: (Json | undefined)[] = new Array(n).fill(undefined);
  let voices: (Heard | undefined)[] = new Array(n).fill(undefined);
  let nextVoices: (Heard | undefined)[] = new Array(n).fill(undefined);

  const heardBy = (i: number, round: number): readonly Heard[] => {
    const { offsets, sources } = networkInRound(network, round);
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
      const heard = heardBy(i, round);
      return turnView(
        { world, round, rounds, agent: ids[i]!, arm: arms[i]!, heard, state: state[i], retry },
        turnStream,
      );
    },
    kept: (i) => ({ arm: arms[i]!, state: state[i] }),
    put(i, action) {
      nextVoices[i] = action?.said === undefined ? undefined : spoken(ids[i]!, action.said);
      if (action) state[i] = action.state;
    },
    turnPage() {
      [voices, nextVoices] = [nextVoices, voices];
      nextVoices.fill(undefined);
    },
  };
}
