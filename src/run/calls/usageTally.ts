import type { Attempt, CallLine, Turn } from "../../log/Turn.ts";
import { chargedFor } from "./charge.ts";
import { NOTHING, type Spent } from "./Spent.ts";

/** Adds up what the lines of a journal say was used. */
export interface UsageTally {
  readonly spent: Spent;
  /** The most that one call used. */
  readonly most: Omit<Spent, "calls">;
  /** Attempts that were not the last of their turn. */
  readonly faults: number;
  take(line: Turn | Attempt): void;
  /** Takes turns that used nothing but a call each. */
  takePlain(turns: number): void;
}

type Used = Omit<Spent, "calls">;

/** An empty ledger. A turn's line sums its attempts up, which have lines of their own: nothing is counted twice. */
export function usageTally(): UsageTally {
  let spent: Spent = NOTHING;
  let most: Used = NOTHING;
  const open = new Map<string, Used>();
  let faults = 0;
  const less = (a: Used, b: Used): Used => ({
    input: Math.max(0, a.input - b.input),
    output: Math.max(0, a.output - b.output),
    money: Math.max(0, a.money - b.money),
  });
  const plus = (a: Used, b: Used): Used => ({
    input: a.input + b.input,
    output: a.output + b.output,
    money: a.money + b.money,
  });
  const add = (used: Used): void => {
    spent = { calls: spent.calls + 1, ...plus(spent, used) };
    const { input, output, money } = most;
    if (used.input + used.output > input + output) most = { input: used.input, output: used.output, money };
    if (used.money > money) most = { ...most, money: used.money };
  };
  return {
    get spent() {
      return spent;
    },
    get most() {
      return most;
    },
    get faults() {
      return faults;
    },
    takePlain(turns) {
      spent = { ...spent, calls: spent.calls + turns };
    },
    take(line) {
      if (line.type === "attempt") {
        if (line.kind !== "step") faults++;
        const used = chargedFor(line.call satisfies CallLine | undefined);
        add(used);
        open.set(line.callId, plus(open.get(line.callId) ?? NOTHING, used));
        return;
      }
      const used = chargedFor(line);
      const before = line.attempts === 1 ? undefined : open.get(line.callId);
      if (before === undefined) return add(used);
      open.delete(line.callId);
      add(less(used, before));
    },
  };
}
