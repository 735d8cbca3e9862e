import { formatJson } from "../core/formatJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { networkToJson } from "../network/files/networkToJson.ts";
import { isModel } from "../study/networkOf.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import { studyData } from "../study/studyData.ts";
import type { SimulatedExperiment } from "../truth/SimulatedRow.ts";
import { type SimulatorOptions, studySimulator } from "../truth/studySimulator.ts";
import { catalogueFault } from "./catalogueFault.ts";
import type { DiagnosisAnswer, DiagnosisData, DiagnosisTask } from "./diagnosisWorker.ts";
import { type RedisOptions, refuseFunctions } from "./redisRun.ts";
import { simulateOverRedis } from "./simulateOverRedis.ts";
import { threadPool } from "./threadPool.ts";
import type { StudyText } from "./worldsOf.ts";

/** Experiments between two looks at the signal. */
export const PIECE = 10;

/** Pieces that a thread has at a time, so that it has work while this thread is busy with another's. */
const AHEAD = 2;

/** One thread that simulates experiments; it prepares each study once, as long as the tasks of a study come one after another. */
export type ExperimentThread = (task: DiagnosisTask) => Promise<DiagnosisAnswer>;

/** Does work that is left in a thread, until there is none. */
export type Help = (thread: ExperimentThread) => Promise<void>;

/** Threads that simulate experiments of one study after another. */
export interface ExperimentPool {
  readonly threads: readonly ExperimentThread[];
  /** Told how a thread that has nothing else to do may help, until what comes back is called. */
  readonly offer?: (help: Help) => () => void;
  destroy(): Promise<void>;
}

/** Makes threads for several diagnoses; end them with `destroy()`. */
export function experimentPool(workers: number): ExperimentPool {
  const pools = Array.from({ length: workers }, () => threadPool("diagnosisWorker", {}, 1, AHEAD));
  return {
    threads: pools.map((pool) => {
      let known: string | undefined;
      return async ({ key, data, numbers }) => {
        const task = { key, numbers, ...(data && key !== known ? { data } : {}) };
        known = key;
        return (await pool).run(task) as Promise<DiagnosisAnswer>;
      };
    }),
    async destroy() {
      await Promise.all(pools.map(async (pool) => (await pool).destroy()));
    },
  };
}

interface ExperimentsWanted {
  /** Which simulations to do. */
  readonly numbers: readonly number[];
  readonly options: SimulatorOptions;
  /** The Redis server whose workers simulate, instead of this process. */
  readonly redis?: RedisOptions;
  /** Threads that simulate; they are not ended here. Absent: this thread does it. */
  readonly pool?: ExperimentPool | undefined;
  /** Takes the experiments as they are done, in any order. */
  readonly take: (experiments: readonly SimulatedExperiment[]) => void;
  readonly signal?: AbortSignal;
}

/**
 * Simulates experiments of a study, in this thread, in several, or by the workers of a Redis server: the same to the bit whatever their number. Stops between
 * pieces when the signal says so.
 *
 * @throws SpillwayError for several workers and a study with parts that are no catalogue entries.
 */
export async function simulateExperiments(prepared: PreparedStudy, wanted: ExperimentsWanted): Promise<void> {
  const { numbers, options, pool, take, signal } = wanted;
  const pieces = Array.from({ length: Math.ceil(numbers.length / PIECE) }, (_, k) =>
    numbers.slice(PIECE * k, PIECE * (k + 1)),
  );
  if (wanted.redis) {
    await refuseFunctions("diagnose", prepared);
    const text = textOf(prepared);
    await simulateOverRedis({ redis: wanted.redis, text, options, pieces, take, signal });
    return;
  }
  if (!pool) {
    const simulate = studySimulator(prepared.study, options, prepared);
    for (const piece of pieces) {
      // A turn of the event loop, so that an interrupt is heard.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) return;
      take(piece.map((number) => simulate(number)));
    }
    return;
  }
  const data = await threadData(prepared, options);
  const key = sha256(JSON.stringify(data));
  const waiting = pieces.values();
  const work = async (thread: ExperimentThread): Promise<void> => {
    for (const piece of waiting) {
      if (signal?.aborted) return;
      const answer = await thread({ key, data, numbers: piece });
      if ("fault" in answer) throw new SpillwayError(answer.fault.message, { kind: answer.fault.kind });
      take(answer.experiments);
    }
  };
  const works: Promise<unknown>[] = [];
  const help = async (thread: ExperimentThread): Promise<void> => {
    const own = Promise.all(Array.from({ length: AHEAD }, () => work(thread)));
    works.push(own);
    await own;
  };
  const withdraw = pool.offer?.(help);
  try {
    await Promise.all(pool.threads.map(help));
    // Those who came to help may still be at their last piece.
    await Promise.all(works);
  } finally {
    withdraw?.();
  }
}

async function threadData(prepared: PreparedStudy, options: SimulatorOptions): Promise<DiagnosisData> {
  const { study } = prepared;
  const fault = await catalogueFault(study);
  if (fault !== undefined)
    throw new SpillwayError(
      `diagnose: workers must be 1 here: ${fault}, and functions cannot go to a thread`,
    );
  return { ...textOf(prepared), options };
}

function textOf({ study, network }: PreparedStudy): StudyText {
  return {
    study: formatJson(studyData(study, "network.json")),
    ...(isModel(study.model.network) ? {} : { network: JSON.stringify(networkToJson(network)) }),
  };
}
