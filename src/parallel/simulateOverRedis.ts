import { randomUUID } from "node:crypto";
import { halt } from "../run/calls/halt.ts";
import { systemClock } from "../run/systemClock.ts";
import type { SimulatedExperiment } from "../truth/SimulatedRow.ts";
import type { SimulatorOptions } from "../truth/studySimulator.ts";
import { coordinate } from "./redis/coordinate.ts";
import { redisLink } from "./redis/redisLink.ts";
import { type RedisOptions, waitingFor } from "./redisRun.ts";
import { sharedTask } from "./sharedTask.ts";
import type { StudyText } from "./worldsOf.ts";

/** Seconds for which a diagnosis waits for a server that went away. */
const PATIENCE = 60;

interface SimulateOverRedisOptions {
  readonly redis: RedisOptions;
  readonly text: StudyText;
  readonly options: SimulatorOptions;
  /** Numbers of the simulations of each piece of work. */
  readonly pieces: readonly (readonly number[])[];
  readonly take: (experiments: readonly SimulatedExperiment[]) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Simulates experiments by the workers of a Redis server: each piece is taken once, from whichever worker ends it first.
 *
 * @throws SpillwayError when the server cannot be reached, or a worker finds a fault.
 */
export async function simulateOverRedis(given: SimulateOverRedisOptions): Promise<void> {
  const { redis, text, options, pieces, take, signal } = given;
  const link = await redisLink(redis.url, { who: "diagnose", patience: PATIENCE });
  try {
    await coordinate({
      who: "diagnose",
      link,
      token: randomUUID(),
      fields: { data: sharedTask({ ...text, kind: "diagnosis", options, pieces }), planHash: "" },
      queue: "compute",
      units: pieces.map((_, k) => k),
      chunk: 1,
      oneByOne: false,
      take: (_, experiments) => take(JSON.parse(experiments) as SimulatedExperiment[]),
      halt: halt(signal),
      clock: systemClock,
      onWait: () => redis.note?.(waitingFor(link)),
    });
  } finally {
    await link.close();
  }
}
