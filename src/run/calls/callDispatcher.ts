// Long because everything that can become of one call is decided in one place.
import type { Action, Agent, View } from "../../agents/Agent.ts";
import { AgentFault, mayHaveUsed } from "../../agents/AgentFault.ts";
import type { Population } from "../../agents/Population.ts";
import type { Rng } from "../../core/rng.ts";
import { callId } from "../../log/journal/callId.ts";
import type { Attempt, AttemptKind, CallLine, Turn } from "../../log/Turn.ts";
import type { Alarm } from "../Alarm.ts";
import type { Clock } from "../Clock.ts";
import type { SettledRun } from "../runSettings.ts";
import { phaseOf, turnRecord } from "../world/turnRecord.ts";
import type { WorldState } from "../world/World.ts";
import { ask, type Reply } from "./ask.ts";
import { backOff } from "./backOff.ts";
import { type CallContext, callContext } from "./callContext.ts";
import { callLineIfAny } from "./callLine.ts";
import { type CallBound, charge, chargedFor } from "./charge.ts";
import { doubts } from "./doubts.ts";
import type { Halt } from "./halt.ts";
import type { Limiter, Pass } from "./limiter.ts";
import { readFault } from "./readFault.ts";
import { reasonOf } from "./reasonOf.ts";
import { retryAfterAttempts } from "./retryAfterAttempts.ts";
import { NOTHING, type Spent } from "./Spent.ts";

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
  /** Notes that a call is made; what it gives is called when its line is written. Default: nobody keeps an account. */
  readonly begin?: (bound: CallBound | undefined) => () => void;
  /** The most that a call used in earlier sittings. */
  readonly most?: Omit<Spent, "calls">;
  /** Turns that ended well in earlier sittings; default 0. */
  readonly before?: number;
  /** Takes each attempt that is not the last of its turn, when it ends. */
  readonly attempt: (attempt: Attempt) => void;
}

/** A call that has been made. */
interface Open {
  readonly noted: () => void;
  readonly context: CallContext;
  readonly start: number;
  readonly reply: Reply | Promise<Reply>;
}

/** What a turn holds among those that may be open; it can be left once. */
interface Place {
  leave(): void;
}

/** An attempt that has a pass, or will have one. */
interface Begun {
  readonly view: View;
  readonly bound: CallBound | undefined;
  readonly pass: Pass | undefined | Promise<Pass | undefined>;
  readonly open?: Open;
}

/**
 * The desk that all worlds of a run share. A call that the other side could not serve, or not in time, is made again after
 * a random wait, or after the one that it asked for, up to `tries` times; an answer that cannot be used is asked for
 * again up to `reasks` times, with the reason in the view; a refusal stands; a fault that only a person can mend ends the
 * run, and what was turned down ends its turn or the run ({@link doubts}). Any other error is the agent's own and ends its turn at once,
 * and so does a return value that is no action. Each call is charged ({@link charge}); what cannot be counted passes no limit.
 */
