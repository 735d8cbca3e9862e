import type { CallLine } from "../../log/Turn.ts";
import type { SettledRun } from "../runSettings.ts";
import { chargedFor } from "./charge.ts";
import { NOTHING, type Spent } from "./Spent.ts";

/** What a run may still use. */
export interface Budget {
  readonly spent: Spent;
  /** Whether one more call may be made now: yes, not before an open one has ended, or why not at all. */
  mayCall(open: number, bound: number | undefined): "yes" | "later" | { readonly because: string };
  /** A call begins. */
  begin(bound: number | undefined): void;
  /** A call ends, and this is what it used, or has used at most ({@link chargedFor}). */
  end(bound: number | undefined, call: CallLine | undefined): void;
}

/**
 * Keeps a budget. Tokens are reserved by an upper bound on each call where the agents know one, and else by the most that
 * a call has used so far, as money is; so the last calls before the end are made one after another, and what is spent
 * passes a budget at most by the calls that were open when it was reached. Calls are counted when they begin.
 *
 * @param limits infinite where there is none.
 * @param before what was used in earlier sittings.
 * @param most the most that a call used in them.
 */
export function budget(
  limits: SettledRun["budget"],
  before: Spent = NOTHING,
  most: Omit<Spent, "calls"> = NOTHING,
): Budget {
  let { calls, input, output, money } = before;
  let reserved = 0;
  let mostTokens = most.input + most.output;
  let mostMoney = most.money;
  const reached = (what: string): { because: string } => ({ because: `the budget of ${what} is used up` });
  return {
    get spent() {
      return { calls, input, output, money };
    },
    mayCall(open, bound) {
      if (calls >= limits.calls) return reached(`${limits.calls} calls`);
      if (limits.tokens !== Number.POSITIVE_INFINITY) {
        const used = input + output;
        if (used >= limits.tokens) return reached(`${limits.tokens} tokens`);
        const wanted = bound === undefined ? (open + 1) * mostTokens : reserved + bound;
        if (used + wanted > limits.tokens) {
          if (open > 0) return "later";
          if (bound !== undefined) {
            return {
              because: `the budget of ${limits.tokens} tokens has ${limits.tokens - used} left, and the next call may use ${bound}`,
            };
          }
        }
      }
      if (limits.money !== Number.POSITIVE_INFINITY) {
        if (money >= limits.money) return reached(`${limits.money} in money`);
        if (money + (open + 1) * mostMoney > limits.money && open > 0) return "later";
      }
      return "yes";
    },
    begin(bound) {
      calls++;
      reserved += bound ?? 0;
    },
    end(bound, call) {
      reserved -= bound ?? 0;
      if (!call) return;
      const used = chargedFor(call);
      input += used.input;
      output += used.output;
      money += used.money;
      mostTokens = Math.max(mostTokens, used.input + used.output);
      mostMoney = Math.max(mostMoney, used.money);
    },
  };
}
