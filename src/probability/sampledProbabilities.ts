import type { SampledMixture } from "../../designs/Structure.ts";
import type { LocalMapping } from "../exposure/Exposure.ts";
import { conditionIndex, lookup } from "./lookup.ts";
import type {
  AveragedParts,
  ExposureProbabilities,
  PairProbabilities,
  PartVisit,
} from "./PairProbabilities.ts";
import type { SimulationSubject } from "./simulation/conditionSimulator.ts";
import { partDependents } from "./simulation/partDependents.ts";
import { partMarginals } from "./simulation/partMarginals.ts";
import { reachableConditions } from "./simulation/reachableConditions.ts";
import { sampledPairs } from "./simulation/sampledPairs.ts";
import { sampledParts } from "./simulation/sampledParts.ts";
import { stratifiedMeans } from "./simulation/stratifiedMeans.ts";

/** At most this many marginals of single structures are kept for errors of estimates: 512 MiB. More are computed again. */
const MOST_KEPT = 2 ** 26;

/**
 * Probabilities under a mixture of very many structures (a clustering drawn anew for every assignment): averages, over a
 * sample of structures, of the exact probabilities under each. No assignment is simulated, so what is left of Monte Carlo
 * error is the difference between structures. Ugander and Yin (2023), section 4. Joint probabilities are simulated when they
 * are asked for: {@link sampledPairs}.
 *
 * An agent in a condition under no structure of the sample has probability 0 there, and is called impossible only when its
 * arms and those of its in-neighbours rule the condition out; else it is `unseen`.
 *
 * Cost: exact marginals for each structure ({@link partMarginals}) at once.
 *
 * @param seed of the sample of structures, and of the draws
 * @param draws simulated assignments for joint probabilities
 */
export function sampledProbabilities(
  subject: SimulationSubject,
  mapping: LocalMapping,
  structure: SampledMixture,
  { seed, draws }: { readonly seed: string | number; readonly draws: number },
): ExposureProbabilities {
  const { network, law, exposure } = subject;
  const { n } = network;
  const conditions = exposure.conditions.length;
  const { strata, samples, name } = structure;
  const parts = sampledParts(structure, seed);
  const marginalsOf = partMarginals(subject, mapping);
  const dependentsOf = partDependents(mapping.network);
  const size = n * conditions;
  const kept: Float64Array[] | undefined = parts.count * size <= MOST_KEPT ? [] : undefined;
  const sample = stratifiedMeans(strata, samples, size);
  for (let m = 0; m < parts.count; m++) {
    const found = marginalsOf(parts.at(m));
    kept?.push(found);
    sample.add(found);
  }
  const marginals = sample.means;
  const errors = sample.errors();
  const averaged = {
    parts: parts.count,
    name,
    forEach(visit: PartVisit) {
      for (let m = 0; m < parts.count; m++) {
        visit(kept?.[m] ?? marginalsOf(parts.at(m)), parts.weight(m), () => dependentsOf(parts.at(m)));
      }
    },
    errorOf(terms: Parameters<AveragedParts["errorOf"]>[0]) {
      const total = stratifiedMeans(strata, samples, 1);
      const value = new Float64Array(1);
      averaged.forEach((found) => {
        value[0] = 0;
        for (const [entry, weight] of terms) value[0]! += weight * found[entry]!;
        total.add(value);
      });
      return total.errors()[0]!;
    },
  };
  let reachable: Uint8Array | undefined;
  const ruledOut = (k: number): boolean => {
    if (marginals[k]! > 0) return false;
    reachable ??= reachableConditions(mapping, law, conditions);
    return reachable[k] === 0;
  };
  const agentsWhere = (condition: string, test: (k: number) => boolean): readonly number[] => {
    const c = conditionIndex(exposure.conditions, condition);
    return Array.from({ length: n }, (_, i) => i).filter((i) => test(i * conditions + c));
  };
  const withDraws = (draws: number): ExposureProbabilities => {
    let pairs: PairProbabilities | undefined;
    const pairsNow = (): PairProbabilities => {
      pairs ??= sampledPairs(subject, marginals, { seed, draws });
      return pairs;
    };
    return {
      ...subject,
      ...lookup(exposure, marginals, (i, c, j, d) => pairsNow().law(i, j).joint(c, d)),
      method: "monte-carlo",
      averaged: { ...averaged, draws },
      mcse: (i, condition) => errors[i * conditions + conditionIndex(exposure.conditions, condition)]!,
      impossible: (condition) => agentsWhere(condition, ruledOut),
      unseen: (condition) => agentsWhere(condition, (k) => marginals[k] === 0 && !ruledOut(k)),
      get pairs() {
        return pairsNow();
      },
      more: withDraws,
    };
  };
  return withDraws(draws);
}
