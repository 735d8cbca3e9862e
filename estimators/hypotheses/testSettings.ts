import { z } from "zod";
import { seed, wholeNumber } from "../../src/core/fields.ts";
import type { Alternative } from "./pValue.ts";

/** Settings that all randomization tests have. */
interface TestSettings {
  /** Which values count as extreme. Default `two-sided`. */
  readonly alternative: z.ZodDefault<z.ZodType<Alternative, Alternative>>;
  /** Assignments drawn where there are more than 200,000. Default 2,000. */
  readonly draws: z.ZodDefault<z.ZodNumber>;
  /** Seed of these draws. Default 1. */
  readonly seed: z.ZodDefault<ReturnType<typeof seed>>;
}

/** A new set of them, for a schema. */
export function testSettings(): TestSettings {
  return {
    alternative: oneOf(["two-sided", "greater", "less"]).default("two-sided"),
    draws: wholeNumber(1).default(2000),
    seed: seed().default(1),
  };
}

/** A setting that is one of some words. */
export function oneOf<const Word extends string>(words: readonly [Word, ...Word[]]): z.ZodType<Word, Word> {
  return z.enum(words, { error: `must be one of ${words.join(", ")}` }) as z.ZodType<Word, Word>;
}
