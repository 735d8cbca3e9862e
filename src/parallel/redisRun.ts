import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import { scanJournal } from "../log/journal/scanJournal.ts";
import type { Alarm } from "../run/Alarm.ts";
import type { Clock } from "../run/Clock.ts";
import type { PlayWorlds } from "../run/PlayWorlds.ts";
import { type RunSettings, runSettings } from "../run/runSettings.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { catalogueFault } from "./catalogueFault.ts";
import { playOverRedis } from "./redis/playOverRedis.ts";
import { recoverWorlds } from "./redis/recoverWorlds.ts";
import { type RedisLink, redisLink } from "./redis/redisLink.ts";
import { sharedTask } from "./sharedTask.ts";
import type { StudyText } from "./worldsOf.ts";

/** Seconds for which a run waits for a server that went away. */
const PATIENCE = 60;

/** A Redis server whose workers do the work. */
export interface RedisOptions {
  /** Its address, as in redis://localhost:6379. A password in it is shown nowhere. */
  readonly url: string;
  /** Takes words for people: that no worker is there, that answers of a killed run were taken up. */
  readonly note?: (text: string) => void;
}

interface RedisRunOptions {
  readonly redis: RedisOptions;
  readonly prepared: PreparedStudy;
  readonly plan: TreatmentPlan;
  readonly text: StudyText;
  readonly settings: RunSettings;
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly signal?: AbortSignal;
  /** The file that names the sitting, while there is one. */
  readonly file: string;
  readonly journalPath: string;
}

/** The part of a run that is on a Redis server. */
interface RedisRun {
  readonly playWorlds: PlayWorlds;
  /** Takes up what a killed sitting left there, into the journal: before an edit of the study is looked at, which may touch it. */
  recover(): Promise<void>;
  /** Begins a new sitting. */
  begin(): void;
  /** Ends the sitting, when nothing of it is on the server any more. */
  end(): void;
  close(): Promise<void>;
}

/**
 * Connects a run to a Redis server.
 *
 * @throws SpillwayError when a part of the study is no catalogue entry, the server cannot be reached, or a package is missing.
 */
export async function redisRun(options: RedisRunOptions): Promise<RedisRun> {
  const { redis, prepared, plan, text, file, clock, alarm, signal, journalPath } = options;
  const { study, network } = prepared;
  await refuseFunctions("run", prepared);
  const link = await redisLink(redis.url, { who: "run", patience: PATIENCE });
  const token = randomUUID();
  const synthetic = study.model.agents.synthetic;
  return {
    async recover() {
      if (link.warning !== undefined) redis.note?.(link.warning);
      const before = sittingIn(file);
      if (before === undefined) return;
      // Answers to a study that was edited since, in a sitting without Redis, are answers to something else.
      const same = before.studyHash === undefined || before.studyHash === studyOnRecord(journalPath, plan);
      const taken = await recoverWorlds({
        link,
        token: before.token,
        planHash: plan.hash,
        journalPath,
        keep: !synthetic && same,
        alarm,
        onWait: () => redis.note?.("waiting for the calls in flight of the run that was killed"),
        ...(signal ? { signal } : {}),
      });
      if (taken > 0) redis.note?.(`took up ${taken} answers of a run that was killed`);
      if (!same && !synthetic)
        redis.note?.(
          "answers that a killed run left on the server are not taken up: the study was edited since, in a run without this server",
        );
    },
    begin: () =>
      writeFileWhole(file, `${JSON.stringify({ format: 1, token, studyHash: prepared.hash })}\n`, {
        own: true,
      }),
    playWorlds: playOverRedis({
      link,
      token,
      planHash: plan.hash,
      data: sharedTask({ ...text, kind: "run", hash: prepared.hash, plan, settings: options.settings }),
      settings: runSettings(options.settings),
      synthetic,
      turns: network.n * study.data.rounds,
      clock,
      onWait: () => redis.note?.(waitingFor(link)),
    }),
    end: () => rmSync(file, { force: true }),
    close: () => link.close(),
  };
}

/** What to say when no worker is there. */
export function waitingFor({ address }: RedisLink): string {
  return `waiting for a worker: start one with: spillway worker ${address.shown}`;
}

/** @throws SpillwayError for a study that a file cannot say. */
export async function refuseFunctions(who: string, { study }: PreparedStudy): Promise<void> {
  const fault = await catalogueFault(study);
  if (fault === undefined) return;
  throw new SpillwayError(
    `${who}: redis cannot be used here: ${fault}, and functions cannot go to another machine`,
  );
}

interface Sitting {
  readonly token: string;
  /** Of the study that it played; absent in files of earlier versions. */
  readonly studyHash?: string;
}

/** A sitting that did not tidy up. A file that cannot be read is of no use to anybody. */
function sittingIn(file: string): Sitting | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { token, studyHash } = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
    if (typeof token !== "string" || !/^[\w-]{1,64}$/.test(token)) return undefined;
    return { token, ...(typeof studyHash === "string" ? { studyHash } : {}) };
  } catch {
    return undefined;
  }
}

/** The study of the journal's last lines: the plan's, or what it was edited to since. */
function studyOnRecord(journalPath: string, plan: TreatmentPlan): string | undefined {
  if (!existsSync(journalPath)) return plan.studyHash;
  return scanJournal(journalPath, {}, plan).edits?.at(-1)?.studyHash ?? plan.studyHash;
}
