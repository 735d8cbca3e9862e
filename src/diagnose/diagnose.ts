import { join } from "node:path";
import type { FurtherInquiry, Inquiry } from "../../estimators/Inquiry.ts";
import { canonicalJson } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { version } from "../core/version.ts";
import { wantWhole } from "../core/wantWhole.ts";
import { type ExperimentScope, experimentScope } from "../experiment/experimentScope.ts";
import { catalogueFault } from "../parallel/catalogueFault.ts";
import type { RedisOptions } from "../parallel/redisRun.ts";
import type { ExperimentPool } from "../parallel/simulateExperiments.ts";
import { looksAsked } from "../study/looksAsked.ts";
import { type PreparedStudy, prepareStudy } from "../study/prepareStudy.ts";
import { refuseOverTime } from "../study/refuseOverTime.ts";
import type { Study } from "../study/study.ts";
import { studyPairs } from "../study/studyPairs.ts";
import { wantStudy } from "../study/wantStudy.ts";
import {
  type Estimand,
  estimandInWords,
  estimandOf,
  parseEstimand,
  wantEstimand,
} from "../truth/Estimand.ts";
import type { Measured } from "../truth/Measured.ts";
import { REDRAWS, type Redraw } from "../truth/Redraw.ts";
import type { SimulatedExperiment, SimulatedRow } from "../truth/SimulatedRow.ts";
import { type SimulatorOptions, wantSynthetic } from "../truth/studySimulator.ts";
import { howKnown, truthStream, truthsOf, usualReplays } from "../truth/truths.ts";
import { type Diagnosands, diagnosandsOf } from "./diagnosandsOf.ts";
import { type DiagnosedLooks, diagnoseLooks } from "./diagnoseLooks.ts";
import { estimatorLabels } from "./estimatorLabels.ts";
import type { OwnDiagnosand, OwnMeasured } from "./ownDiagnosands.ts";
import { simulationFile } from "./simulationFile.ts";

export interface DiagnoseOptions {
  /** Simulated experiments, from 2. Default 500. */
  readonly simulations?: number;
  /** What is drawn anew for each of them. Default `assignment`. */
  readonly redraw?: Redraw;
  /** Threads, from 1. Default 1. It changes no number. */
  readonly workers?: number;
  /** The Redis server whose workers simulate, instead of this process: see {@link worker}. It changes no number. */
  readonly redis?: RedisOptions;
  /** Threads made before with `experimentPool(workers)`, for several diagnoses; the caller ends them. */
  readonly pool?: ExperimentPool;
  /**
   * Replays for a truth that takes them, from 2: agents other than exposure-response. Default 1,000, fewer (at least 50) where
   * agents × rounds × replays exceeds 20 million; 100 where each simulation has a truth of its own.
   */
  readonly replays?: number;
  /** What a contrast is judged by, by its name: an estimand, or its text (`global`, `total:0.8`). Default: the effect of its own conditions. */
  readonly estimands?: Readonly<Record<string, Estimand | string>>;
  /** Diagnosands of one's own by their names, as formulas or functions. */
  readonly diagnosands?: Readonly<Record<string, OwnDiagnosand>>;
  /** Folder in which simulations are kept, by study: the same call resumes, and more simulations use the earlier ones. */
  readonly out?: string;
  /** Told after each piece of work. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Stops between two simulations; the result is then about those that are done. */
  readonly signal?: AbortSignal;
}

/** What simulation says of one contrast with one estimator. */
export interface DiagnosisRow extends Diagnosands {
  readonly contrast: string;
  /** Which inquiry it is; absent of a contrast. */
  readonly kind?: FurtherInquiry["kind"];
  /** The conditions that it compares, in the order of the numbers `first` and `second`; empty where it is no contrast. */
  readonly conditions: readonly [first: string, second: string];
  readonly estimator: string;
  /** What the contrast is judged by, in words. */
  readonly estimand: string;
  /** Whether the estimator ignores the design. */
  readonly naive: boolean;
  readonly own: readonly OwnMeasured[];
}

