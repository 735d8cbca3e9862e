import type { Redis } from "ioredis";
import { SpillwayError } from "../core/SpillwayError.ts";
import { type Halt, halt } from "../run/calls/halt.ts";
import type { WorldDone } from "../run/world/playWorld.ts";
import { insist } from "./redis/insist.ts";
import { type LineSender, lineSender } from "./redis/lineSender.ts";
import { lineOf } from "./redis/playOverRedis.ts";
import { runKeys } from "./redis/runKeys.ts";
import { runScripts } from "./redis/runScripts.ts";
import { toldFault } from "./toldFault.ts";

/** How often a world may be begun by workers that die before it is counted as what kills them. */
const MOST_TAKEN = 20;

/** A unit of work that a worker has taken. */
interface TakenUnit {
  readonly unit: number;
  /** Fencing token and worker. */
  readonly owner: string;
  readonly halt: Halt;
  readonly sender: LineSender;
  /** Ends it, to be done again by whoever takes it, because the server cannot be asked. */
  unable(): void;
  /** Of a world, what is done of it already: before this sitting, and by workers that had it before. */
  done(): Promise<WorldDone>;
}

/** What comes of a unit: done, or ended before. */
export type DoUnit = (taken: TakenUnit) => Promise<boolean>;

/** A run or a diagnosis that a worker works on. */
export interface TaskRunner {
  /** Does a unit, when it is still to be done. Gives false when it is given back for another worker to do. */
  do(unit: number): Promise<boolean>;
  /** Whether anything is being done. */
  busy(): boolean;
  /** Ends what is being done after the calls in flight, and begins nothing more. */
  leave(): void;
  /** Looks whether to go on; gives false when the run is over. */
  look(): Promise<boolean>;
}

interface WorkedTaskOptions {
  readonly client: Redis;
  readonly token: string;
  /** Name of the worker. */
  readonly id: string;
  readonly work: DoUnit;
}

/**
 * Takes units of one run, and does them. What goes wrong with one is told to the coordinator, as the error of the run; what
 * another worker has taken meanwhile is given up.
 */
export function taskRunner({ client, token, id, work }: WorkedTaskOptions): TaskRunner {
  const keys = runKeys(token);
  const open = new Set<Halt>();
  let leaving = false;

  const stopAll = (): void => {
    for (const one of open) one.call({ kind: "interrupted", because: "the worker was told to stop" });
  };
  const fault = (cause: unknown): Promise<unknown> => reportFault(client, token, cause);

  const play = async (unit: number, fence: string): Promise<boolean> => {
    const owner = `${fence}:${id}`;
    const stop = halt();
    let lost = false;
    let broken = false;
    const sender = lineSender({
      client,
      base: keys.base,
      world: unit,
      owner,
      patient: () => !leaving,
      onLost(cause) {
        lost = true;
        broken = cause !== undefined;
        stop.call({ kind: "interrupted", because: "another worker has this world, or the run is over" });
      },
    });
    open.add(stop);
    if (leaving) stopAll();
    stop.whenCalled(() => {
      if (stop.reason && stop.reason.kind !== "interrupted")
        void runScripts(client, "report", keys.base, "halted", JSON.stringify(stop.reason)).catch(() => {});
    });
    let complete = false;
    try {
      if (Number(fence) > MOST_TAKEN)
        throw new SpillwayError(
          `worker: world ${unit} was begun by ${MOST_TAKEN} workers, and none of them lived to end it: look at what they say`,
          { kind: "failure" },
        );
      complete = await work({
        unit,
        owner,
        halt: stop,
        sender,
        unable() {
          broken = true;
          stop.call({ kind: "interrupted", because: "Redis cannot be reached" });
        },
        done: () => doneBefore(client, token, unit),
      });
    } catch (cause) {
      await fault(cause);
    } finally {
      open.delete(stop);
      await sender.end(complete && !lost);
    }
    // What could not be written is to be done again; what another has, or a halt ended, is not.
    return !broken && (complete || lost || !leaving);
  };

  return {
    async do(unit) {
      if (leaving) return false;
      const [verdict, fence] = (await runScripts(client, "claim", keys.base, unit, id)) as string[];
      return verdict === "yes" ? play(unit, fence!) : true;
    },
    busy: () => open.size > 0,
    leave() {
      leaving = true;
      stopAll();
    },
    async look() {
      const now = await runScripts(client, "look", keys.base);
      if (now !== "go") stopAll();
      return now !== "gone";
    },
  };
}

/** Tells the coordinator of a run what went wrong. Only the first fault counts. */
export function reportFault(client: Redis, token: string, cause: unknown): Promise<unknown> {
  const told = toldFault(cause, (other) => `worker: ${String((other as Error)?.message ?? other)}`);
  const text = JSON.stringify(told);
  return runScripts(client, "report", runKeys(token).base, "fault", text).catch(() => {});
}

async function doneBefore(client: Redis, token: string, world: number): Promise<WorldDone> {
  const keys = runKeys(token);
  const text = await insist(() => client.get(keys.start(world)));
  const { played = 0, done = [], attempts = [] } = text === null ? {} : (JSON.parse(text) as WorldDone);
  const entries = await insist(() => client.lrange(keys.lines(world), 0, -1));
  const lines = entries.flatMap((entry) => entry.split("\n").map((line) => lineOf(line, world, "redis")));
  return {
    played,
    done: [...done, ...lines.filter((line) => line.type === "turn")],
    attempts: [...attempts, ...lines.filter((line) => line.type === "attempt")],
  };
}
