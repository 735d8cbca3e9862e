import type { TreatmentPlan } from "../../../designs/plan.ts";
import { present } from "../../core/present.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { isAct } from "../../log/journal/isAct.ts";
import type { Attempt, AttemptKind, Turn, TurnStatus } from "../../log/Turn.ts";
import type { UnitRow } from "../../log/units/UnitRow.ts";
import { networkInRound } from "../../network/changes/networkInRound.ts";
import type { Network } from "../../network/Network.ts";
import { wantNetwork } from "../../network/wantNetwork.ts";
import { type Attrition, attrition } from "./attrition.ts";
import { type DurationSummary, type Durations, durations } from "./durations.ts";
import { type ModelChecks, modelChecks, modelNotes } from "./modelChecks.ts";
import { type ToolChecks, toolChecks, toolNotes } from "./toolChecks.ts";

/** How the turns of one arm in one round ended, all worlds together. */
interface RoundAnswers {
  readonly arm: string;
  readonly round: number;
  readonly turns: number;
  readonly statuses: Readonly<Record<TurnStatus, number>>;
  /** Share that ended well. */
  readonly answered: number;
  /** Share that can be used among those that came: ended well, or invalid. Absent when none came. */
  readonly valid?: number;
}

/** What can be said of a run from its journal alone, before anything is estimated. */
export interface RunChecks extends ModelChecks {
  readonly answers: readonly RoundAnswers[];
  /** Duration of calls that ended well; large differences between arms are a confounder of their own. */
  readonly latency: readonly (DurationSummary & { readonly arm: string })[];
  /** Attempts that were not the last of their turn, but for the steps of turns that take several calls. */
  readonly faults: Readonly<Record<Exclude<AttemptKind, "step">, number>>;
  /** Tools that were called within turns, and how many calls brought an error; absent where none was called. */
  readonly tools?: ToolChecks;
  /** Turns that were given another arm than the plan's, and the first of them. */
  readonly treatment: {
    readonly turns: number;
    readonly wrong: number;
    readonly examples: readonly string[];
  };
  /** Messages heard, and those that came over no declared edge, with the first of them. A study may mean them to. */
  readonly messages: {
    readonly heard: number;
    readonly undeclared: number;
    readonly examples: readonly string[];
  };
  readonly attrition: Attrition;
  /** What to look at, in plain sentences; empty when all is well. */
  readonly notes: readonly string[];
}

/** Takes the lines of a journal, and says what is to be said of them. */
export interface RunChecker {
  take(line: Turn | Attempt): void;
  /**
   * @param units the unit table of the run.
   * @param beyond whether the study lets messages go beyond declared edges.
   */
  checks(units: readonly UnitRow[], beyond?: boolean): RunChecks;
}

/** Examples that are kept. */
const FEW = 5;
/** Below this p, arms are said to differ in how many answer. */
const CLEAR = 0.05;
/** Medians that differ by more than this factor are said to differ, if they are those of calls that are no mere computation. */
const SLOWER = 1.5;
const WAITING = 50;
/** Milliseconds below which nobody was called. */
const CALL = 1;

/**
 * Checks a run line by line; memory does not grow with the journal. What was delivered is compared with what was planned
 * and declared (arms with the plan, messages with the edges of the network in the round), and arms with each other (answers,
 * durations, models, missing outcomes).
 */
