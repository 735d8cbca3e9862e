import { SpillwayError } from "../../core/SpillwayError.ts";
import { attemptLine } from "../../log/journal/attemptLine.ts";
import { turnLine } from "../../log/journal/turnLine.ts";
import { takeCheck } from "../../log/journal/withCheck.ts";
import { withText } from "../../log/journal/wordsText.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import type { Clock } from "../../run/Clock.ts";
import type { PlayWorlds } from "../../run/PlayWorlds.ts";
import type { SettledRun } from "../../run/runSettings.ts";
import { coordinate } from "./coordinate.ts";
import { limitsOf } from "./limitsOf.ts";
import type { RedisLink } from "./redisLink.ts";

/** Turns that make a job worth handing out. */
const WORTH = 20_000;

interface PlayOverRedisOptions {
  readonly link: RedisLink;
  /** Name of this sitting, which no other has. */
  readonly token: string;
  readonly planHash: string;
  /** What workers make the study of. */
  readonly data: string;
  readonly settings: SettledRun;
  /** Whether the agents compute: then worlds are played in threads, and their lines wait for their place. */
  readonly synthetic: boolean;
  /** Turns of a world, about. */
  readonly turns: number;
  readonly clock: Clock;
  readonly onWait?: () => void;
}

/** Whether calls are counted: then workers ask the server before each of them. */
function isLimited({ requests, tokens, budget }: SettledRun): boolean {
  return [requests, tokens, ...Object.values(budget)].some((limit) => limit !== Number.POSITIVE_INFINITY);
}

/**
 * Plays worlds by the workers of a Redis server, on any number of machines. Lines of a world come in its own order, and no
 * line twice: a world that was taken from a worker takes nothing more from it.
 */
export function playOverRedis(options: PlayOverRedisOptions): PlayWorlds {
  const { link, token, planHash, data, settings, synthetic, turns, clock, onWait } = options;
  const limited = isLimited(settings);
  return async (jobs, write, halt, { spent, most, tell }) => {
    const before = new Map(jobs.map(({ world, ...done }) => [world, done]));
    await coordinate({
      who: "run",
      link,
      token,
      fields: { data, planHash },
      queue: synthetic && !limited ? "compute" : "calls",
      units: jobs.map(({ world }) => world),
      chunk: synthetic
        ? Math.max(1, Math.min(Math.floor(WORTH / turns), Math.ceil(jobs.length / 16), 100))
        : 1,
      // Worlds of agents that compute come one after another where a budget can end the run.
      oneByOne: synthetic && limited,
      start(world) {
        const done = before.get(world)!;
        const some = [done.done, done.attempts].some((lines) => lines !== undefined && lines.length > 0);
        return some ? JSON.stringify(done) : undefined;
      },
      limits: limitsOf(settings, spent, most),
      take(world, text) {
        for (const line of text.split("\n")) write(lineOf(line, world, link.address.shown), synthetic);
      },
      halt,
      clock,
      tell,
      ...(onWait ? { onWait } : {}),
    });
  };
}

/** A line as it came from a worker; it is written as it came. */
export function lineOf(text: string, world: number, from: string): Turn | Attempt {
  const place = { file: from };
  const { text: said, fits } = takeCheck(text);
  if (fits === false) throw new SpillwayError("run: a line was changed on its way", { place });
  const given: unknown = JSON.parse(said);
  const line = given as Readonly<Record<string, unknown>>;
  if (line?.world !== world)
    throw new SpillwayError(`run: wanted a line of world ${world}, got another`, { place });
  const read = line.type === "attempt" ? attemptLine(line, place) : turnLine(line, place);
  return withText(read, text);
}
