import { present } from "../../core/present.ts";
import type { CallLine } from "../../log/Turn.ts";
import type { SettledRun } from "../runSettings.ts";
import type { Spent } from "./Spent.ts";

/** The most that a call may use, as it is known before it. */
export interface CallBound {
  readonly input: number;
  readonly output: number;
  /** Absent where no price is known. */
  readonly cost?: number;
}

/** A call that has ended, as far as its price is concerned. */
interface EndedCall {
  /** What was told of it. */
  readonly call: CallLine | undefined;
  readonly bound: CallBound | undefined;
  /** Whether it may have used something: not where an agent computes, and not where the other side says that it did nothing. */
  readonly used: boolean;
  /** Whether an answer came: only then is it known that the other side does not tell. */
  readonly answered: boolean;
  /** The most that a call has used so far. */
  readonly most: Omit<Spent, "calls">;
}

/** What a call counts with, for its line in the journal; or why a run with these limits cannot go on. */
interface Charge {
  readonly call: CallLine | undefined;
  readonly unknown?: string;
}

/**
 * Charges a call. What it tells counts as it is told. What it does not tell counts at the bound known before the call,
 * or, where no answer came and no bound is known, as the most that any call has used so far; the line then says so
 * as `atMost`. What nobody can know passes no limit: the run stops.
 *
 * @param limits those of the study.
 */
export function charge(limits: Pick<SettledRun, "budget" | "tokens">, ended: EndedCall): Charge {
  const { call, bound, used, answered, most } = ended;
  if (!used || (call?.usage !== undefined && call.cost !== undefined)) return { call };
  const infinite = Number.POSITIVE_INFINITY;
  const counted = limits.budget.tokens !== infinite || limits.tokens !== infinite;
  const paid = limits.budget.money !== infinite;
  const told = call?.atMost;
  const tokens =
    call?.usage !== undefined || (told?.input !== undefined && told.output !== undefined)
      ? undefined
      : (bound ?? (counted && !answered ? seen(most, most.input + most.output) : undefined));
  const cost =
    call?.cost !== undefined || told?.cost !== undefined
      ? undefined
      : (bound?.cost ??
        (paid && !answered && bound === undefined ? seen(most, most.money)?.money : undefined));
  const atMost = present({
    input: told?.input ?? tokens?.input,
    output: told?.output ?? tokens?.output,
    cost: told?.cost ?? cost,
  });
  const silent = tokens !== undefined && answered && call?.usage === undefined;
  const warnings = silent
    ? [
        ...(call?.warnings ?? []),
        `no usage was told: the call counts with at most ${tokens.input} and ${tokens.output} tokens`,
      ]
    : call?.warnings;
  const line =
    Object.keys(atMost).length === 0 ? call : { ...call, atMost, ...(warnings ? { warnings } : {}) };
  const knowsTokens =
    call?.usage !== undefined || (atMost.input !== undefined && atMost.output !== undefined);
  const knowsCost = call?.cost !== undefined || atMost.cost !== undefined;
  if (counted && !knowsTokens) {
    const limit = limits.budget.tokens === infinite ? "perMinute.tokens" : "budget.tokens";
    return { call: line, unknown: `${limit} is set, but a call told no tokens: ${NO_TOKENS}` };
  }
  if (paid && !knowsCost)
    return { call: line, unknown: `budget.money is set, but a call told no cost: ${NO_PRICE}` };
  return { call: line };
}

const NO_TOKENS = "let the agents tell the usage of each call, or give a budget in calls";
const NO_PRICE = "give the prices of the model, or a budget in calls or tokens";

const seen = (most: Omit<Spent, "calls">, amount: number): Omit<Spent, "calls"> | undefined =>
  amount > 0 ? most : undefined;

/** What a line counts with: what was told, and of the rest the most that it can have been. */
export function chargedFor(call: CallLine | undefined): Omit<Spent, "calls"> {
  const { usage, cost, atMost } = call ?? {};
  return {
    input: (usage?.input ?? 0) + (atMost?.input ?? 0),
    output: (usage?.output ?? 0) + (atMost?.output ?? 0),
    money: (cost ?? 0) + (atMost?.cost ?? 0),
  };
}