export function runChecks(plan: TreatmentPlan, network: Network): RunChecker {
  wantArgument("runChecks", "a plan", plan, { fields: ["assignments"] });
  wantNetwork("runChecks", network);
  const numbers = new Map(network.ids.map((id, i) => [id, i]));
  const places = new Map(plan.agents.map((id, k) => [id, k]));
  const answers = new Map<string, { turns: number; statuses: Record<TurnStatus, number> }>();
  const latency = new Map<string, Durations>(plan.arms.map((arm) => [arm, durations()]));
  const models = modelChecks(plan.arms);
  const tools = toolChecks(plan.arms);
  const faults = { wait: 0, stop: 0, invalid: 0, timeout: 0 };
  const treatment = { turns: 0, wrong: 0, examples: [] as string[] };
  const messages = { heard: 0, undeclared: 0, examples: [] as string[] };

  const isNeighbor = (agent: number | undefined, from: number | undefined, round: number): boolean => {
    if (agent === undefined || from === undefined) return false;
    const { offsets, sources } = networkInRound(network, round);
    for (let e = offsets[agent]!; e < offsets[agent + 1]!; e++) if (sources[e] === from) return true;
    return false;
  };
  const complain = (where: { examples: string[] }, turn: Turn, what: string): void => {
    if (where.examples.length < FEW)
      where.examples.push(`world ${turn.world}, round ${turn.round}, agent ${turn.agent}: ${what}`);
  };
  const plannedFor = ({ world, agent }: Turn | Attempt): string | undefined =>
    plan.arms[plan.assignments[world]?.[places.get(agent) ?? -1] ?? -1];
  const takeTurn = (turn: Turn): void => {
    const { round, agent, arm, status, heard } = turn;
    models.take(turn);
    if (!isAct(turn)) return;
    const key = `${round}:${arm}`;
    const cell = answers.get(key) ?? {
      turns: 0,
      statuses: { ok: 0, refused: 0, invalid: 0, failed: 0, timeout: 0 },
    };
    cell.turns++;
    cell.statuses[status]++;
    answers.set(key, cell);
    if (status === "ok") latency.get(arm)?.take(turn.ms);
    treatment.turns++;
    const planned = plannedFor(turn);
    if (planned !== arm) {
      treatment.wrong++;
      complain(treatment, turn, `planned ${planned ?? "nothing"}, given ${arm}`);
    }
    const i = heard.length > 0 ? numbers.get(agent) : undefined;
    for (const { from } of heard) {
      messages.heard++;
      if (isNeighbor(i, numbers.get(from), round)) continue;
      messages.undeclared++;
      complain(messages, turn, `heard ${from}`);
    }
  };
  return {
    take(line) {
      if (line.type === "turn") takeTurn(line);
      else if (line.kind !== "step") faults[line.kind]++;
      else tools.take(plannedFor(line) ?? "", line);
    },
    checks(units, beyond = false) {
      const byArm = (arm: string): number => plan.arms.indexOf(arm);
      const found: Omit<RunChecks, "notes"> = {
        answers: [...answers]
          .map(([key, { turns, statuses }]): RoundAnswers => {
            const colon = key.indexOf(":");
            const came = statuses.ok + statuses.invalid;
            return {
              arm: key.slice(colon + 1),
              round: Number(key.slice(0, colon)),
              turns,
              statuses,
              answered: statuses.ok / turns,
              ...(came === 0 ? {} : { valid: statuses.ok / came }),
            };
          })
          .sort((a, b) => byArm(a.arm) - byArm(b.arm) || a.round - b.round),
        latency: [...latency].flatMap(([arm, taken]) => {
          const summary = taken.summary();
          return summary.calls === 0 ? [] : [{ arm, ...summary }];
        }),
        faults,
        ...present({ tools: tools.checks() }),
        ...models.checks(),
        treatment,
        messages,
        attrition: attrition(
          plan.arms.map((arm) => {
            const own = units.filter((unit) => unit.arm === arm);
            const answers = own.filter(({ outcome }) => outcome !== undefined).length;
            return { arm, units: own.length, answers };
          }),
        ),
      };
      return { ...found, notes: notesOf(found, beyond) };
    },
  };
}

function notesOf(found: Omit<RunChecks, "notes">, beyond: boolean): string[] {
  const { answers, latency, treatment, messages, attrition: missing } = found;
  const notes: string[] = [];
  const turns = answers.reduce((total, cell) => total + cell.turns, 0);
  const bad = (["refused", "invalid", "failed", "timeout"] as const).flatMap((status) => {
    const count = answers.reduce((total, cell) => total + cell.statuses[status], 0);
    return count === 0 ? [] : [`${count} ${status}`];
  });
  if (bad.length > 0) notes.push(`not all of the ${turns} turns ended well: ${bad.join(", ")}`);
  if (missing.p !== undefined) {
    const rates = missing.arms.map(({ arm, answers: n, units }) => `${arm} ${n} of ${units}`).join(", ");
    notes.push(
      missing.p < CLEAR
        ? `arms differ in how many units have an outcome (${rates}; p = ${missing.p.toPrecision(2)}): what is missing may bias every estimate`
        : `units without an outcome: ${rates} have one (p = ${missing.p.toPrecision(2)} for a difference)`,
    );
  }
  notes.push(...modelNotes(found), ...(found.tools ? toolNotes(found.tools) : []));
  // A script answers at once: that is no call.
  const called = latency.filter(({ median }) => median >= CALL);
  const medians = called.map(({ median }) => median);
  const [fast, slow] = [Math.min(...medians), Math.max(...medians)];
  if (slow > WAITING && slow > SLOWER * fast)
    notes.push(
      `calls take longer in some arms: median ${called.map(({ arm, median }) => `${arm} ${median} ms`).join(", ")}`,
    );
  if (treatment.wrong > 0)
    notes.push(`${count(treatment.wrong)} with another arm than the plan's: ${treatment.examples[0]}`);
  if (messages.undeclared > 0 && !beyond)
    notes.push(
      `${messages.undeclared} of ${messages.heard} messages came over no declared edge: ${messages.examples[0]}`,
    );
  return notes;
}

const count = (turns: number): string => `${turns} turn${turns === 1 ? "" : "s"}`;
