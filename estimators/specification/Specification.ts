import type { SkippedMap } from "./nestedMaps.ts";

/** One hypothesis of the chain: outcomes depend on the assignment through this map only. */
export interface SpecificationStep {
  readonly map: string;
  /** The hypothesis in words. */
  readonly hypothesis: string;
  /** Finer maps that the statistic looks at, the next one first. */
  readonly against: readonly string[];
  /** p of this test alone. */
  readonly p?: number;
  /** The largest standardized statistic; with pairs, the largest correlation. */
  readonly statistic?: number;
  /** p of the statistics of the next finer map alone, not part of the closed procedure. */
  readonly nextP?: number;
  /** p of the closed procedure: the largest of this and all coarser ones. */
  readonly closed?: number;
  readonly rejected?: boolean;
  readonly method?: "all" | "focal" | "pairs";
  readonly agents?: number;
  readonly assignments?: number;
  readonly listed?: boolean;
  /** Monte Carlo standard error of p. */
  readonly mcse?: number;
  /** Why there is no test. */
  readonly because?: string;
  readonly warnings: readonly string[];
}

/** What the data say of the exposure. */
export interface Specification {
  readonly alpha: number;
  readonly steps: readonly SpecificationStep[];
  /** The coarsest map that is not rejected; absent when all that have a test are. */
  readonly kept?: string;
  /** The study's own mapping, tested alone. */
  readonly study?: SpecificationStep;
  readonly skipped: readonly SkippedMap[];
  /** How far the data let one simplify, or force one to refine, in sentences. */
  readonly verdict: readonly string[];
  readonly notes: readonly string[];
  /** Agents with an outcome in some world. */
  readonly population: number;
  readonly worlds: number;
}
