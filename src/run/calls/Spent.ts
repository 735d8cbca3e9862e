/** What calls have used. */
export interface Spent {
  /** Calls made, every attempt counted. */
  readonly calls: number;
  /** Tokens of prompts and of answers; where nobody told them, the most that they can have been. */
  readonly input: number;
  readonly output: number;
  /** In the currency of the prices given, counted like tokens. */
  readonly money: number;
}

/** Nothing spent. */
export const NOTHING: Spent = Object.freeze({ calls: 0, input: 0, output: 0, money: 0 });

/** The larger of each: two accounts of one run, each of which may lack something. */
export function atLeastBoth(a: Spent, b: Spent): Spent {
  return {
    calls: Math.max(a.calls, b.calls),
    input: Math.max(a.input, b.input),
    output: Math.max(a.output, b.output),
    money: Math.max(a.money, b.money),
  };
}
