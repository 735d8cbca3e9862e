import { type MessagePort, workerData } from "node:worker_threads";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Attempt, Turn } from "../log/Turn.ts";
import { budget } from "../run/budget.ts";
import { callDesk } from "../run/callDesk.ts";
import { type HaltReason, halt } from "../run/halt.ts";
import { limiter } from "../run/limiter.ts";
import type { WorldJob } from "../run/PlayWorlds.ts";
import { playWorld } from "../run/playWorld.ts";
import { runSettings, type SettledRun } from "../run/runSettings.ts";
import { systemAlarm } from "../run/systemAlarm.ts";
import { systemClock } from "../run/systemClock.ts";
import type { WorldSetting } from "../run/WorldSetting.ts";
import { parseStudy } from "./parseStudy.ts";
import { prepareStudy } from "./prepareStudy.ts";

/** What a thread is started with: the study as data, so that it makes network and agents for itself. */
export interface ThreadData {
  readonly study: string;
  /** The network at hand, as JSON, when the study has one. */
  readonly network?: string;
  /** Folder of the study file, when it has one. */
  readonly folder?: string;
  readonly plan: TreatmentPlan;
}

/** One world for a thread to play. */
export interface ThreadTask extends WorldJob {
  /** Takes the lines, then how it ended; hears "stop". */
  readonly port: MessagePort;
}

/** What comes back through the port. */
export type ThreadMessage =
  | Turn
  | Attempt
  | { readonly type: "played" }
  | { readonly type: "halted"; readonly reason: HaltReason }
  | { readonly type: "fault"; readonly message: string; readonly kind: "input" | "failure" };

const { study: studyText, network: networkText, folder, plan } = workerData as ThreadData;
const ready = prepare();

/** Plays one world in this thread. */
export default async function playInThread({ port, ...job }: ThreadTask): Promise<void> {
  const stop = new AbortController();
  port.on("message", () => stop.abort());
  const send = (message: ThreadMessage): void => port.postMessage(message);
  try {
    const { settings, ...setting } = await ready;
    const tools = { settings, halt: halt(stop.signal), clock: systemClock, alarm: systemAlarm };
    const desk = callDesk({
      ...tools,
      limiter: limiter({ ...tools, budget: budget(settings.budget) }),
      planHash: plan.hash,
      rng: setting.rng,
      attempt: send,
    });
    await playWorld({ ...setting, ...job, plan, desk, write: send });
    if (tools.halt.reason && !stop.signal.aborted) send({ type: "halted", reason: tools.halt.reason });
    send({ type: "played" });
  } catch (cause) {
    const known = cause instanceof SpillwayError;
    send({
      type: "fault",
      message: known ? cause.message : String((cause as Error)?.stack ?? cause),
      kind: known ? cause.kind : "failure",
    });
  } finally {
    port.close();
  }
}

async function prepare(): Promise<Omit<WorldSetting, "world"> & { readonly settings: SettledRun }> {
  const study = await parseStudy(studyText, {
    file: "study.json",
    readFile: async () => networkText ?? "",
    ...(folder === undefined ? {} : { folder }),
  });
  const { network, setting, streams } = prepareStudy(study);
  return {
    network,
    rounds: study.data.rounds,
    agentOf: study.model.agents.create(setting),
    rng: streams.run,
    ...(study.data.interact ? { interaction: study.data.interact } : {}),
    settings: runSettings(study.run),
  };
}