export interface Diagnosis {
  readonly name: string;
  readonly studyHash: string;
  readonly redraw: Redraw;
  readonly confidence: number;
  /** Simulated experiments that the rows are about. */
  readonly simulations: number;
  /** False when the signal stopped it before all were done. */
  readonly complete: boolean;
  /** How the truth is known, in words. */
  readonly truth: string;
  /** Of how many agents the study is, and how its design assigns arms. */
  readonly experiment?: ExperimentScope;
  readonly rows: readonly DiagnosisRow[];
  /** Of a study that plans looks: how often they stop it, for each hypothesis that they test. */
  readonly looks?: readonly DiagnosedLooks[];
  /** What the rows were made of, for pictures: for each of them the simulations in the order of their numbers. */
  readonly simulated: readonly (readonly SimulatedRow[])[];
}

const SIMULATIONS = 500;

/**
 * Diagnoses a study before anything is spent: plays it again and again with synthetic agents, whose true effects are known, and
 * measures how its estimators do. Simulation s depends on the study's seed and on s alone, so that neither the number of workers
 * nor an interruption changes a number.
 *
 * The design's probabilities, and the work of the variance formulas on the design, are done once, unless the network is
 * redrawn. That is one reason why `assignment` is the default; the other is that it diagnoses the experiment that the study would run,
 * whose network and agents follow from its seed.
 *
 * @throws SpillwayError for agents that are not synthetic, numbers out of range, formulas without sense, and parts that are no
 * catalogue entries with several workers or a folder.
 */
export async function diagnose(study: Study, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  wantStudy("diagnose", study);
  const { simulations = SIMULATIONS, redraw = "assignment", workers = 1, redis } = options;
  wantSynthetic(study);
  wantWhole("diagnose: simulations", simulations, 2);
  wantWhole("diagnose: workers", workers, 1);
  if (options.replays !== undefined) wantWhole("diagnose: replays", options.replays, 2);
  if (!REDRAWS.includes(redraw))
    throw new SpillwayError(`diagnose: redraw must be one of ${REDRAWS.join(", ")}, got ${shown(redraw)}`);
  if (options.pool || redis || workers === 1) return simulated(study, options);
  const { experimentPool, PIECE } = await import("../parallel/simulateExperiments.ts");
  // Threads start while this one prepares the study.
  const pool = experimentPool(Math.min(workers, Math.ceil(simulations / PIECE)));
  try {
    return await simulated(study, { ...options, pool });
  } finally {
    await pool.destroy();
  }
}

async function simulated(study: Study, options: DiagnoseOptions): Promise<Diagnosis> {
  const { simulations = SIMULATIONS, redraw = "assignment", diagnosands = {}, out, signal } = options;
  const { ownDiagnosands } = await import("./ownDiagnosands.ts");
  const own = ownDiagnosands(diagnosands);
  const prepared = prepareStudy(study);
  refuseOverTime(prepared.network, study.model.agents.name);
  const replays = options.replays ?? (redraw === "assignment" ? usualReplays(prepared, [50, 1000]) : 100);
  const estimands = estimandsOf(study, options.estimands ?? {});
  const wanted: SimulatorOptions = { redraw, replays, estimands };
  const truth = truthFor(prepared, wanted);
  const pairs = studyPairs(study);
  const count = pairs.length;
  const looked = looksAsked(study);
  const kept =
    out === undefined
      ? undefined
      : simulationFile(...(await fileOf(prepared, wanted, out)), count, looked.length);
  const done = new Map<number, SimulatedExperiment>();
  for (const [number, experiment] of kept?.done ?? []) if (number < simulations) done.set(number, experiment);
  const numbers = Array.from({ length: simulations }, (_, s) => s).filter((s) => !done.has(s));
  const tell = (): void => options.onProgress?.({ done: done.size, total: simulations });
  if (numbers.length > 0) {
    const { simulateExperiments } = await import("../parallel/simulateExperiments.ts");
    await simulateExperiments(prepared, {
      numbers,
      options: wanted,
      ...(options.pool ? { pool: options.pool } : {}),
      ...(options.redis ? { redis: options.redis } : {}),
      ...(signal ? { signal } : {}),
      take(experiments) {
        kept?.append(experiments);
        for (const experiment of experiments) done.set(experiment.number, experiment);
        tell();
      },
    });
  } else tell();
  const complete = done.size === simulations;
  const experiments = [...done.values()].sort((a, b) => a.number - b.number);
  if (experiments.length === 0)
    throw new SpillwayError("diagnose: stopped before the first simulation", { kind: "failure" });
  const fixed = truth.values;
  const rowsOf = Array.from({ length: count }, (_, k) => {
    const value = fixed?.[pairs[k]!.number]?.value;
    return experiments.map(
      ({ rows }): SimulatedRow => (value === undefined ? rows[k]! : { ...rows[k]!, truth: value }),
    );
  });
  const labels = estimatorLabels(study.answer);
  return {
    name: study.name,
    studyHash: prepared.hash,
    redraw,
    confidence: study.confidence,
    simulations: experiments.length,
    complete,
    truth: truth.how,
    experiment: experimentScope(study.data.assign.name, prepared.law),
    ...(study.looks
      ? {
          looks: looked.map(({ inquiry }, k) =>
            diagnoseLooks(
              inquiry,
              study.looks!,
              experiments.map(({ looks }) => looks![k]!),
            ),
          ),
        }
      : {}),
    rows: pairs.map(({ inquiry, number, estimator }, k): DiagnosisRow => {
      const rows = rowsOf[k]!;
      return {
        ...named(inquiry, labels[study.answer.indexOf(estimator)]!),
        estimand: estimandInWords(estimands[number]!),
        naive: estimator.naive,
        ...diagnosandsOf(rows, fixed?.[number]?.mcse, study.confidence),
        own: own(rows),
      };
    }),
    simulated: rowsOf,
  };
}

