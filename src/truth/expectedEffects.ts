import { sum } from "../core/numbers/sum.ts";
import type { Rng } from "../core/rng.ts";
import { conditionIndex } from "../probability/lookup.ts";
import type { ExposureProbabilities } from "../probability/PairProbabilities.ts";
import { contrastPopulation } from "../study/contrastPopulation.ts";
import { meanAndError } from "./meanAndError.ts";
import type { Played } from "./playerOf.ts";

/** A world played under an assignment: what {@link playerOf} makes. */
export type Play = (arms: Uint8Array, condition: Uint8Array, stream: Rng) => Played;

/** The least number of replays from which agents' means are learnt before any is counted. */
const LEAST_LEARNT = 5;

/**
 * The expected exposure effect of each contrast under a design (Sävje 2024, section 3), by replaying the same agents under
 * fresh assignments: the mean over agents of E[Y_i | i in the first condition] − E[Y_i | i in the second].
 *
 * Replay r gives Σ_i [m_i(first) − m_i(second)]/N plus the Horvitz–Thompson mean of the residuals Y_i − m_i, where m_i is
 * agent i's mean outcome in a condition in the replays before r (the condition's own mean, where it was not seen in it). Whatever m,
 * its expectation is the effect; the better m is known, the less chance is left, and none where outcomes depend on the condition
 * alone. A tenth of the replays, at least five, only teach m. An outcome that is missing counts as m.
 *
 * @param replays number of replays that count, from 2.
 * @returns value and Monte Carlo standard error, undefined for a contrast that is about nobody. Cost: replays × one world.
 */
export function expectedEffects(
  probabilities: ExposureProbabilities,
  contrasts: readonly { readonly first: string; readonly second: string }[],
  play: Play,
  { replays, stream }: { readonly replays: number; readonly stream: Rng },
): ({ value: number; mcse: number } | undefined)[] {
  const { network, law, exposure, conditions, marginals } = probabilities;
  const width = conditions.length;
  const asked = contrasts.map(({ first, second }) => ({
    levels: [conditionIndex(conditions, first), conditionIndex(conditions, second)] as const,
    inside: contrastPopulation(probabilities, first, second),
    values: [] as number[],
  }));
  const total = new Float64Array(network.n * width);
  const count = new Uint32Array(network.n * width);
  const overall = Array.from({ length: width }, () => ({ total: 0, count: 0 }));
  const learnt = (i: number, c: number): number => {
    const k = i * width + c;
    if (count[k]! > 0) return total[k]! / count[k]!;
    const all = overall[c]!;
    return all.count > 0 ? all.total / all.count : 0;
  };
  const teach = Math.max(LEAST_LEARNT, Math.ceil(replays / 10));
  for (let r = 0; r < teach + replays; r++) {
    const own = stream.fork(r);
    const arms = law.draw(own.fork("assign"));
    const condition = exposure.of(network, arms);
    const { outcome, observed } = play(arms, condition, own.fork("run"));
    if (r >= teach) {
      for (const { levels, inside, values } of asked) {
        let effect = 0;
        for (const i of inside) {
          effect += learnt(i, levels[0]) - learnt(i, levels[1]);
          const c = condition[i]!;
          if (observed[i] === 0 || (c !== levels[0] && c !== levels[1])) continue;
          const residual = (outcome[i]! - learnt(i, c)) / marginals[i * width + c]!;
          effect += c === levels[0] ? residual : -residual;
        }
        values.push(effect / inside.length);
      }
    }
    for (let i = 0; i < network.n; i++) {
      if (observed[i] === 0) continue;
      const c = condition[i]!;
      total[i * width + c]! += outcome[i]!;
      count[i * width + c]!++;
      overall[c]!.total += outcome[i]!;
      overall[c]!.count++;
    }
  }
  return asked.map(({ inside, values }) => (inside.length === 0 ? undefined : settled(values)));
}

/** Replays that agree but for rounding have no error. */
export function settled(values: readonly number[]): { value: number; mcse: number } {
  const found = meanAndError(values);
  const scale = sum(values.map(Math.abs)) / values.length;
  return found.mcse <= 1e-12 * scale ? { value: found.value, mcse: 0 } : found;
}
