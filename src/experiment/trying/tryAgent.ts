import type { CallRecord, View } from "../../agents/Agent.ts";
import type { AgentFault } from "../../agents/AgentFault.ts";
import type { Message } from "../../agents/Population.ts";
import { viewData } from "../../agents/program/viewData.ts";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { CallLine, TurnStatus } from "../../log/Turn.ts";
import type { Alarm } from "../../run/Alarm.ts";
import type { Clock } from "../../run/Clock.ts";
import type { Reply } from "../../run/calls/ask.ts";
import { callLineIfAny } from "../../run/calls/callLine.ts";
import { readFault } from "../../run/calls/readFault.ts";
import { runSettings } from "../../run/runSettings.ts";
import { systemAlarm } from "../../run/systemAlarm.ts";
import { systemClock } from "../../run/systemClock.ts";
import { turnRecord } from "../../run/world/turnRecord.ts";
import { type PreparedStudy, prepareStudy } from "../../study/prepareStudy.ts";
import type { Study } from "../../study/study.ts";
import { wantStudy } from "../../study/wantStudy.ts";
import { examplesIn, type PreviewWanted, type PromptPreview, turnShown } from "../promptPreview.ts";

/** One real call of one agent: what it was sent, what came, and what was read of it. */
export interface TriedAgent {
  readonly agent: string;
  readonly arm: string;
  readonly planned: string;
  readonly round: number;
  readonly rounds: number;
  /** What it was sent: messages, or the view of an agent that is asked in no words. */
  readonly messages?: readonly Message[];
  readonly view?: Json;
  /** What in it is made up, in the place of what others will say. */
  readonly examples: PromptPreview["examples"];
  /** The calls before the last, where the turn took several: what each cost and brought. */
  readonly steps?: readonly CallLine[];
  readonly status: TurnStatus;
  /** Why it brought no answer. */
  readonly because?: string;
  /** The reply as it came, and what else is known of the call. Never holds a key. */
  readonly call?: CallRecord;
  /** What was read of it. */
  readonly answer?: Json;
  readonly said?: Json;
  readonly state?: Json;
  readonly outcome?: number;
  /** Milliseconds until the reply. */
  readonly ms: number;
}

/** How an agent is tried. */
interface TryOptions {
  readonly signal?: AbortSignal;
  /** Default: that of the machine. */
  readonly clock?: Clock;
  readonly alarm?: Alarm;
}

/** Steps of the turn that is tried at most. */
const MOST_STEPS = 100;

/** The fault by which an agent says that its turn goes on with another call. */
function stepOf(reply: Reply): AgentFault | undefined {
  const fault = "thrown" in reply ? readFault(reply.thrown) : undefined;
  return fault?.kind === "step" ? fault : undefined;
}

/**
 * Makes one real call: what the agent is sent in a turn of world 0, its reply as it came, and what was read of it. It is asked once, never again, and nothing is
 * written. What others say in earlier rounds is made up: see {@link promptPreview}.
 *
 * Cost: one call, and one more for each step of a turn that takes several.
 * @throws SpillwayError for an unknown agent or arm, and a round in which it does not act.
 */
export async function tryAgent(
  study: Study,
  wanted: PreviewWanted,
  { signal, clock = systemClock, alarm = systemAlarm }: TryOptions = {},
  prepared: PreparedStudy = prepareStudy(study),
): Promise<TriedAgent> {
  wantStudy("tryAgent", study);
  wantArgument("tryAgent", "whom to ask", wanted, { fields: ["agent"] });
  const { i, view, planned } = turnShown(study, wanted, prepared);
  const { agents } = study.model;
  const sent = await agents.prompt?.(prepared.setting)(i)(view);
  const messages = sent && sent.length > 0 ? sent : undefined;
  const closing: (() => void | Promise<void>)[] = [];
  const stop = new AbortController();
  const end = (): void => stop.abort();
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  const { timeout } = runSettings(study.run);
  const late = alarm(timeout, end);
  const begun = clock.elapsed();
  try {
    const agentOf = agents.create({ ...prepared.setting, onClose: (close) => void closing.push(close) });
    const agent = agentOf(i);
    const askIn = (seen: View): Promise<Reply> =>
      Promise.resolve()
        .then(() => agent(seen, { signal: stop.signal }))
        .then(
          (returned) => ({ returned }),
          (thrown: unknown) => ({ thrown }),
        );
    // A turn of several calls, such as one whose memory is summed up first, is tried to its end.
    const steps: CallLine[] = [];
    let reply = await askIn(view);
    for (let fault = stepOf(reply); fault && steps.length < MOST_STEPS; fault = stepOf(reply)) {
      steps.push(callLineIfAny(fault.call) ?? {});
      const brought = steps.map(({ step = null }) => step);
      reply = await askIn({ ...view, retry: { attempt: 1, because: "", steps: brought } });
    }
    if (signal?.aborted) throw new SpillwayError("try: stopped before the reply came", { kind: "failure" });
    const ms = clock.elapsed() - begun;
    const { status, because, action, outcome, ...rest } = turnRecord("", view, reply, ms, clock.time(), {
      attempts: steps.length,
      calls: steps,
    });
    const { model, usage, cost, atMost, fingerprint, warnings, text, answer, drawn } = rest;
    const call = present({ model, usage, cost, atMost, fingerprint, warnings, text, drawn });
    return {
      agent: view.agent,
      arm: view.arm,
      planned,
      round: view.round,
      rounds: view.rounds,
      ...(messages ? { messages } : { view: JSON.parse(canonicalJson(viewData(view))) as Json }),
      examples: examplesIn(view),
      ...(steps.length === 0 ? {} : { steps }),
      status,
      ...present({ because }),
      ...(Object.keys(call).length === 0 ? {} : { call }),
      ...present({ answer, said: action?.said, state: action?.state, outcome }),
      ms,
    };
  } finally {
    late();
    signal?.removeEventListener("abort", end);
    for (const close of closing) await close();
  }
}
