// Long because a run has one order of steps, each of which undoes what came before it when it fails.

import { readFileSync } from "node:fs";
import type { Json } from "../core/canonicalJson.ts";
import { dataDifferences } from "../core/dataDifferences.ts";
import { formatJson } from "../core/formatJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { wantWhole } from "../core/wantWhole.ts";
import { removeLeftovers } from "../log/files/removeLeftovers.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import { openJournal } from "../log/journal/openJournal.ts";
import { formatUnits } from "../log/units/formatUnits.ts";
import { networkToJson } from "../network/files/networkToJson.ts";
import { playInThreads } from "../parallel/playInThreads.ts";
import { preparedInThreads } from "../parallel/preparedInThreads.ts";
import { type RedisOptions, redisRun } from "../parallel/redisRun.ts";
import type { Adherence } from "../preregister/Adherence.ts";
import { adherenceOf } from "../preregister/adherenceOf.ts";
import type { Alarm } from "../run/Alarm.ts";
import type { Clock } from "../run/Clock.ts";
import { reasonOf } from "../run/calls/reasonOf.ts";
import type { Spent } from "../run/calls/Spent.ts";
import { folderWatch } from "../run/folderWatch.ts";
import { lockFolder } from "../run/lockFolder.ts";
import { type Progress, type RunResult, runPlan } from "../run/runPlan.ts";
import type { RunSettings } from "../run/runSettings.ts";
import { systemAlarm } from "../run/systemAlarm.ts";
import { systemClock } from "../run/systemClock.ts";
import { fitInteraction } from "../study/fitInteraction.ts";
import { isModel } from "../study/networkOf.ts";
import { planStudy } from "../study/planStudy.ts";
import { prepareStudy } from "../study/prepareStudy.ts";
import { refuseOverTime } from "../study/refuseOverTime.ts";
import type { Study } from "../study/study.ts";
import { studyData } from "../study/studyData.ts";
import { agentsPath, placed } from "../study/studyPlaces.ts";
import { wantStudy } from "../study/wantStudy.ts";
import { check } from "./check.ts";
import { harmlessEdit, planOfRun } from "./edits/harmlessEdit.ts";
import type { StudyResult } from "./finishStudy.ts";
import { keepManifest } from "./keepManifest.ts";
import { keepPlan } from "./keepPlan.ts";
import { readRun } from "./readRun.ts";
import { runFolder } from "./runFolder.ts";
import { adhering, beginRegistered } from "./runRegistration.ts";
import type { StudyChecks } from "./studyChecks.ts";

export interface RunStudyOptions {
  /** Folder for the files of the run; made when it is not there. The same folder again resumes. */
  readonly out: string;
  /**
   * Threads that play worlds, from 1. Default 1: this thread. It changes no result. Agents that wait for something outside
   * are always played in this thread, which can keep thousands of calls open, so that limits and budgets hold for all.
   */
  readonly workers?: number;
  /** The Redis server whose workers play the worlds, instead of this process: see {@link worker}. It changes no result. */
  readonly redis?: RedisOptions;
  /** Take the place of the study's own settings of the run; those that can change an answer belong to the study. */
  readonly settings?: Omit<RunSettings, "tries" | "reasks" | "timeout">;
  /** What tells the time for the journal. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Stops the run cleanly after the turns in flight; the same call resumes it. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Takes what looks unintended in what agents are sent, one sentence each, before the first call: see `rehearsal`. */
  readonly onWarning?: (warning: string) => void;
  /**
   * File of the preregistration whose deviations are listed. Default: the one that the study names, or that lies in the folder of the
   * run already; where there is none, nothing is compared.
   */
  readonly preregistration?: string;
  /** The timer of waits. Default: that of the machine. */
  readonly alarm?: Alarm;
  /** Stops cleanly after this many turns of this sitting, from 1; for trying out resumption. */
  readonly stopAfter?: number;
}

/** A run that ended before its last turn: how far it came, and why it ended. */
export interface StoppedRun {
  readonly complete: false;
  readonly run: RunResult;
  /** How far it follows its preregistration; absent when it has none. */
  readonly preregistration?: Adherence;
}

/** A run that is complete. */
export interface FinishedRun extends StudyResult {
  readonly complete: true;
  readonly run: RunResult;
  readonly checks: StudyChecks;
}

/**
 * Runs a study: draws its plan, plays every world, and, when all turns are done, estimates. Writes into the folder
 * `plan.json`, `study.json` (with `network.json` when the network is not drawn), `manifest.json`, `journal.jsonl` line by
 * line, and at the end `checks.json`, `units.csv`, `estimates.json` and `estimates.csv`. However often it was killed and
 * on however many workers it ran, plan, units and estimates have the same bytes.
 *
 * It begins only when it can end: everything that `check` does is done first, and what it refuses is refused before the first call.
 *
 * @throws SpillwayError when `check` refuses the study, another process is at work in the folder, it holds another run, the design does not fit the
 * network, or a file cannot be written.
 */
