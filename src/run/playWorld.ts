import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Turn } from "../log/Turn.ts";
import { armsOfWorld } from "./armsOfWorld.ts";
import { ask, type Reply } from "./ask.ts";
import type { Clock } from "./Clock.ts";
import { openCalls } from "./openCalls.ts";
import { turnRecord } from "./turnRecord.ts";
import type { WorldSetting } from "./WorldSetting.ts";
import { wantWhole } from "./wantWhole.ts";
import { worldState } from "./worldState.ts";

export interface PlayWorldOptions extends WorldSetting {
  /** Gives the arms of this world, and the hash in every call's id. */
  readonly plan: TreatmentPlan;
  /** Turns of this world that are in the journal already: they are not played again. */
  readonly done?: readonly Turn[];
  readonly clock: Clock;
  /** Takes each turn when it ends. Agents that answer at once come in the order of ids; others as they finish. */
  readonly write: (turn: Turn) => void;
  /** Most calls open at a time, for agents that answer later; default 16. */
  readonly limit?: number;
  /** Stops after the turns in flight. */
  readonly signal?: AbortSignal;
}

/**
 * Plays one world: round after round, each agent once, with a barrier between rounds (see {@link worldState} for what is
 * heard). An agent that throws fails alone: its turn says so, the others go on. Agents that answer at once cost no
 * waiting; the event loop gets a turn once a round, and only when there is a signal to hear.
 *
 * @returns true when every turn of the world is done, false when the signal stopped it.
 * @throws SpillwayError when plan, network and turns done do not belong together; whatever `write` throws.
 */
export async function playWorld(options: PlayWorldOptions): Promise<boolean> {
  const { plan, network, world, rounds, agentOf, done = [], clock, write, limit = 16, signal } = options;
  wantWhole("rounds", rounds, 1);
  wantWhole("limit", limit, 1);
  const state = worldState(options, armsOfWorld(plan, network, world));
  const agents = network.ids.map((_, i) => agentOf(i));
  const known = new Map(done.map((turn) => [`${turn.round}:${turn.agent}`, turn]));
  const calls = openCalls(limit);

  for (let round = 1; round <= rounds; round++) {
    for (let i = 0; i < network.n; i++) {
      const before = known.get(`${round}:${network.ids[i]}`);
      if (before) {
        state.put(i, before.status === "ok" ? before.action : undefined);
        continue;
      }
      if (signal?.aborted) break;
      const view = state.view(i, round);
      const start = clock.elapsed();
      const finish = (reply: Reply): void => {
        const ms = Math.round((clock.elapsed() - start) * 1000) / 1000;
        const turn = turnRecord(plan.hash, view, reply, { ms, at: clock.time() });
        state.put(i, turn.action);
        write(turn);
      };
      const reply = ask(agents[i]!, view);
      if ("later" in reply) {
        calls.add(reply.later.then(finish));
        if (calls.full()) await calls.oneEnds();
      } else finish(reply);
    }
    await calls.allEnd();
    if (signal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return false;
    }
    state.turnPage();
  }
  return true;
}
