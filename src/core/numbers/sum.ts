/** A running sum that keeps what rounding loses. */
export interface Sum {
  add(term: number): void;
  readonly value: number;
}

/**
 * Compensated summation: the error does not grow with the number of terms. Neumaier (1974), "Rundungsfehleranalyse
 * einiger Verfahren zur Summation endlicher Summen", improved Kahan–Babuška form. Cost: four additions a term.
 * A running total beyond 1.8e308 is infinite and stays so.
 */
export function compensatedSum(): Sum {
  let total = 0;
  let lost = 0;
  return {
    add(term) {
      const next = total + term;
      lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
      total = next;
    },
    get value() {
      // Once the total is infinite, what was lost is NaN.
      return Number.isFinite(total) ? total + lost : total;
    },
  };
}

/** The compensated sum of an array. */
export function sum(terms: ArrayLike<number>): number {
  const running = compensatedSum();
  for (let i = 0; i < terms.length; i++) running.add(terms[i]!);
  return running.value;
}
