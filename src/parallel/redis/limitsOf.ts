import { NOTHING, type Spent } from "../../run/calls/Spent.ts";
import type { SettledRun } from "../../run/runSettings.ts";

/** The limits as the scripts know them; what has no limit is absent. */
export function limitsOf(
  { open, requests, tokens, budget }: SettledRun,
  spent: Spent,
  most: Omit<Spent, "calls"> = NOTHING,
): Record<string, number> {
  const all: Record<string, number> = {
    ...{ open: 0, most: open, widest: open, narrowedAt: 0, pausedUntil: 0, passes: 0 },
    ...{
      reserved: 0,
      mostTokens: most.input + most.output,
      mostMoney: most.money,
      tokensSeen: 0,
      callsSeen: 0,
      tokenTotal: 0,
    },
    ...{ calls: spent.calls, input: spent.input, output: spent.output, money: spent.money },
    ...{ requests, tokens, maxCalls: budget.calls, maxTokens: budget.tokens, maxMoney: budget.money },
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== Number.POSITIVE_INFINITY));
}
