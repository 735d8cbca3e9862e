import { type MessagePort, workerData } from "node:worker_threads";
import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Attempt, Turn } from "../log/Turn.ts";
import { budget } from "../run/calls/budget.ts";
import { callDispatcher } from "../run/calls/callDispatcher.ts";
import { type HaltReason, halt } from "../run/calls/halt.ts";
import { limiter } from "../run/calls/limiter.ts";
import type { WorldJob } from "../run/PlayWorlds.ts";
import { linePacker, type PlainLines } from "../run/plainLines.ts";
import { systemAlarm } from "../run/systemAlarm.ts";
import { systemClock } from "../run/systemClock.ts";
import { playWorld } from "../run/world/playWorld.ts";
import { type ToldFault, toldFault } from "./toldFault.ts";
import { type StudyText, studyOfText, worldsOf } from "./worldsOf.ts";

/** What a thread is started with: the study as data, so that it makes network and agents for itself. */
export interface ThreadData extends StudyText {
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
  | PlainLines
  | { readonly type: "played" }
  | { readonly type: "halted"; readonly reason: HaltReason }
  | ({ readonly type: "fault" } & ToldFault);

const { folder, plan, ...text } = workerData as ThreadData;
const ready = studyOfText(text, folder).then((study) => worldsOf(study));

/** Plays one world in this thread. */
export default async function playInThread({ port, ...job }: ThreadTask): Promise<void> {
  const stop = new AbortController();
  port.on("message", () => stop.abort());
  const post = (message: ThreadMessage): void =>
    port.postMessage(message, message.type === "plain" ? [message.bytes.buffer] : []);
  const lines = linePacker(post);
  const send = (message: ThreadMessage): void => {
    lines.flush();
    post(message);
  };
  try {
    const { settings, prepared: _, ...setting } = await ready;
    const tools = { settings, halt: halt(stop.signal), clock: systemClock, alarm: systemAlarm };
    const desk = callDispatcher({
      ...tools,
      limiter: limiter({ ...tools, budget: budget(settings.budget) }),
      planHash: plan.hash,
      rng: setting.rng,
      attempt: send,
    });
    await playWorld({ ...setting, ...job, plan, desk, write: lines.take, roundEnds: lines.flush });
    if (tools.halt.reason && !stop.signal.aborted) send({ type: "halted", reason: tools.halt.reason });
    send({ type: "played" });
  } catch (cause) {
    send({ type: "fault", ...toldFault(cause) });
  } finally {
    port.close();
  }
}
