import { z } from "zod";

const error = "must be a finite number of at least 0";

/** A setting that is a standard deviation or a size: finite and not negative. */
export function atLeastZero(): z.ZodNumber {
  return z.number({ error }).min(0, { error });
}
