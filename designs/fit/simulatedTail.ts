import { sum } from "../../src/core/numbers/sum.ts";

interface Moments {
  readonly mean: number;
  readonly sd: number;
}

/** How a number lies among draws of its law. */
interface SimulatedTail extends Moments {
  readonly p: number;
}

/** Draws that decide whether a number is worth a second look. */
const FIRST = 40;
/** Up to so many standard deviations from the mean of the first draws it is not. */
const NEAR = 3;
/** The part of the draws, at either end, whose mean excess continues the tail. */
const END = 0.1;
/** How much longer the continued tail is taken to be than these draws make it. */
const CAREFUL = 1.5;

/**
 * How improbable numbers are under a law that is known by draws: twice the share of draws that are at least as far out, where ten are; else
 * the tail beyond the 90 % quantile is continued as an exponential with the mean excess over that quantile, half as long again. That is careful for counts, whose
 * tails fall faster than exponentially, and is checked over 10,000 draws of every design of the catalogue. A number that is plainly
 * usual among 40 draws has p = 1. What is known of the draws is kept from one number to the next.
 *
 * @param draw the number in draw r.
 * @param draws how many to make where the first 40 do not settle it.
 */
export function simulatedTail(draw: (r: number) => number, draws: number): (seen: number) => SimulatedTail {
  const values: number[] = [];
  let first: Moments | undefined;
  let all: Moments | undefined;
  return (seen) => {
    while (values.length < FIRST) values.push(draw(values.length));
    first ??= momentsOf(values);
    if (Math.abs(seen - first.mean) <= NEAR * first.sd) return { ...first, p: 1 };
    while (values.length < draws) values.push(draw(values.length));
    all ??= momentsOf(values);
    return { ...all, p: tailBeyond(seen, values, all) };
  };
}

function tailBeyond(seen: number, values: readonly number[], { mean, sd }: Moments): number {
  if (seen === mean) return 1;
  const side = Math.sign(seen - mean);
  const out = values.map((value) => side * (value - mean)).sort((a, b) => b - a);
  const distance = side * (seen - mean);
  const further = out.filter((value) => value >= distance).length;
  if (further >= 10) return Math.min(1, (2 * (further + 1)) / (out.length + 1));
  const from = out[Math.ceil(END * out.length) - 1]!;
  const end = out.filter((value) => value >= from);
  // Of numbers that hardly vary the excess says little: a step of one count is then the least.
  const excess = Math.max(sum(end.map((value) => value - from)) / end.length, sd / 3, 0.5);
  const share = end.length / out.length;
  return Math.min(1, 2 * share * Math.exp(-(distance - from) / (CAREFUL * excess)));
}

function momentsOf(values: readonly number[]): Moments {
  const mean = sum(values) / values.length;
  return { mean, sd: Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1)) };
}
