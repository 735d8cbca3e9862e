import { shareError } from "../core/numbers/shareError.ts";
import type { Measured } from "../truth/Measured.ts";

/** A share and its Monte Carlo error, which is above 0 at both ends too: a longer simulation may show what this one did not. */
export function shareOf(count: number, total: number): Measured {
  const value = count / total;
  return { value, mcse: shareError(value, total) };
}
