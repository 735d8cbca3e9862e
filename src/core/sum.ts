/** A running sum that keeps what rounding loses. */
export interface Sum {
  add(term: number): void;
  readonly value: number;
}

/**
 * Compensated summation: the error does not grow with the number of terms. Neumaier (1974), "Rundungsfehleranalyse
 * einiger Verfahren zur Summation endlicher Summen", improved Kahan–Babuška form. Cost: four additions a term.
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
      return total + lost;
    },
  };
}

/** The compensated sum of an array. */
export function sum(terms: ArrayLike<number>): number {
  const running = compensatedSum();
  for (let i = 0; i < terms.length; i++) running.add(terms[i]!);
  return running.value;
}
