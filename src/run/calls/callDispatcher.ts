import type { Action, Agent, View } from "../../agents/Agent.ts";
import { AgentFault } from "../../agents/AgentFault.ts";
import type { Population } from "../../agents/Population.ts";
import type { Rng } from "../../core/rng.ts";
import { callId } from "../../log/journal/callId.ts";
import type { Attempt, AttemptKind, Turn } from "../../log/Turn.ts";
import type { Alarm } from "../Alarm.ts";
import type { Clock } from "../Clock.ts";
import type { SettledRun } from "../runSettings.ts";
import { phaseOf, turnRecord } from "../world/turnRecord.ts";
import type { WorldState } from "../world/World.ts";
import { ask, type Reply } from "./ask.ts";
import { backOff } from "./backOff.ts";
import { type CallContext, callContext } from "./callContext.ts";
import { callLineIfAny } from "./callLine.ts";
import type { Halt } from "./halt.ts";
import type { Limiter, Pass } from "./limiter.ts";
import { readFault } from "./readFault.ts";
import { reasonOf } from "./reasonOf.ts";

/** Who is to be asked: agent i of a world, in a round. */
export interface Call {
  readonly agent: Agent;
  /** Gives the view. */
  readonly state: Pick<WorldState, "view">;
  readonly i: number;
  readonly round: number;
  /** Attempts of this turn that an earlier sitting made. */
  readonly before?: readonly Attempt[] | undefined;
}

/** Stands between worlds and their agents: waits, asks, asks again, and says what came of it. */
export interface CallDispatcher {
  readonly halt: Halt;
  /** Waits until one more turn may begin: at once, or later; false when the run ends. */
  room(): boolean | Promise<boolean>;
  /**
   * Plays a turn to its end: gives it at once where the agent answers at once, and else to `ended`, before another call
   * begins in its place. A turn that the end of the run cuts short is given to nobody.
   */
  play(call: Call, ended: (i: number, turn: Turn) => void): Turn | Promise<void>;
}

interface CallDeskOptions {
  readonly planHash: string;
  readonly settings: SettledRun;
  readonly limiter: Limiter;
  readonly halt: Halt;
  readonly clock: Clock;
  readonly alarm: Alarm;
  /** The stream of the run; waits draw from its child "retry". */
  readonly rng: Rng;
  /** An upper bound on the tokens of a call, where the agents know one. */
  readonly tokens?: Population["tokens"];
  /** Takes each attempt that is not the last of its turn, when it ends. */
  readonly attempt: (attempt: Attempt) => void;
}

/** A call that has been made. */
interface Open {
  readonly context: CallContext;
  readonly start: number;
  readonly reply: Reply | Promise<Reply>;
}

/** An attempt that has a pass, or will have one. */
interface Begun {
  readonly view: View;
  readonly pass: Pass | undefined | Promise<Pass | undefined>;
  readonly open?: Open;
}

const NO_PRICE =
  "budget.money is set, but a call told no cost: give the prices of the model, or a budget in calls or tokens";

/**
 * The desk that all worlds of a run share. A call that the other side could not serve, or not in time, is made again after
 * a random wait, or after the one that it asked for, up to `tries` times; an answer that cannot be used is asked for
 * again up to `reasks` times, with the reason in the view; a refusal stands; a fault that only a person can mend ends the
 * run. Any other error is the agent's own and ends its turn at once, and so does a return value that is no action.
 */
