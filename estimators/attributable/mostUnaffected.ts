import type { Law } from "../../designs/Design.ts";

/** A law under which all agents are alike: each treated with the same chance independently, or so many of them. */
type Exchangeable =
  | { readonly treated: number; readonly n: number }
  | { readonly chance: number; readonly n: number };

/** Whether the law treats agents one by one and alike; undefined otherwise. */
export function exchangeable({ structure, n, arms, studied }: Law): Exchangeable | undefined {
  if (arms.length !== 2 || studied !== undefined) return undefined;
  if (structure.kind === "independent-blocks") {
    const { probability, blocks } = structure;
    const chance = probability[1]!;
    for (let b = 0; b < blocks; b++) if (probability[2 * b + 1] !== chance) return undefined;
    return blocks === n ? { chance, n } : undefined;
  }
  if (structure.kind !== "fixed-counts" || structure.strata !== 1 || structure.blocks !== n) return undefined;
  return { treated: structure.counts[1]!, n };
}

/**
 * The largest number of agents with outcome 1 without treatment that a test at level α accepts: of such agents, m in number, the treated ones are hypergeometric or binomial, and those who were seen with outcome 1 and untreated are the
 * ones that make fewest treated. Rosenbaum (2001), section 3. Cost: O(m²).
 */
export function mostUnaffected(
  law: Exchangeable,
  arms: Uint8Array,
  values: readonly number[],
  alpha: number,
): number {
  let [ones, untreated] = [0, 0];
  values.forEach((y, i) => {
    if (y !== 1) return;
    ones++;
    if (arms[i] === 0) untreated++;
  });
  for (let m = ones; m > 0; m--)
    if (upperTail(law, m, Math.max(0, m - untreated)) > alpha * (1 + 1e-9)) return m;
  return 0;
}

/** P(at least s of m given agents are treated). */
function upperTail(law: Exchangeable, m: number, s: number): number {
  let sum = 0;
  for (let k = Math.min(m, ("treated" in law) ? law.treated : m); k >= s; k--)
    sum += Math.exp(logChance(law, m, k));
  return Math.min(1, sum);
}

function logChance(law: Exchangeable, m: number, k: number): number {
  if ("treated" in law) return choose(m, k) + choose(law.n - m, law.treated - k) - choose(law.n, law.treated);
  const { chance } = law;
  return choose(m, k) + power(chance, k) + power(1 - chance, m - k);
}

const power = (base: number, times: number): number => (times === 0 ? 0 : times * Math.log(base));

/** log of n over k; −∞ where it is 0. */
function choose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return factorial(n) - factorial(k) - factorial(n - k);
}

const factorials: number[] = [0];
function factorial(n: number): number {
  for (let k = factorials.length; k <= n; k++) factorials.push(factorials[k - 1]! + Math.log(k));
  return factorials[n]!;
}
