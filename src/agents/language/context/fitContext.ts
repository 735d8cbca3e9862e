import type { Message } from "../../Population.ts";
import type { ContextSettings } from "./contextSettings.ts";
import { messageTokens } from "./messageTokens.ts";

/** What a prompt leaves out: the oldest turns that are remembered, and of what was heard all but so many characters each. */
export interface Shortened {
  readonly turns: number;
  readonly characters: number;
}

/** Nothing is left out. */
export const WHOLE: Shortened = { turns: 0, characters: Number.POSITIVE_INFINITY };

/** The messages that are sent, with what they leave out; or why none are. */
type Fitted =
  | { readonly messages: readonly Message[]; readonly overflow?: string }
  | { readonly messages: readonly []; readonly missing: string };

/** Characters of what one neighbour said below which it is not cut: less says nothing. */
const FEWEST = 40;

/**
 * Makes the messages of a call so that they fit: whole, where they do; else without the oldest turns, as few as possible; else with what was heard cut to
 * one length, as long as possible. More is left out of longer texts only, so both are found by halving.
 *
 * @param make the messages when so much is left out.
 * @param most turns that are remembered, and characters of the longest text that was heard.
 * Cost: the messages are made O(log turns + log characters) times.
 */
export function fitContext(
  make: (shortened: Shortened) => readonly Message[],
  { tokens, overflow = "shorten" }: ContextSettings,
  most: { readonly turns: number; readonly characters: number },
): Fitted {
  const whole = make(WHOLE);
  const had = messageTokens(whole);
  if (had <= tokens) return { messages: whole };
  const missing = (rest: string): Fitted => ({
    messages: [],
    missing: `the prompt has about ${had} tokens, and the context of the study holds ${tokens}${rest}`,
  });
  if (overflow === "missing") return missing(": the turn is missing, as the study says");
  const fits = (shortened: Shortened): boolean => messageTokens(make(shortened)) <= tokens;
  const all = { turns: most.turns, characters: WHOLE.characters };
  if (most.turns > 0 && fits(all)) {
    const turns = least(1, most.turns, (count) => fits({ ...all, turns: count }));
    return { messages: make({ ...all, turns }), overflow: `${LEFT_OUT} ${tokens} tokens` };
  }
  if (most.characters > FEWEST && fits({ ...all, characters: FEWEST })) {
    const cut = least(0, most.characters - FEWEST, (by) =>
      fits({ ...all, characters: most.characters - by }),
    );
    const also = most.turns > 0 ? "the turns that it remembers were left out, and " : "";
    return {
      messages: make({ ...all, characters: most.characters - cut }),
      overflow: `${also}what it heard was cut to go into the context of ${tokens} tokens`,
    };
  }
  return missing(
    ", even without the turns that it remembers and with little of what it heard: the turn is missing",
  );
}

const LEFT_OUT = "the oldest turns that it remembers were left out to go into the context of";

/** The least whole number from `low` to `high` that will do, where every larger one does too. */
function least(low: number, high: number, does: (value: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (does(middle)) to = middle;
    else from = middle + 1;
  }
  return to;
}
