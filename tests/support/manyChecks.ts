import { expect } from "vitest";

/** Checks by the hundred thousand, in plain code; `expect` sees them once, with the first that failed. */
export interface ManyChecks {
  /** That two numbers differ by less than so much; NaN never does. */
  near(got: number, wanted: number, tolerance: number, where: () => string): void;
  /** That something holds. */
  holds(found: boolean, where: () => string): void;
  /** Fails with the first faults, or if nothing was checked. */
  end(): void;
}

/** Collects checks. */
export function manyChecks(): ManyChecks {
  const faults: string[] = [];
  let [done, failed] = [0, 0];
  const fault = (words: string): void => {
    failed++;
    if (faults.length < 10) faults.push(words);
  };
  return {
    near(got, wanted, tolerance, where) {
      done++;
      if (!(Math.abs(got - wanted) < tolerance)) fault(`${where()}: ${got} is not ${wanted}`);
    },
    holds(found, where) {
      done++;
      if (!found) fault(where());
    },
    end() {
      expect(faults, `${failed} of ${done} checks failed`).toEqual([]);
      expect(done).toBeGreaterThan(0);
    },
  };
}
