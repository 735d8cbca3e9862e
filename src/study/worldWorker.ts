import { type MessagePort, workerData } from "node:worker_threads";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Turn } from "../log/Turn.ts";
import { playWorld } from "../run/playWorld.ts";
import { systemClock } from "../run/systemClock.ts";
import type { WorldSetting } from "../run/WorldSetting.ts";
import { parseStudy } from "./parseStudy.ts";
import { prepareStudy } from "./prepareStudy.ts";

/** What a thread is started with: the study as data, so that it makes network and agents for itself. */
export interface ThreadData {
  readonly study: string;
  /** The network at hand, as JSON, when the study has one. */
  readonly network?: string;
  readonly plan: TreatmentPlan;
}

/** One world for a thread to play. */
export interface ThreadTask {
  readonly world: number;
  readonly done: readonly Turn[];
  /** Takes the turns, then how it ended; hears "stop". */
  readonly port: MessagePort;
}

/** What comes back through the port. */
export type ThreadMessage =
  | Turn
  | { readonly type: "played" }
  | { readonly type: "fault"; readonly message: string; readonly kind: "input" | "failure" };

const { study: studyText, network: networkText, plan } = workerData as ThreadData;
const ready = prepare();

/** Plays one world in this thread. */
export default async function playInThread({ world, done, port }: ThreadTask): Promise<void> {
  const stop = new AbortController();
  port.on("message", () => stop.abort());
  const send = (message: ThreadMessage): void => port.postMessage(message);
  try {
    const setting = await ready;
    await playWorld({ ...setting, plan, world, done, clock: systemClock, write: send, signal: stop.signal });
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

async function prepare(): Promise<Omit<WorldSetting, "world">> {
  const study = await parseStudy(studyText, { file: "study.json", readFile: async () => networkText ?? "" });
  const { network, setting, streams } = prepareStudy(study);
  return {
    network,
    rounds: study.data.rounds,
    agentOf: study.model.agents.create(setting),
    rng: streams.run,
  };
}