export function callDispatcher(options: CallDeskOptions): CallDispatcher {
  const { planHash, settings, limiter, halt, clock, alarm, tokens, attempt } = options;
  const { begin = () => () => {} } = options;
  const retries = options.rng.fork("retry");
  const waiting: ((go: boolean) => void)[] = [];
  let most = options.most ?? NOTHING;
  const limited = [settings.budget.tokens, settings.budget.money, settings.tokens].some(
    (limit) => limit !== Number.POSITIVE_INFINITY,
  );
  /** Whether an agent that answered at once tells of a call that has to be counted. */
  const told = (reply: Reply): boolean =>
    limited && "returned" in reply && (reply.returned as Partial<Action> | null)?.call !== undefined;
  let turns = 0;
  let promised = 0;
  /** Turns that hold a place, and are in doubt. */
  let doubtful = 0;
  /** Failures since a call went well; infinite before one has. */
  let row = Number.POSITIVE_INFINITY;
  const doubt = doubts({
    alarm,
    halt,
    before: options.before ?? 0,
    others: () => turns - doubtful + promised > 0,
  });
  halt.whenCalled(() => {
    for (const go of waiting.splice(0)) go(false);
  });

  const boundOf = (view: View): CallBound | undefined => tokens?.(view);
  const enter = (bound: CallBound | undefined): Begun["pass"] =>
    limiter.enter(bound && bound.input + bound.output, bound);
  // A clock may go back; time does not.
  const since = (start: number): number => Math.max(0, Math.round((clock.elapsed() - start) * 1000) / 1000);
  const beginning = (view: View): Begun => {
    const bound = boundOf(view);
    return { view, bound, pass: enter(bound) };
  };
  /** A call that has been made; it is noted before this moment ends, and so before anything has left the process. */
  const opened = (
    reply: ReturnType<typeof ask>,
    bound: CallBound | undefined,
    context: CallContext,
    start: number,
  ): Open =>
    "later" in reply
      ? { noted: begin(bound), context, start, reply: reply.later }
      : { noted: () => {}, context, start, reply };
  const open = (agent: Agent, view: View, bound: CallBound | undefined): Open => {
    const context = callContext();
    const start = clock.elapsed();
    return opened(ask(agent, view, context), bound, context, start);
  };
  /** Failures in a row, of all calls together, up to which the other side counts as well: of calls that began together the broken ones come back first. */
  const few = Math.floor(settings.open / 2);
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

  const goOn = async (
    call: Call,
    begun: Begun,
    ended: (i: number, turn: Turn) => void,
    place: Place,
  ): Promise<void> => {
    const { agent, state, i, round, before = [] } = call;
    const history = [...before];
    for (let next: Begun | undefined = begun; ; next = undefined) {
      const {
        view,
        bound,
        pass,
        open: there,
      } = next ?? beginning(state.view(i, round, retryAfterAttempts(history)));
      const allowed = await pass;
      if (!allowed) return;
      const { reply: given, start, context, noted } = there ?? open(agent, view, bound);
      const later = given instanceof Promise;
      const reply = later ? await inTime(given, context) : given;
      const times = { ms: since(start), at: clock.time() };
      const fault = "thrown" in reply ? readFault(reply.thrown) : undefined;
      const record = "thrown" in reply ? fault?.call : (reply.returned as Partial<Action> | null)?.call;
      const answered =
        !fault || fault.kind === "invalid" || fault.kind === "refused" || fault.kind === "step";
      // What an agent gives at once it has worked out by itself.
      const used = fault ? mayHaveUsed(fault) : later || record !== undefined;
      const { call: line, unknown } = charge(settings, {
        call: callLineIfAny(record),
        bound,
        used,
        answered,
        most,
      });
      most = larger(most, line);
      const retryAfter = fault && asksToWait(fault) ? fault.retryAfter : undefined;
      limiter.leave(allowed, { busy: saysBusy(fault), start, call: line, retryAfter });
      if (answered) {
        row = 0;
        doubt.good();
      } else if (fault.kind !== "stop") row++;
      const kind = fault && (await attemptKind(fault, view.agent, history, place));
      if (unknown !== undefined) halt.call({ kind: "stop", because: unknown });
      if (!fault || kind === undefined) {
        const calls = history.map((one) => one.call);
        const past = { attempts: history.length, calls, charged: line };
        ended(i, turnRecord(planHash, view, reply, times.ms, times.at, past));
        noted();
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
      noted();
      if (kind === "stop") halt.call({ kind: "stop", because: done.because });
      if (halt.reason) return;
      // A wait that the other side asked for holds for all calls, so it is the limiter that waits.
      if (kind === "invalid" || kind === "step" || retryAfter !== undefined) continue;
      const own = view.question ? retries.fork(phase) : retries;
      const stream = own.fork(`${world}:${round}:${id}`).fork(history.length);
      const failures = busyIn(sinceStep(history));
      if (!(await sleep(backOff(failures, stream, !saysBusy(fault) && row <= few)))) return;
    }
  };
  /** What a fault is to the journal when the turn goes on after it; undefined when it ends the turn. */
  const attemptKind = async (
    fault: AgentFault,
    agent: string,
    history: readonly Attempt[],
    place: Place,
  ): Promise<AttemptKind | undefined> => {
    const { kind } = fault;
    // Of each call of a turn that takes several, as of a turn of one.
    const again = busyIn(sinceStep(history)) + 1 < settings.tries;
    if (kind === "refused") return undefined;
    // What each agent may do in a turn is bounded by its own settings; this bounds an agent that has none.
    if (kind === "step")
      return history.filter((one) => one.kind === "step").length < STEPS ? "step" : undefined;
    if (kind === "stop" && fault.doubt === undefined) return "stop";
    if (kind === "invalid")
      return invalidIn(sinceStep(history)).length < settings.reasks ? "invalid" : undefined;
    if (kind === "wait" || kind === "timeout") return again ? kind : undefined;
    const wholly = fault.doubt === "no-answer";
    if (wholly) doubtful++;
    const judged = doubt.judge(fault, agent);
    // Others may be asked meanwhile, unless no answer at all can be expected.
    if (judged instanceof Promise && !wholly) place.leave();
    const verdict = await judged;
    if (wholly) doubtful--;
    if (verdict === "all") return "stop";
    return verdict === "again" && again ? "wait" : undefined;
  };
  /** A place among the turns that may be open. */
  const placeOf = (): Place => {
    let held = true;
    turns++;
    return {
      leave() {
        if (!held) return;
        held = false;
        turns--;
        const next = waiting.shift();
        if (next) {
          promised++;
          next(true);
        }
        doubt.look();
      },
    };
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
      const view = state.view(i, round, before && retryAfterAttempts(before));
      const bound = boundOf(view);
      const pass = enter(bound);
      let begun: Begun = { view, bound, pass };
      if (pass !== undefined && !(pass instanceof Promise)) {
        const context = callContext();
        const start = clock.elapsed();
        const reply = ask(agent, view, context);
        // The way of agents that compute: no promise, and nothing kept.
        if (
          !("later" in reply) &&
          !before &&
          !told(reply) &&
          !("thrown" in reply && readFault(reply.thrown))
        ) {
          const turn = turnRecord(planHash, view, reply, since(start), clock.time());
          if (turn.usage === undefined && turn.cost === undefined) limiter.leaveAtOnce(pass);
          else limiter.leave(pass, { busy: false, start, call: turn });
          return turn;
        }
        begun = { view, bound, pass, open: opened(reply, bound, context, start) };
      }
      const place = placeOf();
      return goOn(call, begun, ended, place).finally(place.leave);
    },
  };
}

