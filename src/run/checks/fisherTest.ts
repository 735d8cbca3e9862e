/**
 * Fisher's exact test, two-sided: the probability, given how many of all units answered, of a table at most as likely as the
 * one seen (Fisher 1935; Agresti 2013, section 3.5.1).
 *
 * Cost: O(smaller margin). Nothing under- or overflows: probabilities are built up from their mode by ratios.
 * @param first units and answers in the first arm. @param second the same in the second arm.
 */
export function fisherTest(
  first: { readonly units: number; readonly answers: number },
  second: { readonly units: number; readonly answers: number },
): number {
  const n = first.units + second.units;
  const answers = first.answers + second.answers;
  const least = Math.max(0, answers - second.units);
  const most = Math.min(first.units, answers);
  const mode = Math.min(most, Math.max(least, Math.floor(((first.units + 1) * (answers + 1)) / (n + 2))));
  const weights = new Map([[mode, 1]]);
  // P(k + 1) / P(k) of the hypergeometric distribution.
  const ratio = (k: number): number =>
    ((first.units - k) * (answers - k)) / ((k + 1) * (second.units - answers + k + 1));
  for (let k = mode, weight = 1; k < most && weight > 0; k++) {
    weight *= ratio(k);
    weights.set(k + 1, weight);
  }
  for (let k = mode, weight = 1; k > least && weight > 0; k--) {
    weight /= ratio(k - 1);
    weights.set(k - 1, weight);
  }
  const seen = (weights.get(first.answers) ?? 0) * (1 + 1e-7);
  let total = 0;
  let extreme = 0;
  for (const weight of weights.values()) {
    total += weight;
    if (weight <= seen) extreme += weight;
  }
  return Math.min(1, extreme / total);
}
