import type { Attempt, CallLine, Turn } from "../../log/Turn.ts";
import type { Spent } from "./budget.ts";

/** Adds up what the lines of a journal say was used. */
export interface UsageTally {
  readonly spent: Spent;
  /** Attempts that were not the last of their turn. */
  readonly faults: number;
  take(line: Turn | Attempt): void;
  /** Takes turns that used nothing but a call each. */
  takePlain(turns: number): void;
}

/** An empty ledger. A turn's line sums its attempts up, which have lines of their own: nothing is counted twice. */
export function usageTally(): UsageTally {
  const spent = { calls: 0, input: 0, output: 0, money: 0 };
  const open = new Map<string, CallLine[]>();
  let faults = 0;
  const add = (call: CallLine | undefined, sign: 1 | -1): void => {
    if (call?.usage) {
      spent.input += sign * call.usage.input;
      spent.output += sign * call.usage.output;
    }
    if (call?.cost !== undefined) spent.money += sign * call.cost;
  };
  return {
    get spent() {
      return { ...spent };
    },
    get faults() {
      return faults;
    },
    takePlain(turns) {
      spent.calls += turns;
    },
    take(line) {
      spent.calls++;
      if (line.type === "attempt") {
        faults++;
        add(line.call, 1);
        const before = open.get(line.callId);
        if (before) before.push(line.call ?? {});
        else open.set(line.callId, [line.call ?? {}]);
        return;
      }
      add(line, 1);
      if (line.attempts === 1) return;
      for (const call of open.get(line.callId) ?? []) add(call, -1);
      open.delete(line.callId);
    },
  };
}
