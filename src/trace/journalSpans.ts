import type { TreatmentPlan } from "../../designs/plan.ts";
import { present } from "../core/present.ts";
import { type AskedModel, askedModel } from "../log/journal/askedModel.ts";
import { journalLines } from "../log/journal/journalLines.ts";
import type { ScannedJournal } from "../log/journal/ScannedJournal.ts";
import type { Attempt, CallLine, RunLine, Turn } from "../log/Turn.ts";
import { callSpan, spanId } from "./callSpan.ts";
import { type OtlpSpan, otlpAttributes } from "./OtlpSpan.ts";

export interface JournalSpansOptions {
  /** By the name of the arm, settings of its agents that differ from those in the journal. Default: nothing differs. */
  readonly treat?: Readonly<Record<string, Parameters<typeof askedModel>[2]>>;
  /** Name of the arm of an agent in a world, for attempts whose turn has not ended. Default: it is left out. */
  readonly armOf?: (world: number, agent: string) => string | undefined;
  /** The plan of the run, with which arms are compared. Default: it is not known. */
  readonly plan?: TreatmentPlan;
  /** Whether words of agents are told: what was heard, said and answered, and why calls failed. Default false. */
  readonly content?: boolean;
}

/** When the calls of something began and ended, in nanoseconds since 1970. */
interface Stretch {
  /** Id of its span. */
  readonly id: string;
  start: bigint;
  end: bigint;
  calls: number;
}

/** A span and the line that it tells of; absent for worlds and the run. */
interface PlacedSpan {
  readonly span: OtlpSpan;
  readonly line?: Turn | Attempt;
}

/**
 * A journal as the spans of one trace: one for each attempt at a turn, the last of which is the turn itself; one for each
 * world; one for the run. Worlds and run come last, because they end last. Ids come from the hash of the plan and the ids of calls,
 * so that the same journal always gives the same spans. A journal of a run that is not complete gives those that there
 * are.
 *
 * Cost: linear; memory grows with the number of worlds and of turns in flight, not with the journal.
 * @throws SpillwayError as scanJournal, and for lines without times.
 */
export function* journalSpans(path: string, options: JournalSpansOptions = {}): Generator<OtlpSpan, void> {
  for (const { span } of placedSpans(path, options)) yield span;
}

/** The spans of {@link journalSpans}, with the lines that they tell of. */
export function* placedSpans(path: string, options: JournalSpansOptions = {}): Generator<PlacedSpan, void> {
  const { treat = {}, armOf, content = false, plan } = options;
  const overrides = new Map(Object.entries(treat));
  const models = new Map<string, AskedModel | undefined>();
  const worlds = new Map<number, Stretch>();
  const spent = attemptsSpent();
  let run: RunLine | undefined;
  let traceId: string | undefined;
  let scanned: ScannedJournal | undefined;
  const lines = (function* (): ReturnType<typeof journalLines> {
    scanned = yield* journalLines(path, plan);
    return scanned;
  })();
  for (const { line, place } of lines) {
    if (line.type === "run") {
      run = line;
      continue;
    }
    const arm = line.type === "turn" ? line.arm : armOf?.(line.world, line.agent);
    // In an A/A run every agent has the settings of one arm, whatever its own is called.
    const treated = run!.aa ?? arm ?? "";
    if (!models.has(treated)) {
      const { kind, params } = run!.agents;
      models.set(treated, askedModel(kind, params, overrides.get(treated)));
    }
    const used = line.type === "turn" ? spent.turn(line) : spent.attempt(line);
    const { planHash } = run!;
    traceId ??= spanId(32, planHash, "trace");
    const world = worlds.get(line.world)?.id ?? spanId(16, planHash, "world", line.world);
    const setting = { run: run!, traceId, asked: models.get(treated), content };
    const span = callSpan(setting, { line, place, world, arm, used });
    extend(worlds, line.world, world, span);
    yield { span, line };
  }
  if (run) for (const span of outerSpans(run, worlds, scanned!)) yield { span };
}

function extend(worlds: Map<number, Stretch>, world: number, id: string, span: OtlpSpan): void {
  const start = BigInt(span.startTimeUnixNano);
  const end = BigInt(span.endTimeUnixNano);
  const there = worlds.get(world);
  if (!there) {
    worlds.set(world, { id, start, end, calls: 1 });
    return;
  }
  if (start < there.start) there.start = start;
  if (end > there.end) there.end = end;
  there.calls++;
}

function* outerSpans(
  run: RunLine,
  worlds: ReadonlyMap<number, Stretch>,
  { end, turns }: ScannedJournal,
): Generator<OtlpSpan, void> {
  const { planHash } = run;
  const root = spanId(16, planHash, "run");
  const span = (name: string, { id, start, end: last }: Stretch): Omit<OtlpSpan, "attributes"> => ({
    traceId: spanId(32, planHash, "trace"),
    spanId: id,
    ...(id === root ? {} : { parentSpanId: root }),
    name,
    kind: 1,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(last),
  });
  const hashes = { "experiment.plan.hash": planHash, "experiment.study.hash": run.studyHash };
  let whole: Stretch | undefined;
  for (const [world, one] of worlds) {
    whole ??= { ...one, id: root, calls: 0 };
    if (one.start < whole.start) whole.start = one.start;
    if (one.end > whole.end) whole.end = one.end;
    whole.calls += one.calls;
    const attributes = otlpAttributes({
      ...hashes,
      "experiment.world": { whole: world },
      "experiment.calls": { whole: one.calls },
    });
    yield { ...span("world", one), attributes };
  }
  if (!whole) return;
  yield {
    ...span("run", whole),
    attributes: otlpAttributes({
      ...hashes,
      "experiment.network.hash": run.networkHash,
      "experiment.seed": run.seed,
      "experiment.agents.kind": run.agents.kind,
      "experiment.worlds": { whole: run.worlds },
      "experiment.rounds": { whole: run.rounds },
      "experiment.turns": { whole: turns },
      "experiment.calls": { whole: whole.calls },
      "experiment.complete": end !== undefined,
    }),
  };
}

/** The line of a turn counts what all its attempts used; this tells what the last alone did. */
function attemptsSpent(): {
  attempt(line: Attempt): Pick<CallLine, "usage" | "cost">;
  turn(line: Turn): Pick<CallLine, "usage" | "cost">;
} {
  const before = new Map<string, { input: number; output: number; cost: number }>();
  return {
    attempt({ callId, call = {} }) {
      const { input, output, cost } = before.get(callId) ?? { input: 0, output: 0, cost: 0 };
      before.set(callId, {
        input: input + (call.usage?.input ?? 0),
        output: output + (call.usage?.output ?? 0),
        cost: cost + (call.cost ?? 0),
      });
      return call;
    },
    turn({ callId, usage, cost }) {
      const earlier = before.get(callId);
      if (!earlier) return { ...(usage ? { usage } : {}), ...present({ cost }) };
      before.delete(callId);
      const input = Math.max(0, (usage?.input ?? 0) - earlier.input);
      const output = Math.max(0, (usage?.output ?? 0) - earlier.output);
      // When all was used before, the last attempt brought nothing that says what it used.
      if (input + output === 0) return {};
      const own = Math.max(0, (cost ?? 0) - earlier.cost);
      return { usage: { input, output }, ...(cost === undefined ? {} : { cost: own }) };
    },
  };
}
