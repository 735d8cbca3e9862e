import { createHash } from "node:crypto";
import { type Place, SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { AskedModel } from "../log/journal/askedModel.ts";
import type { Attempt, CallLine, RunLine, Turn } from "../log/Turn.ts";
import { type OtlpSpan, otlpAttributes } from "./OtlpSpan.ts";

/** What is the same in all spans of a run. */
interface SpanSetting {
  readonly run: RunLine;
  readonly traceId: string;
  /** The model that agents of an arm ask; absent for those that ask none. */
  readonly asked?: AskedModel | undefined;
  /** Whether words of agents are told: what was heard, said and answered, and why calls failed. */
  readonly content: boolean;
}

/** One attempt at a turn; the last of them is the turn itself. */
interface Called {
  readonly line: Turn | Attempt;
  readonly place: Place;
  /** Id of the span of its world. */
  readonly world: string;
  readonly arm?: string | undefined;
  /** What this attempt alone used. */
  readonly used: Pick<CallLine, "usage" | "cost">;
}

/** The id of a span, or of the trace: digits of a SHA-256 over what it is about, so that it is the same in every export. */
export function spanId(digits: 16 | 32, ...about: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, digits);
}

/** One call to an agent as a span below that of its world. */
export function callSpan({ run, traceId, asked, content }: SpanSetting, called: Called): OtlpSpan {
  const { line, place, world, arm, used } = called;
  const attempt = line.type === "turn" ? line.attempts : line.attempt;
  const told = toldBy(line);
  const error = errorOf(line);
  const { start, end } = timesOf(line, place);
  const kind = run.agents.kind;
  const model = asked?.model ?? told.model;
  // Programs tell a model when they call one; agents that compute and recordings call none.
  const calls = asked !== undefined && model !== undefined;
  return {
    traceId,
    spanId: spanId(16, run.planHash, line.callId, attempt),
    parentSpanId: world,
    name: calls ? `chat ${model}` : `${line.phase === "act" ? "turn" : "question"} ${kind}`,
    kind: asked ? 3 : 1,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    attributes: otlpAttributes({
      ...(calls ? modelAttributes(asked, told, used) : {}),
      "error.type": error,
      "experiment.plan.hash": run.planHash,
      "experiment.study.hash": run.studyHash,
      "experiment.world": { whole: line.world },
      "experiment.round": { whole: line.round },
      "experiment.phase": line.phase,
      "experiment.agent": line.agent,
      "experiment.arm": arm,
      "experiment.status": line.type === "turn" ? line.status : line.kind,
      "experiment.attempt": { whole: attempt },
      "experiment.call.id": line.callId,
      "experiment.cost": used.cost === undefined ? undefined : { fraction: used.cost },
      ...(content ? contentAttributes(line, told, error) : {}),
    }),
    ...(error === undefined
      ? {}
      : { status: { code: 2, ...(content && line.because !== undefined ? { message: line.because } : {}) } }),
  };
}

/** What kept a call from going well; a step of a turn went well. */
function errorOf(line: Turn | Attempt): string | undefined {
  if (line.type === "attempt") return line.kind === "step" ? undefined : line.kind;
  return line.status === "ok" ? undefined : line.status;
}

/** What came back; the line of a turn whose last attempt brought nothing tells of an earlier one. */
function toldBy(line: Turn | Attempt): CallLine {
  if (line.type === "attempt") return line.call ?? {};
  const nothing = line.attempts > 1 && (line.status === "timeout" || line.status === "failed");
  return nothing ? {} : line;
}

type Given = Parameters<typeof otlpAttributes>[0];

function modelAttributes(asked: AskedModel, told: CallLine, { usage }: Called["used"]): Given {
  const { provider, temperature, topP, maxTokens } = asked;
  const whole = (value: number | undefined): { whole: number } | undefined =>
    value === undefined ? undefined : { whole: value };
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": provider,
    "gen_ai.request.model": asked.model,
    "gen_ai.request.max_tokens": whole(maxTokens),
    "gen_ai.request.temperature": temperature === undefined ? undefined : { fraction: temperature },
    "gen_ai.request.top_p": topP === undefined ? undefined : { fraction: topP },
    "gen_ai.response.model": told.model,
    "gen_ai.usage.input_tokens": whole(usage?.input),
    "gen_ai.usage.output_tokens": whole(usage?.output),
    [provider === "openai" ? "openai.response.system_fingerprint" : "experiment.fingerprint"]:
      told.fingerprint,
    "server.address": asked.address,
    "server.port": whole(asked.port),
  };
}

function contentAttributes(line: Turn | Attempt, { text, step }: CallLine, error: string | undefined): Given {
  const message = {
    role: "assistant",
    parts: [{ type: "text", content: text }],
    finish_reason: error === undefined ? "stop" : "error",
  };
  const turn = line.type === "turn" ? line : undefined;
  const said = turn?.action?.said;
  return {
    "gen_ai.output.messages": text === undefined ? undefined : JSON.stringify([message]),
    "experiment.step": step === undefined ? undefined : JSON.stringify(step),
    "experiment.heard": turn ? JSON.stringify(turn.heard) : undefined,
    "experiment.said": said === undefined ? undefined : JSON.stringify(said),
    "experiment.answer": turn?.answer === undefined ? undefined : JSON.stringify(turn.answer),
    "experiment.outcome": turn?.outcome === undefined ? undefined : { fraction: turn.outcome },
  };
}

/** Nanoseconds since 1970 of its beginning and its end. */
function timesOf({ type, ms, at }: Turn | Attempt, place: Place): { start: bigint; end: bigint } {
  const ended = typeof at === "string" ? Date.parse(at) : Number.NaN;
  const wanted = (field: string, what: string, got: unknown): SpillwayError =>
    new SpillwayError(
      `trace: ${field} of ${type === "turn" ? "a turn" : "an attempt"} must be ${what}, got ${shown(got)}`,
      {
        place,
      },
    );
  if (!(ended >= 0)) throw wanted("at", "a time such as 2026-01-31T12:00:00.000Z", at);
  if (!(ms >= 0 && ms < Number.MAX_SAFE_INTEGER)) throw wanted("ms", "a number from 0", ms);
  const end = BigInt(ended) * 1_000_000n;
  const start = end - BigInt(Math.round(ms * 1e6));
  return { start: start < 0n ? 0n : start, end };
}
