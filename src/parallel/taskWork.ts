import type { Redis } from "ioredis";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { callDispatcher } from "../run/calls/callDispatcher.ts";
import { runSettings } from "../run/runSettings.ts";
import { systemAlarm } from "../run/systemAlarm.ts";
import { systemClock } from "../run/systemClock.ts";
import { playWorld } from "../run/world/playWorld.ts";
import type { Study } from "../study/study.ts";
import { studyHash } from "../study/studyData.ts";
import type { DiagnosisAnswer, DiagnosisTask as PieceTask } from "./diagnosisWorker.ts";
import { runKeys } from "./redis/runKeys.ts";
import { runScripts } from "./redis/runScripts.ts";
import { sharedLimiter } from "./redis/sharedLimiter.ts";
import type { DiagnosisTask, RunTask, SharedTask } from "./sharedTask.ts";
import type { DoUnit } from "./taskRunner.ts";
import { threadPlayer } from "./threadPlayer.ts";
import { threadPool } from "./threadPool.ts";
import { studyOfText, worldsOf } from "./worldsOf.ts";

interface TaskWorkOptions {
  readonly client: Redis;
  readonly token: string;
  readonly task: SharedTask;
  /** Threads for work that computes. */
  readonly threads: number;
  /** Whether the task came by the queue of work for threads. */
  readonly compute: boolean;
  /** Folder of programs and recordings that studies name; without one such studies are refused. */
  readonly folder?: string | undefined;
}

/** How to do the units of a task. */
export interface TaskWork {
  readonly unit: DoUnit;
  /** Units at a time that it takes to have all calls open that the settings allow. */
  readonly atOnce: number;
  /** What it is, for people. */
  readonly name: string;
  close(): Promise<void>;
}

/**
 * Makes what it takes to do the units of a task: the study, anew from its data, and threads or agents.
 *
 * @throws SpillwayError when the study cannot be made here, or is not that of the run.
 */
export async function taskWork(options: TaskWorkOptions): Promise<TaskWork> {
  const { task } = options;
  return task.kind === "diagnosis" ? diagnosisWork(task, options) : runWork(task, options);
}

async function runWork(task: RunTask, options: TaskWorkOptions): Promise<TaskWork> {
  const { plan, hash } = task;
  const { client, token, compute, threads, folder } = options;
  const text = { study: task.study, ...present({ network: task.network }) };
  const study = await studyOfText(text, folder);
  if (studyHash(study) !== hash)
    throw new SpillwayError("worker: the study that its data makes here is not that of the run", {
      kind: "failure",
    });
  if (folder === undefined) refuseFiles(study);
  const name = `the run of "${study.name}"`;
  if (compute) {
    const player = threadPlayer({ ...text, plan, ...present({ folder }) }, threads);
    return {
      name,
      atOnce: threads,
      async unit({ unit, halt, sender, done }) {
        await player.play({ world: unit, ...(await done()) }, sender.send, halt);
        return halt.reason === undefined;
      },
      close: () => player.close(),
    };
  }
  const closing: (() => void | Promise<void>)[] = [];
  const { prepared: _, settings: __, ...setting } = worldsOf(study, (close) => void closing.push(close));
  const { agents } = study.model;
  const settled = runSettings(task.settings);
  // Agents that compute answer in the order of ids only when they are asked one after another.
  const settings = agents.synthetic ? { ...settled, open: 1 } : settled;
  const { tokens } = agents;
  const together = Math.max(1, study.data.interact?.schedule.atOnce(setting.network.n) ?? setting.network.n);
  return {
    name,
    atOnce: Math.ceil(settings.open / together),
    async unit({ unit, owner, halt, sender, unable, done }) {
      const tools = { settings, halt, clock: systemClock, alarm: systemAlarm };
      const base = runKeys(token).base;
      const desk = callDispatcher({
        ...tools,
        limiter: sharedLimiter({ ...tools, client, base, world: unit, owner, onFault: unable }),
        planHash: plan.hash,
        rng: setting.rng,
        ...(tokens ? { tokens: tokens.bind(agents) } : {}),
        attempt: sender.send,
      });
      return playWorld({ ...setting, ...(await done()), world: unit, plan, desk, write: sender.send });
    },
    async close() {
      for (const close of closing) await close();
    },
  };
}

/** @throws SpillwayError for studies that name programs or files which do not travel with them. */
function refuseFiles({ model, data }: Study): void {
  const { agents } = model;
  const channels = data.interact ? [data.interact.channel, ...Object.values(data.interact.hears)] : [];
  const channel = channels.find(({ inFolder }) => inFolder !== undefined);
  const what = agents.inFolder ? `agents ${agents.name}` : channel && `channel ${channel.name}`;
  if (what !== undefined)
    throw new SpillwayError(
      `worker: the ${what} of this study names a program or a file, which does not travel with it: start workers with --folder and the folder that has it on their machine`,
    );
}

async function diagnosisWork(task: DiagnosisTask, options: TaskWorkOptions): Promise<TaskWork> {
  const { client, token, threads } = options;
  const { study, network, options: simulator, pieces } = task;
  const pool = await threadPool("diagnosisWorker", {}, threads);
  const data = { study, options: simulator, ...present({ network }) };
  return {
    name: "a diagnosis",
    atOnce: threads,
    async unit({ unit, owner }) {
      const request: PieceTask = { key: "", data, numbers: pieces[unit] ?? [] };
      const answer = (await pool.run(request)) as DiagnosisAnswer;
      if ("fault" in answer) throw new SpillwayError(answer.fault.message, { kind: answer.fault.kind });
      // In one step, so that no piece arrives twice.
      const text = JSON.stringify(answer.experiments);
      await runScripts(client, "append", runKeys(token).base, unit, owner, text, 1);
      return false;
    },
    close: () => pool.destroy(),
  };
}
