import type { Redis } from "ioredis";
import { present } from "../../core/present.ts";
import type { Alarm } from "../../run/Alarm.ts";
import { type CallBound, chargedFor } from "../../run/calls/charge.ts";
import type { Halt } from "../../run/calls/halt.ts";
import type { Limiter, Pass } from "../../run/calls/limiter.ts";
import type { SettledRun } from "../../run/runSettings.ts";
import { isForNow } from "./insist.ts";
import { runScripts } from "./runScripts.ts";

/** Milliseconds after which a call that waits for another to end asks again: the other may be another worker's. */
const AGAIN = 200;

interface SharedLimiterOptions {
  readonly client: Redis;
  /** Beginning of the run's keys. */
  readonly base: string;
  readonly world: number;
  /** Fencing token and worker, as the world was taken. */
  readonly owner: string;
  readonly settings: SettledRun;
  readonly halt: Halt;
  readonly alarm: Alarm;
  /** Told when the server cannot be asked any more. */
  readonly onFault: (cause: unknown) => void;
}

interface SharedPass extends Pass {
  readonly id: string;
}

interface Waiting {
  readonly bound: number | undefined;
  readonly parts: CallBound | undefined;
  go(pass: Pass | undefined): void;
}

/**
 * Limits and budgets that all workers of a run have together, kept on the Redis server by its own clock: the same rules as
 * those of the limiter of one process. Calls of one world go through in the order in which they came. A budget is passed by
 * no more than the calls that were open, wherever they were. Cost: two requests to the server for each call.
 */
export function sharedLimiter(options: SharedLimiterOptions): Limiter {
  const { client, base, world, owner, settings, halt, alarm, onFault } = options;
  const queue: Waiting[] = [];
  let pumping = false;
  let wake: (() => void) | undefined;

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = alarm(ms, () => wake?.());
      wake = () => {
        wake = undefined;
        cancel();
        resolve();
      };
    });
  /** A pass, or how long to wait for one. */
  const ask = async ({ bound, parts }: Waiting): Promise<SharedPass | number> => {
    const [verdict, what, left] = (await runScripts(
      client,
      "enter",
      base,
      world,
      owner,
      bound ?? -1,
      ...(parts ? [parts.input, parts.output, parts.cost ?? 0] : []),
    )) as string[];
    if (verdict === "go") return { id: what!, ...present({ bound }) };
    if (verdict === "wait") return Math.min(Number(what), 10_000);
    if (verdict === "later") return AGAIN;
    if (verdict === "over") halt.call({ kind: "budget", because: reasonOf(what!, left, bound, settings) });
    else halt.call({ kind: "interrupted", because: "the run ends, or another worker has this world" });
    return 0;
  };
  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    try {
      while (queue.length > 0 && !halt.reason) {
        const answer = await patiently(() => ask(queue[0]!));
        if (typeof answer !== "number") queue.shift()!.go(answer);
        else if (answer > 0 && !halt.reason) await sleep(answer);
      }
    } catch (cause) {
      onFault(cause);
    } finally {
      pumping = false;
      if (halt.reason) for (const { go } of queue.splice(0)) go(undefined);
    }
  };
  /** What the server cannot do for now is waited for as long as the run goes on: the world is not given up for it. */
  const patiently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await work();
      } catch (cause) {
        if (!isForNow(cause) || halt.reason) throw cause;
      }
    }
  };
  const exit = (pass: Pass, given: readonly (string | number)[]): void => {
    const { id } = pass as SharedPass;
    patiently(() => runScripts(client, "exit", base, id, ...given)).then(() => wake?.(), onFault);
  };
  halt.whenCalled(() => {
    wake?.();
    if (!pumping) for (const { go } of queue.splice(0)) go(undefined);
  });
  return {
    enter(bound, parts) {
      if (halt.reason) return undefined;
      return new Promise((resolve) => {
        queue.push({ bound, parts, go: resolve });
        void pump();
      });
    },
    leave(pass, { busy, call, retryAfter }) {
      const wait =
        retryAfter !== undefined && retryAfter >= 0 && retryAfter < Number.POSITIVE_INFINITY
          ? Math.ceil(retryAfter)
          : -1;
      const { input, output, money } = chargedFor(call);
      exit(pass, [busy ? 1 : 0, wait, (call?.usage ?? call?.atMost) ? 1 : 0, input, output, money]);
    },
    leaveAtOnce: (pass) => exit(pass, [0, -1, 0, 0, 0, 0]),
    pause: () => 0,
  };
}

function reasonOf(
  what: string,
  left: string | undefined,
  bound: number | undefined,
  { budget }: SettledRun,
): string {
  if (what === "calls") return `the budget of ${budget.calls} calls is used up`;
  if (what === "money") return `the budget of ${budget.money} in money is used up`;
  if (what === "tokens") return `the budget of ${budget.tokens} tokens is used up`;
  return `the budget of ${budget.tokens} tokens has ${left} left, and the next call may use ${bound}`;
}