export function callDispatcher(options: CallDeskOptions): CallDispatcher {
  const { planHash, settings, limiter, halt, clock, alarm, tokens, attempt } = options;
  const retries = options.rng.fork("retry");
  const waiting: ((go: boolean) => void)[] = [];
  const limited = settings.budget.money !== Number.POSITIVE_INFINITY;
  let turns = 0;
  let promised = 0;
  halt.whenCalled(() => {
    for (const go of waiting.splice(0)) go(false);
  });

  const boundOf = (view: View): number | undefined => {
    if (!tokens) return undefined;
    const { input, output } = tokens(view);
    return input + output;
  };
  const since = (start: number): number => Math.round((clock.elapsed() - start) * 1000) / 1000;
  const enter = (view: View): Begun => ({ view, pass: limiter.enter(boundOf(view)) });
  const open = (agent: Agent, view: View): Open => {
    const context = callContext();
    const start = clock.elapsed();
    const reply = ask(agent, view, context);
    return { context, start, reply: "later" in reply ? reply.later : reply };
  };
  /** The reply, or a fault of the kind timeout when it does not come in time. */
  const inTime = (later: Promise<Reply>, context: CallContext): Promise<Reply> =>
    new Promise((resolve) => {
      const cancel = alarm(settings.timeout * 1000, () => {
        context.abort();
        resolve({ thrown: new AgentFault("timeout", `no answer within ${settings.timeout} seconds`) });
      });
      void later.then((reply) => {
        cancel();
        resolve(reply);
      });
    });
  /** Waits; false when the run ends before. */
  const sleep = (ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = alarm(ms, () => {
        forget();
        resolve(true);
      });
      const forget = halt.whenCalled(() => {
        cancel();
        resolve(false);
      });
    });

  const goOn = async (call: Call, begun: Begun, ended: (i: number, turn: Turn) => void): Promise<void> => {
    const { agent, state, i, round, before = [] } = call;
    const history = [...before];
    for (let next: Begun | undefined = begun; ; next = undefined) {
      const { view, pass } = next ?? enter(state.view(i, round, retryOf(history)));
      const allowed = await pass;
      if (!allowed) return;
      const { reply: given, start, context } = next?.open ?? open(agent, view);
      const reply = given instanceof Promise ? await inTime(given, context) : given;
      const times = { ms: since(start), at: clock.time() };
      const fault = "thrown" in reply ? readFault(reply.thrown) : undefined;
      const kind = fault && attemptKind(fault, history, settings);
      const told = "thrown" in reply ? fault?.call : (reply.returned as Partial<Action> | null)?.call;
      const line = callLineIfAny(told);
      const busy = fault?.kind === "wait" || fault?.kind === "timeout";
      limiter.leave(allowed, { busy, start, call: line, retryAfter: fault?.retryAfter });
      if (!fault || kind === undefined) {
        if (!fault && line?.usage && line.cost === undefined && limited)
          halt.call({ kind: "stop", because: NO_PRICE });
        const calls = history.map((one) => one.call);
        ended(i, turnRecord(planHash, view, reply, times.ms, times.at, { attempts: history.length, calls }));
        return;
      }
      const { world, agent: id } = view;
      const phase = phaseOf(view);
      const done: Attempt = {
        type: "attempt",
        world,
        round,
        phase,
        agent: id,
        attempt: history.length + 1,
        kind,
        because: reasonOf(fault),
        ...(line ? { call: line } : {}),
        callId: callId(planHash, world, id, round, phase),
        ...times,
      };
      history.push(done);
      attempt(done);
      if (kind === "stop") halt.call({ kind: "stop", because: done.because });
      if (halt.reason) return;
      // A wait that the other side asked for holds for all calls, so it is the limiter that waits.
      if (!busy || asksToWait(fault)) continue;
      const own = view.question ? retries.fork(phase) : retries;
      const stream = own.fork(`${world}:${round}:${id}`).fork(history.length);
      if (!(await sleep(backOff(busyIn(history), stream)))) return;
    }
  };
  const leaveRoom = (): void => {
    turns--;
    const next = waiting.shift();
    if (!next) return;
    promised++;
    next(true);
  };

  return {
    halt,
    room() {
      if (halt.reason) return false;
      if (turns + promised < settings.open) return true;
      return new Promise((resolve) => waiting.push(resolve));
    },
    play(call, ended) {
      if (promised > 0) promised--;
      const { agent, state, i, round, before } = call;
      const view = state.view(i, round, before && retryOf(before));
      const pass = limiter.enter(boundOf(view));
      let begun: Begun = { view, pass };
      if (pass !== undefined && !(pass instanceof Promise)) {
        const context = callContext();
        const start = clock.elapsed();
        const reply = ask(agent, view, context);
        // The way of agents that compute: no promise, and nothing kept.
        if (!("later" in reply) && !before && !("thrown" in reply && readFault(reply.thrown))) {
          const turn = turnRecord(planHash, view, reply, since(start), clock.time());
          if (turn.usage === undefined && turn.cost === undefined) limiter.leaveAtOnce(pass);
          else limiter.leave(pass, { busy: false, start, call: turn });
          return turn;
        }
        begun = { view, pass, open: { context, start, reply: "later" in reply ? reply.later : reply } };
      }
      turns++;
      return goOn(call, begun, ended).finally(leaveRoom);
    },
  };
}

/** What a fault is to the journal when the turn goes on after it; undefined when it ends the turn. */
function attemptKind(
  { kind }: AgentFault,
  history: readonly Attempt[],
  { tries, reasks }: SettledRun,
): AttemptKind | undefined {
  if (kind === "refused") return undefined;
  if (kind === "stop") return "stop";
  if (kind === "invalid") return invalidIn(history).length < reasks ? "invalid" : undefined;
  return busyIn(history) + 1 < tries ? kind : undefined;
}

const invalidIn = (history: readonly Attempt[]): Attempt[] =>
  history.filter(({ kind }) => kind === "invalid");

const busyIn = (history: readonly Attempt[]): number =>
  history.filter(({ kind }) => kind === "wait" || kind === "timeout").length;

/** Counts answers, not calls: what an agent is asked must not depend on how busy the other side was. */
function retryOf(history: readonly Attempt[]): View["retry"] {
  const invalid = invalidIn(history);
  const last = invalid.at(-1);
  return last && { attempt: invalid.length + 1, because: last.because };
}

const asksToWait = ({ retryAfter }: AgentFault): boolean =>
  retryAfter !== undefined && retryAfter >= 0 && retryAfter < Number.POSITIVE_INFINITY;
