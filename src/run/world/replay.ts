import type { Action } from "../../agents/Agent.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { wantWhole } from "../../core/wantWhole.ts";
import { ask } from "../calls/ask.ts";
import { judgeAction } from "../calls/judgeAction.ts";
import { reasonOf } from "../calls/reasonOf.ts";
import { unwritten } from "./message.ts";
import type { WorldSetting } from "./WorldSetting.ts";
import { worldState } from "./worldState.ts";

export interface ReplayOptions extends WorldSetting {
  /** Arm of each agent, as an index into `armNames`: the plan's, or any other. */
  readonly arms: ArrayLike<number>;
  readonly armNames: readonly string[];
  /** Told what was measured so far after every round, in arrays that are used again: copy what is kept. */
  readonly afterRound?: (round: number, outcomes: Float64Array, present: Uint8Array) => void;
}

/**
 * Outcomes of each agent's last turn, which is in the last round unless the schedule passed over it there; without NaN:
 * where `present` is 0 there is none, and the number is 0.
 */
export interface Replayed {
  readonly outcomes: Float64Array;
  readonly present: Uint8Array;
  /** Number of turns, over all rounds, that failed or were invalid, and why the first of them did. */
  readonly failures: number;
  readonly because?: string;
}

/**
 * Plays a world in memory and keeps nothing but the outcomes of the last round: what would have happened under an
 * assignment. With the streams of a run, agents have the same traits and the same chance as there, so the outcomes are
 * those that the run would measure. Only for agents that answer at once; what they say is not checked to be JSON.
 * Cost: O(rounds × (n + edges)), about a microsecond a turn for the synthetic agents.
 *
 * @throws SpillwayError for arms that do not fit the network and for agents that return a promise.
 */
export function replay(options: ReplayOptions): Replayed {
  wantArgument("replay", "options", options, { fields: ["network", "arms"] });
  const { network, arms, armNames, rounds, agentOf } = options;
  wantWhole("run: rounds", rounds, 1);
  if (arms.length !== network.n) {
    throw new SpillwayError(`replay: wanted an arm for each of the ${network.n} agents, got ${arms.length}`);
  }
  const named = Array.from(arms, (arm) => {
    const name = armNames[arm];
    if (name === undefined)
      throw new SpillwayError(`replay: an arm must be an index into ${armNames.join(", ")}, got ${arm}`);
    return name;
  });
  const state = worldState(options, named, unwritten);
  const outcomes = new Float64Array(network.n);
  const present = new Uint8Array(network.n);
  let failures = 0;
  let because: string | undefined;
  const fail = (i: number, reason: string): void => {
    state.put(i, undefined);
    failures++;
    because ??= reason;
    outcomes[i] = 0;
    present[i] = 0;
  };
  const { afterRound } = options;
  const keep = (i: number, action: Action, round: number): void => {
    state.put(i, action);
    if (round < rounds && !partial && !afterRound) return;
    outcomes[i] = action.outcome ?? 0;
    present[i] = action.outcome === undefined ? 0 : 1;
  };
  const partial = options.interaction?.schedule.partial ?? false;
  const agents = network.ids.map((_, i) => agentOf(i));
  for (let round = 1; round <= rounds; round++) {
    for (const moment of state.moments(round)) {
      for (let k = 0; k < moment.length; k++) {
        const i = moment[k]!;
        const reply = ask(agents[i]!, state.view(i, round));
        if ("later" in reply) {
          throw new SpillwayError(
            "replay: wanted agents that answer at once, got a promise: run these agents instead",
          );
        }
        const fault = "thrown" in reply ? reasonOf(reply.thrown) : judgeAction(reply.returned);
        if (fault !== undefined || "thrown" in reply) fail(i, fault ?? "");
        else keep(i, reply.returned as Action, round);
      }
      state.turnPage();
    }
    afterRound?.(round, outcomes, present);
    // Only a schedule that passes over agents lets an outcome stand for later rounds.
    if (afterRound && !partial && round < rounds) present.fill(0);
  }
  return { outcomes, present, failures, ...(because === undefined ? {} : { because }) };
}
