import { existsSync } from "node:fs";
import { openJournal } from "../../log/journal/openJournal.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import type { Attempt, Turn } from "../../log/Turn.ts";
import type { Alarm } from "../../run/Alarm.ts";
import { insist } from "./insist.ts";
import { lineOf } from "./playOverRedis.ts";
import type { RedisLink } from "./redisLink.ts";
import { runKeys, sharedKeys } from "./runKeys.ts";
import { runScripts } from "./runScripts.ts";

interface TakeUpOptions {
  readonly link: RedisLink;
  /** Name of the sitting that ended without tidying up. */
  readonly token: string;
  readonly planHash: string;
  readonly journalPath: string;
  /** Whether lines are worth keeping; those of agents that compute are made again. */
  readonly keep: boolean;
  readonly alarm: Alarm;
  readonly signal?: AbortSignal;
  /** Told when workers still have calls in flight. */
  readonly onWait?: () => void;
}

/**
 * Takes up what a sitting whose coordinator was killed left on the server: its workers end after their calls in flight, and
 * the answers that the journal has not are appended to it. Then it is removed. Nothing is done where there is nothing of
 * this plan.
 *
 * @returns how many lines were appended.
 */
export async function recoverWorlds(options: TakeUpOptions): Promise<number> {
  const { link, token, planHash, journalPath, keep, alarm, signal } = options;
  const { client } = link;
  const keys = runKeys(token);
  if ((await insist(() => client.hget(keys.run, "planHash"))) !== planHash) return 0;
  await insist(() => client.hset(keys.run, "halt", "1"));
  let told = false;
  while (keep && !signal?.aborted) {
    const [, , taken] = (await runScripts(client, "watch", keys.base)) as number[];
    if (taken === 0) break;
    if (!told) options.onWait?.();
    told = true;
    await new Promise<void>((resolve) => void alarm(300, resolve));
  }
  const worlds = Object.keys(await insist(() => client.hgetall(keys.counts))).map(Number);
  const missing = keep ? await linesMissing(link, token, worlds, journalPath) : [];
  if (missing.length > 0) {
    const writer = openJournal(journalPath, scanJournal(journalPath).bytes);
    try {
      for (const line of missing) writer.append(line);
    } finally {
      writer.close();
    }
  }
  await insist(() => client.unlink(...sharedKeys(keys), keys.alive));
  for (const world of worlds) await insist(() => client.unlink(keys.lines(world), keys.start(world)));
  return missing.length;
}

/** Lines on the server that the journal has not, each world's in its order. */
async function linesMissing(
  { client, address }: RedisLink,
  token: string,
  worlds: readonly number[],
  journalPath: string,
): Promise<(Turn | Attempt)[]> {
  if (!existsSync(journalPath)) return [];
  const keys = runKeys(token);
  const there = new Set<string>();
  const of = new Set(worlds);
  const take = (line: Turn | Attempt): void => {
    if (of.has(line.world)) there.add(nameOf(line));
  };
  const { run, end } = scanJournal(journalPath, { turn: take, attempt: take });
  if (!run || end) return [];
  const missing: (Turn | Attempt)[] = [];
  for (const world of worlds) {
    for (const text of await insist(() => client.lrange(keys.lines(world), 0, -1))) {
      const lines = text.split("\n").map((line) => lineOf(line, world, address.shown));
      missing.push(...lines.filter((line) => !there.has(nameOf(line))));
    }
  }
  return missing;
}

const nameOf = (line: Turn | Attempt): string =>
  line.type === "turn" ? line.callId : `${line.callId}:${line.attempt}`;
