import { sum } from "../../core/numbers/sum.ts";
import { nsbEntropy } from "./nsbEntropy.ts";

/** Estimators of the entropy of a discrete variable. */
export type EntropyEstimator = "plug-in" | "miller-madow" | "jackknife" | "chao-shen" | "nsb";

/** What each does against the bias of a small sample, in words. */
export const CORRECTIONS: Readonly<Record<EntropyEstimator, string>> = {
  "plug-in": "no correction for the bias of a small sample",
  "miller-madow": "Miller and Madow's correction for the bias of a small sample",
  jackknife: "jackknife correction for the bias of a small sample",
  "chao-shen": "Chao and Shen's estimate, with the coverage of the sample",
  nsb: "posterior mean under the prior of Nemenman, Shafee and Bialek",
};

/**
 * Entropy in bits of counts.
 *
 * @param counts records in each value that was seen, above 0.
 * @param alphabet how many values there can be; read by `nsb` alone.
 */
export function entropyOfCounts(
  counts: readonly number[],
  estimator: EntropyEstimator,
  alphabet: number = counts.length,
): number {
  const n = counts.reduce((all, count) => all + count, 0);
  if (estimator === "nsb") return nsbEntropy(counts, alphabet) / Math.LN2;
  if (estimator === "chao-shen") return chaoShen(counts, n);
  const plain = plugIn(counts, n);
  if (estimator === "miller-madow") return plain + (counts.length - 1) / (2 * n * Math.LN2);
  return estimator === "jackknife" ? jackknife(counts, n, plain) : plain;
}

function plugIn(counts: readonly number[], n: number): number {
  return sum(counts.map((count) => (count / n) * Math.log2(n / count)));
}

/** nĤ − (n − 1) times the mean of Ĥ without one record; all records of a value give the same (Zahl 1977). */
function jackknife(counts: readonly number[], n: number, plain: number): number {
  if (n < 2) return plain;
  // Σ c log₂ c, of which taking a record away changes one term.
  const log = (c: number): number => (c === 0 ? 0 : c * Math.log2(c));
  const all = sum(counts.map(log));
  const m = n - 1;
  const left = sum(
    counts.map((count) => (count / n) * (Math.log2(m) - (all - log(count) + log(count - 1)) / m)),
  );
  return n * plain - m * left;
}

/** Chao and Shen (2003), "Nonparametric estimation of Shannon's index of diversity when there are unseen species in sample", equation 7. */
function chaoShen(counts: readonly number[], n: number): number {
  const once = counts.filter((count) => count === 1).length;
  // With every value seen once the coverage would be 0: one of them counts as seen more often, as is usual.
  const coverage = 1 - (once === n ? n - 1 : once) / n;
  return sum(
    counts.map((count) => {
      const share = (coverage * count) / n;
      if (share >= 1) return 0;
      return (-share * Math.log2(share)) / -Math.expm1(n * Math.log1p(-share));
    }),
  );
}
