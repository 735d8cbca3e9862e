import type { Claim } from "../../estimators/Claim.ts";

/** What two systems got, compared by one score. */
export interface SystemDifference {
  readonly contrast: string;
  readonly first: string;
  readonly second: string;
  readonly score: string;
  /** Mean of the first minus the second, over tasks. Absent with `because`. */
  readonly difference?: number;
  readonly because?: string;
  /** Means of both over the tasks compared. */
  readonly means?: readonly [number, number];
  readonly se?: number;
  readonly df?: number;
  readonly ci?: readonly [number, number];
  /** Why there is no standard error. */
  readonly withheld?: string;
  /** An interval that holds with those of all other rows at once. */
  readonly simultaneous?: readonly [number, number];
  /** Paired: of all signs of the units' differences. Unpaired: of all splits of the runs. */
  readonly p?: number;
  /** Whether all signs or splits were counted; else so many were drawn. */
  readonly listed?: boolean;
  readonly count?: number;
  /** The smallest p that so many units allow. */
  readonly least?: number;
  /** p by Holm's method over all rows. */
  readonly adjusted?: number;
  /** What counts as independent, and how many there are; unpaired: of each system. */
  readonly unit: string;
  readonly units: number | readonly [number, number];
  /** Tasks, and runs of each system, that are compared. */
  readonly tasks: number;
  readonly runs: readonly [number, number];
  /** Units in which the first is above, level with and below the second. */
  readonly signs?: readonly [up: number, level: number, down: number];
  /** Hedges' g of the units' means as if they were independent, as papers print it. */
  readonly g?: number;
  /** Standard error as if the scores of a unit had nothing in common, and their correlation. */
  readonly unpairedSe?: number;
  readonly correlation?: number;
  /** Unpaired: the test of Wilcoxon, Mann and Whitney by all splits, with midranks. */
  readonly ranks?: {
    readonly u: number;
    readonly rankBiserial: number;
    readonly p: number;
    readonly asExtreme: number;
  };
  /** Unpaired scores of 0 and 1: Fisher's exact test. */
  readonly fisher?: number;
  readonly claim: Claim;
  /** What the number is. */
  readonly estimand: string;
  /** What its p-value and interval rest on. */
  readonly rests: string;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** A row with what its simultaneous interval is made of. */
export interface DifferenceWithParts {
  readonly row: SystemDifference;
  /** What each unit adds to the error, by the unit's name; empty where nothing is known of the error. */
  readonly residuals: ReadonlyMap<string, number>;
}