function named(
  inquiry: Inquiry,
  estimator: string,
): Pick<DiagnosisRow, "contrast" | "conditions" | "kind" | "estimator"> {
  if ("kind" in inquiry)
    return { contrast: inquiry.name, conditions: ["", ""], kind: inquiry.kind, estimator };
  return { contrast: inquiry.name, conditions: [inquiry.first, inquiry.second], estimator };
}

/** What each contrast of the inquiry is judged by. */
function estimandsOf(study: Study, given: Readonly<Record<string, Estimand | string>>): Estimand[] {
  const asked = new Map(Object.entries(given));
  const inquiries = [...study.inquiry, ...(study.further ?? [])];
  const names = inquiries.map(({ name }) => name);
  const unknown = [...asked.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new SpillwayError(
      `diagnose: estimands names a contrast ${shown(unknown)} that the study has not${suggest(unknown, names)}; its contrasts are ${names.join(", ")}`,
    );
  return inquiries.map((inquiry) => {
    const estimand = asked.get(inquiry.name) ?? estimandOf(inquiry);
    if (typeof estimand === "string") return parseEstimand(estimand);
    wantEstimand(estimand);
    return estimand;
  });
}

/** The truth that all simulations share, if they do, and how truth is known. */
function truthFor(
  prepared: PreparedStudy,
  { redraw, replays, estimands }: SimulatorOptions,
): { readonly values?: readonly (Measured | undefined)[]; readonly how: string } {
  const { study } = prepared;
  const how = [...new Set(estimands.map((estimand) => howKnown(study, estimand, replays)))].join("; ");
  if (redraw !== "assignment") return { how: `${how}, for each simulation its own` };
  return { how, values: truthsOf(prepared, { estimands, replays }, truthStream(prepared)) };
}

/** Where simulations are kept, and what they are of. */
async function fileOf(
  { study, hash }: PreparedStudy,
  { redraw, replays, estimands }: SimulatorOptions,
  out: string,
): Promise<[path: string, key: string]> {
  const fault = await catalogueFault(study);
  if (fault !== undefined)
    throw new SpillwayError(
      `diagnose: out must be left away here: ${fault}, so that simulations could not be told from others`,
    );
  // With one truth for all, the simulations do not hold it.
  const judged = redraw === "assignment" ? {} : { replays, estimands: estimands.map((one) => ({ ...one })) };
  const key = sha256(canonicalJson({ study: hash, redraw, spillway: version, ...judged }));
  return [join(out, `simulations-${key.slice(0, 16)}.jsonl`), key];
}