export async function runStudy(study: Study, options: RunStudyOptions): Promise<StoppedRun | FinishedRun> {
  wantStudy("runStudy", study);
  wantArgument("runStudy", "options", options, { fields: ["out"] });
  const { out, workers = 1, clock = systemClock, stopAfter } = options;
  wantWhole("run: workers", workers, 1);
  if (stopAfter !== undefined) wantWhole("run: stopAfter", stopAfter, 1);
  const settings = merged(batchLimits(study, options.redis), merged(study.run, options.settings));
  const files = runFolder(out);
  const lazy = prepareStudy(study);
  const { network, streams } = lazy;
  refuseOverTime(network, study.model.agents.name);
  placed(study, ["data", "interact"], () => fitInteraction(lazy));
  const { agents } = study.model;
  const closing: (() => void | Promise<void>)[] = [];
  let watch: (() => void) | undefined;
  let release: (() => void) | undefined;
  let manifest: Awaited<ReturnType<typeof keepManifest>> | undefined;
  let spent: Spent | undefined;
  // A process that is ended at once, by a second Ctrl-C or an error elsewhere, leaves no doubt about its run either.
  const onExit = (): void => {
    manifest?.died("interrupted", "the process was ended at once", spent);
    release?.();
  };
  try {
    const agentOf = placed(
      study,
      (fault) => agentsPath(study, fault),
      () =>
        agents.create({
          ...lazy.setting,
          onClose: (close) => void closing.push(close),
          batches: files.batches,
        }),
    );
    const prepared = await preparedInThreads(lazy, workers);
    // Whatever a dry run refuses is refused here, before anybody is called.
    const unintended = check(study, prepared).agents.notes ?? [];
    for (const warning of unintended) options.onWarning?.(warning);
    const drawn = planStudy(study, prepared);
    const plan = planOfRun(files, drawn);
    const registered = await beginRegistered(out, prepared, plan, {
      file: options.preregistration,
      settings,
    });
    const before = registered && adherenceOf(registered.found.registration, { now: registered.now });
    for (const { words } of before?.deviations ?? [])
      options.onWarning?.(`deviation from the preregistration: ${words}`);
    const given = isModel(study.model.network) ? undefined : JSON.stringify(networkToJson(network));
    const text = formatJson(studyData(study, "network.json"));
    const data = { study: text, ...present({ network: given }) };
    const apart =
      workers > 1 && !options.redis && agents.synthetic && !settings.budget && !settings.perMinute;
    const threads = apart ? await playInThreads(study, data, plan, workers) : undefined;
    const { alarm = systemAlarm, signal } = options;
    const redis = options.redis
      ? await redisRun({
          ...{ redis: options.redis, prepared, plan, text: data, settings, clock, alarm },
          ...{ file: files.redis, journalPath: files.journal },
          ...(signal ? { signal } : {}),
        })
      : undefined;
    if (redis) closing.push(redis.close);
    release = lockFolder(out, clock);
    removeLeftovers(out);
    keepPlan(files.plan, plan, { own: true, changes: () => differencesFrom(files.study, text) });
    watch = folderWatch(out);
    await redis?.recover();
    if (plan !== drawn) {
      const edit = await harmlessEdit(files, plan, prepared, clock.time());
      // On record before the study of the folder is the new one: whoever is killed between finds the edit again.
      if (edit) {
        const journal = openJournal(files.journal, edit.bytes, watch);
        journal.append(edit.line);
        journal.close();
        options.onWarning?.(
          `the study was edited, and no finished turn is touched: ${edit.line.changes.join(", ") || "in what changes no turn"}; the edit is on record in the journal`,
        );
      }
    }
    writeFileWhole(files.study, text, { own: true });
    if (given !== undefined) writeFileWhole(files.network, `${given}\n`, { own: true });
    registered?.keep();
    manifest = await keepManifest(files.manifest, prepared, plan, clock);
    process.on("exit", onExit);
    const stopping = stopper(options);
    redis?.begin();
    const playing = runPlan({
      plan,
      network,
      population: agents,
      agentOf,
      rounds: study.data.rounds,
      rng: streams.run,
      ...prepared.playing,
      journalPath: files.journal,
      clock,
      settings,
      guard: watch,
      ...(options.alarm ? { alarm: options.alarm } : {}),
      signal: stopping.signal,
      onProgress: (progress) => {
        spent = progress.spent;
        stopping.onProgress(progress);
      },
      ...(threads ? { playWorlds: threads } : {}),
      ...(redis ? { playWorlds: redis.playWorlds } : {}),
      onEnd: (used) => {
        spent = used;
      },
    });
    const run = await whileThere(playing, watch, stopping.stop);
    redis?.end();
    if (!run.complete) {
      manifest.end(run);
      const preregistration =
        registered &&
        adherenceOf(registered.found.registration, {
          now: registered.now,
          ran: { stopped: stoppedBy(run) },
        });
      return { complete: false, run, ...present({ preregistration }) };
    }
    const { units, allRounds, checks: found } = readRun(files.journal, plan, prepared);
    const checks = { ...found, notes: [...unintended, ...found.notes] };
    manifest.end(run, checks);
    writeFileWhole(files.checks, formatJson(checks), { own: true });
    writeFileWhole(files.units, formatUnits(units), { own: true });
    const { finishStudy } = await import("./finishStudy.ts");
    const adhere =
      registered &&
      adhering({ ...registered.found, asRun: registered.now }, { prepared, plan, units, checks });
    return { complete: true, run, checks, ...finishStudy(prepared, plan, units, out, allRounds, adhere) };
  } catch (cause) {
    const lost = watch && thrownBy(watch);
    // Whatever could not be written there, the folder that went is why; what is written now would make another one in its place.
    if (lost !== undefined) throw lost;
    manifest?.died("failed", reasonOf(cause), spent);
    throw cause;
  } finally {
    process.off("exit", onExit);
    release?.();
    for (const close of closing) await close();
  }
}