const invalidIn = (history: readonly Attempt[]): Attempt[] =>
  history.filter(({ kind }) => kind === "invalid");

/** Steps of one turn at most. */
const STEPS = 100;

/** The attempts at the step that a turn has come to. */
function sinceStep(history: readonly Attempt[]): readonly Attempt[] {
  const last = history.findLastIndex(({ kind }) => kind === "step");
  return last === -1 ? history : history.slice(last + 1);
}

const busyIn = (history: readonly Attempt[]): number =>
  history.filter(({ kind }) => kind === "wait" || kind === "timeout").length;

const asksToWait = ({ retryAfter }: AgentFault): boolean =>
  retryAfter !== undefined && retryAfter >= 0 && retryAfter < Number.POSITIVE_INFINITY;

/** Only what the other side says of itself holds the calls of others back; what broke by itself does not. */
const saysBusy = (fault: AgentFault | undefined): boolean =>
  fault !== undefined && (fault.busy ?? (asksToWait(fault) && fault.retryAfter! > 0));

function larger(most: Omit<Spent, "calls">, line: CallLine | undefined): Omit<Spent, "calls"> {
  if (line?.usage === undefined && line?.cost === undefined) return most;
  const { input, output, money } = chargedFor(line);
  const more = input + output > most.input + most.output;
  return {
    input: more ? input : most.input,
    output: more ? output : most.output,
    money: Math.max(money, most.money),
  };
}
