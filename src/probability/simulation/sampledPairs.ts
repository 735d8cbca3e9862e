import { everyPair } from "../everyPair.ts";
import { popcount } from "../laws/popcount.ts";
import { type MovableLaw, movableLaw } from "../movableLaw.ts";
import type { PairProbabilities } from "../PairProbabilities.ts";
import type { SimulationSubject } from "./conditionSimulator.ts";
import { simulateConditions } from "./simulateConditions.ts";

/**
 * Joint probabilities under a mixture of very many structures, by simulating the design: π_k π_l × q_kl/(q_k q_l), where q
 * are shares of the draws and π the probabilities at hand, and never more than π_k or π_l. So the covariance of 1_k/π_k and
 * 1_l/π_l is that of the draws, q_kl/(q_k q_l) − 1: joint and single shares err together, and variances made of both do not
 * carry the error of their difference.
 *
 * Agents that are independent under every structure are dependent in the mixture, since both tell which structure was
 * drawn, so every pair is near. Averaging exact joint probabilities over structures instead has a smaller error for a draw,
 * but costs a joint law for each pair under each structure, thousands of times as long as counting bits.
 *
 * Cost: nothing until a joint law is asked for; then {@link simulateConditions} once, and O(draws / 32) for each joint probability.
 */
export function sampledPairs(
  subject: SimulationSubject,
  marginals: Float64Array,
  { seed, draws }: { readonly seed: string | number; readonly draws: number },
): PairProbabilities {
  const { n } = subject.network;
  const conditions = subject.exposure.conditions.length;
  let rows: (() => MovableLaw) | undefined;
  const laws = (): (() => MovableLaw) => {
    const { bits, words } = simulateConditions(subject, seed, draws);
    const count = (a: number, b: number): number => {
      let both = 0;
      for (let w = 0; w < words; w++) both += popcount(bits[a + w]! & bits[b + w]!);
      return both;
    };
    const single = Float64Array.from(marginals, (_, k) => count(k * words, k * words));
    const weigh = (a: number, b: number): number => {
      const k = a / words;
      const l = b / words;
      const both = count(a, b);
      if (both === 0) return 0;
      const joint = (both * draws * marginals[k]! * marginals[l]!) / (single[k]! * single[l]!);
      return Math.min(joint, marginals[k]!, marginals[l]!);
    };
    return () => movableLaw({ bits, words, conditions, weigh });
  };
  return everyPair(n, () => {
    rows ??= laws();
    return rows();
  });
}