/** How far a run came that ended before its last turn, and why. */
function stoppedBy({ turns, total, halted }: RunResult): string {
  const because = halted?.because ?? "it was interrupted";
  return `after ${turns} of ${total} turns: ${because}`;
}

function thrownBy(watch: () => void): unknown {
  try {
    watch();
    return undefined;
  } catch (cause) {
    return cause;
  }
}

/** How often a run looks whether its folder is still there, in milliseconds. */
const HEARTBEAT = 500;

/** Waits for a run, and ends it when its folder goes: answers of calls that are still open could not be kept. */
async function whileThere<Value>(
  playing: Promise<Value>,
  watch: () => void,
  stop: () => void,
): Promise<Value> {
  let cancel = (): void => {};
  const gone = new Promise<never>((_, reject) => {
    const beat = (): void => {
      try {
        watch();
        cancel = systemAlarm(HEARTBEAT, beat);
      } catch (cause) {
        stop();
        reject(cause);
      }
    };
    cancel = systemAlarm(HEARTBEAT, beat);
  });
  // Whichever ends later has nobody to tell.
  playing.catch(() => {});
  gone.catch(() => {});
  try {
    return await Promise.race([playing, gone]);
  } finally {
    cancel();
  }
}

/** Days that a batch may take, in seconds, and calls that may wait for one. */
const BATCH = { open: 100_000, timeout: 3 * 86_400, patience: 1_000_000 };

/** What a run allows where its calls go in batches and the study says nothing else: all of a round are open, for as long as a batch takes. */
function batchLimits({ model }: Study, redis: RedisOptions | undefined): RunSettings {
  if (model.agents.batched === undefined) return {};
  if (redis)
    throw new SpillwayError(
      "run: agents whose calls go in batches are not played over Redis: leave out the setting batch, or run without Redis",
    );
  return BATCH;
}

/** The study's settings of the run, with others in their place. */
function merged(own: RunSettings = {}, over: RunSettings = {}): RunSettings {
  const both = { ...own, ...over };
  const perMinute = { ...own.perMinute, ...over.perMinute };
  const budget = { ...own.budget, ...over.budget };
  return {
    ...both,
    ...(Object.keys(perMinute).length > 0 ? { perMinute } : {}),
    ...(Object.keys(budget).length > 0 ? { budget } : {}),
  };
}

/** Joins the caller's signal with the limit on turns. */
function stopper({ signal, stopAfter, onProgress }: RunStudyOptions): {
  readonly signal: AbortSignal;
  readonly stop: () => void;
  readonly onProgress: (progress: Progress) => void;
} {
  const stop = new AbortController();
  if (signal?.aborted) stop.abort();
  signal?.addEventListener("abort", () => stop.abort());
  if (stopAfter === undefined)
    return {
      signal: stop.signal,
      stop: () => stop.abort(),
      onProgress: (progress) => onProgress?.(progress),
    };
  let turns = 0;
  return {
    signal: stop.signal,
    stop: () => stop.abort(),
    onProgress(progress) {
      if (++turns >= stopAfter) stop.abort();
      onProgress?.(progress);
    },
  };
}

/** What differs between the study that a folder holds and this one; nothing when none can be read there. */
function differencesFrom(file: string, text: string): string[] {
  try {
    return dataDifferences("", JSON.parse(readFileSync(file, "utf8")) as Json, JSON.parse(text) as Json);
  } catch {
    return [];
  }
}
