import { shown } from "../core/explainIssue.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { formatUnits } from "../log/formatUnits.ts";
import { readJournal } from "../log/readJournal.ts";
import { unitTable } from "../log/unitTable.ts";
import { writeFileWhole } from "../log/writeFileWhole.ts";
import { networkToJson } from "../network/networkToJson.ts";
import type { Clock } from "../run/Clock.ts";
import { type Progress, type RunResult, runPlan } from "../run/runPlan.ts";
import { systemClock } from "../run/systemClock.ts";
import { finishStudy, type StudyResult } from "./finishStudy.ts";
import { formatJson } from "./formatJson.ts";
import { keepPlan } from "./keepPlan.ts";
import { planStudy } from "./planStudy.ts";
import { playInThreads } from "./playInThreads.ts";
import { prepareStudy } from "./prepareStudy.ts";
import { runFolder } from "./runFolder.ts";
import { isModel } from "./sourceOf.ts";
import type { Study } from "./study.ts";
import { studyData } from "./studyData.ts";

export interface RunStudyOptions {
  /** Folder for the files of the run; made when it is not there. The same folder again resumes. */
  readonly out: string;
  /** Threads that play worlds, from 1. Default 1: this thread. It changes no result. */
  readonly workers?: number;
  /** Most open agent calls at a time; default 16. It changes no result. */
  readonly limit?: number;
  /** What tells the time for the journal. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Stops the run cleanly after the turns in flight; the same call resumes it. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Stops cleanly after this many turns of this sitting, from 1; for trying out resumption. */
  readonly stopAfter?: number;
}

/** A run that was stopped: how far it came. */
export interface StoppedRun {
  readonly complete: false;
  readonly run: RunResult;
}

/** A run that is complete. */
export interface FinishedRun extends StudyResult {
  readonly complete: true;
  readonly run: RunResult;
}

/**
 * Runs a study: draws its plan, plays every world, and, when all turns are done, estimates. Writes into the folder
 * `plan.json`, `study.json` (with `network.json` when the network is not drawn), `journal.jsonl` turn by turn, and at the
 * end `units.csv`, `estimates.json` and `estimates.csv`. However often it was killed and on however many workers it
 * ran, plan, units and estimates have the same bytes.
 *
 * @throws SpillwayError when the folder holds another run, the design does not fit the network, or a file cannot be written.
 */
export async function runStudy(study: Study, options: RunStudyOptions): Promise<StoppedRun | FinishedRun> {
  const { out, workers = 1, limit, clock = systemClock, stopAfter } = options;
  wantCount("workers", workers);
  if (stopAfter !== undefined) wantCount("stopAfter", stopAfter);
  const files = runFolder(out);
  const prepared = prepareStudy(study);
  const { network, setting, streams } = prepared;
  const { agents } = study.model;
  const agentOf = agents.create(setting);
  await prepared.makeProbabilities(workers);
  const plan = planStudy(study, prepared);
  const given = isModel(study.model.network) ? undefined : JSON.stringify(networkToJson(network));
  const text = formatJson(studyData(study, "network.json"));
  const threads =
    workers === 1
      ? undefined
      : playInThreads(
          study,
          { study: text, ...(given === undefined ? {} : { network: given }) },
          plan,
          workers,
        );
  keepPlan(files.plan, plan);
  writeFileWhole(files.study, text);
  if (given !== undefined) writeFileWhole(files.network, `${given}\n`);
  const stopping = stopper(options);
  const run = await runPlan({
    plan,
    network,
    population: agents,
    agentOf,
    rounds: study.data.rounds,
    rng: streams.run,
    journalPath: files.journal,
    clock,
    ...(limit === undefined ? {} : { limit }),
    ...(stopping.signal ? { signal: stopping.signal } : {}),
    onProgress: stopping.onProgress,
    ...(threads ? { playWorlds: threads } : {}),
  });
  if (!run.complete) return { complete: false, run };
  const units = unitTable(readJournal(files.journal).turns, { last: study.data.rounds });
  writeFileWhole(files.units, formatUnits(units));
  return { complete: true, run, ...finishStudy(prepared, plan, units, out) };
}

/** Joins the caller's signal with the limit on turns. */
function stopper({ signal, stopAfter, onProgress }: RunStudyOptions): {
  signal?: AbortSignal;
  onProgress: (progress: Progress) => void;
} {
  if (stopAfter === undefined)
    return { ...(signal ? { signal } : {}), onProgress: (progress) => onProgress?.(progress) };
  const stop = new AbortController();
  signal?.addEventListener("abort", () => stop.abort());
  let turns = 0;
  return {
    signal: stop.signal,
    onProgress(progress) {
      if (++turns >= stopAfter) stop.abort();
      onProgress?.(progress);
    },
  };
}

function wantCount(what: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new SpillwayError(`run: ${what} must be a whole number of at least 1, got ${shown(value)}`);
}
