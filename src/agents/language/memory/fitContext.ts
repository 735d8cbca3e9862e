import type { Message } from "../../Population.ts";
import type { ContextSettings } from "../languageSettings.ts";
import { mostTokens } from "./mostTokens.ts";
import type { Remembered } from "./remembered.ts";

/** The messages of a call, and what became of the memory in them. */
export interface Fitted {
  readonly messages: readonly Message[];
  /** Turns that are remembered and were left out of the messages. */
  readonly left: number;
  /** That these messages ask for a summary of so many turns, the oldest. */
  readonly sumUp?: number;
  /** Why there is no call: the messages are too long, and nothing can be left out. */
  readonly tooLong?: string;
}

interface Room {
  readonly context: ContextSettings | undefined;
  /** Whether a call for a summary may be made: not twice in a turn, and not for a question between turns. */
  readonly maySumUp: boolean;
  /** The messages with this memory. */
  readonly make: (memory: readonly Remembered[]) => readonly Message[];
}

const SUM_UP =
  "Sum up the following in as few words as keep what matters for what you do next. Write as if you told yourself.";

/** Tokens that a summary may have. */
export const summaryTokens = (context: ContextSettings | undefined): number => context?.summaryTokens ?? 300;

/**
 * Messages that are no longer than they may be. Above the limit the oldest turns are left out one by one, or summed up, or the
 * turn is not played, as the settings say. Nothing is ever left out in silence: what was is counted.
 */
export function fitContext(memory: readonly Remembered[], { context, maySumUp, make }: Room): Fitted {
  const whole = make(memory);
  if (context === undefined || mostTokens(whole) <= context.most) return { messages: whole, left: 0 };
  const { most, over } = context;
  const tooLong = (messages: readonly Message[], also: string): Fitted => ({
    messages,
    left: 0,
    tooLong: `language: the prompt has up to ${mostTokens(messages)} tokens, context.most is ${most}${also}: raise it, remember fewer turns or shorten the prompt`,
  });
  if (over === "missing") return tooLong(whole, "");
  if (over === "summarise" && maySumUp && memory.length > 0) {
    // All but the latest turn; that too where it alone is too much.
    const of =
      memory.length > 1 && mostTokens(make(memory.slice(-1))) <= most ? memory.length - 1 : memory.length;
    const messages = summaryCall(memory.slice(0, of), context);
    if (mostTokens(messages) > most) return tooLong(messages, ", even of the call that sums up");
    return { messages, left: 0, sumUp: of };
  }
  if (over === "summarise" && maySumUp) return tooLong(whole, ", and nothing is remembered");
  for (let left = 1; left <= memory.length; left++) {
    const messages = make(memory.slice(left));
    if (mostTokens(messages) <= most) return { messages, left };
  }
  return tooLong(make([]), ", without any turn that is remembered");
}

function summaryCall(
  turns: readonly Remembered[],
  { summary = SUM_UP }: ContextSettings,
): readonly Message[] {
  const lines = turns.map(({ round, heard, crowd, answer, summary: isOne }) =>
    JSON.stringify(isOne ? { upTo: round, summary: answer } : { round, heard, crowd, answer }),
  );
  return [{ role: "user", content: `${summary}\n\n${lines.join("\n")}` }];
}
