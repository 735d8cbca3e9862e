import type { Measured } from "../truth/Measured.ts";

/** A share and √(c(1 − c)/R): 0 at both ends, where 3/R bounds what a longer simulation may show. */
export function shareOf(count: number, total: number): Measured {
  const value = count / total;
  return { value, mcse: Math.sqrt((value * (1 - value)) / total) };
}
