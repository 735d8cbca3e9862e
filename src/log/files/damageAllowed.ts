import { SpillwayError } from "../../core/SpillwayError.ts";

/** Damaged records of a log: none is let pass unless the user allows some, and each of those is named. */
export interface DamageAllowed {
  /** Does something with one record; a fault of its own counts as damage where there is room for it, else it is thrown. False when it was skipped. */
  attempt(work: () => void): boolean;
  /** Counts one fault, or throws it. */
  skip(error: SpillwayError): void;
  readonly count: number;
  /** What was skipped, one sentence for each. */
  notes(): string[];
}

/**
 * Damage up to a number of records. Only faults with a line are of one record; one of the whole file is always thrown.
 *
 * @param most records that may be skipped. Default none.
 */
export function damageAllowed(most = 0): DamageAllowed {
  const skipped: string[] = [];
  const skip = (error: SpillwayError): void => {
    if (skipped.length < most) {
      skipped.push(error.message);
      return;
    }
    if (most === 0) throw error;
    throw new SpillwayError(
      `${error.message}; ${most} damaged record${most === 1 ? " was" : "s were"} skipped before this one, as allowed: mend the log, or allow more with --skip-damaged`,
      { cause: error },
    );
  };
  return {
    skip,
    attempt(work) {
      try {
        work();
        return true;
      } catch (error) {
        if (!(error instanceof SpillwayError) || error.place?.line === undefined) throw error;
        skip(error);
        return false;
      }
    },
    get count() {
      return skipped.length;
    },
    notes: () =>
      skipped.length === 0
        ? []
        : [
            `${skipped.length} damaged record${skipped.length === 1 ? " was" : "s were"} skipped, of ${most} allowed: they are in no table`,
            ...skipped.map((message) => `skipped: ${message}`),
          ],
  };
}
