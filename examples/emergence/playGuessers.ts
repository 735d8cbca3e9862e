import { type Rng, SpillwayError } from "spillway";

/** How the agents of a group of guessers behave. */
export type Family = "independent" | "persona-offset" | "unequal-rates" | "complementary";

/** The agents of a group, drawn once and the same in every world that they play. */
export interface Guessers {
  readonly family: Family;
  /** How far each moves at feedback, and where its persona pulls it. */
  readonly rates: readonly number[];
  readonly offsets: readonly number[];
}

export const AGENTS = 10;
export const ROUNDS = 60;

const normal = (rng: Rng): number =>
  Math.sqrt(-2 * Math.log(1 - rng.uniform())) * Math.cos(2 * Math.PI * rng.uniform());

/** Draws the agents of a group. */
export function drawGuessers(family: Family, rng: Rng): Guessers {
  const each = (draw: () => number): number[] => Array.from({ length: AGENTS }, draw);
  return {
    family,
    // Rates of learning from 0.1 to 5 are spread evenly on a logarithmic scale; else all learn alike.
    rates: each(() => (family === "unequal-rates" ? 0.1 * 50 ** rng.uniform() : 1)),
    offsets: each(() => (family === "persona-offset" ? 12 * normal(rng) : 0)),
  };
}

/**
 * Guesses of each agent in each round. The group is told whether the sum of its guesses is too high or too low, as in Riedl (2025); each agent moves by its own rate, which falls over
 * time, is pulled towards its persona, and errs. Complementary agents also hear the last move of a partner and take most of it back, so that the two share the work.
 *
 * @param hears whether partners hear each other. Only complementary agents care.
 */
export function playGuessers({ family, rates, offsets }: Guessers, hears: boolean, rng: Rng): number[][] {
  if (rates.length !== AGENTS)
    throw new SpillwayError(`playGuessers: wanted ${AGENTS} agents, got ${rates.length}`);
  let guesses = offsets.map((offset) => 25 + offset + 5 * normal(rng));
  let moves = guesses.map(() => 0);
  const played = guesses.map((guess) => [guess]);
  const target = AGENTS * (20 + 15 * rng.uniform());
  for (let round = 1; round < ROUNDS; round++) {
    const told = Math.sign(target - guesses.reduce((all, one) => all + one, 0));
    const next = guesses.map((guess, i) => {
      const learned = (rates[i]! * told) / (1 + round / 20);
      const pulled = family === "persona-offset" ? 0.1 * (25 + offsets[i]! - guess) : 0;
      const shared = family === "complementary" && hears ? -0.6 * moves[i ^ 1]! : 0;
      return guess + learned + pulled + shared + normal(rng);
    });
    moves = next.map((guess, i) => guess - guesses[i]!);
    guesses = next;
    for (const [i, guess] of guesses.entries()) played[i]!.push(guess);
  }
  return played;
}
