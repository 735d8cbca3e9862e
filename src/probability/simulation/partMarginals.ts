import type { FixedCounts, IndependentBlocks } from "../../../designs/Structure.ts";
import type { LocalMapping } from "../../exposure/Exposure.ts";
import { exactProbabilities } from "../exactProbabilities.ts";
import { chancesInTurn } from "../laws/chancesInTurn.ts";
import { conditionRuns } from "../laws/conditionRuns.ts";
import { totalDoses } from "../laws/incidence.ts";
import type { SimulationSubject } from "./conditionSimulator.ts";

/** P(agent i is in condition c) under a structure, at index i × conditions + c. */
type PartMarginals = (structure: IndependentBlocks | FixedCounts) => Float64Array;

/**
 * Exact marginal probabilities for one structure after another: those of {@link exactProbabilities}, by a short cut for
 * rules that only tell "no in-neighbour in the focal arm", "some" and "all" apart. Under these only the set of blocks
 * around an agent counts. Cost for each structure: O(n + edges) by the short cut.
 */
export function partMarginals(subject: SimulationSubject, mapping: LocalMapping): PartMarginals {
  return (
    noneSomeAll(subject, mapping) ??
    ((structure) => exactProbabilities(subject, mapping, structure).marginals)
  );
}

/** Conditions of each agent at index (i × arms + own arm) × 3: when none, some and all of its in-neighbours are in the focal arm. */
function threeConditions({ law, network }: SimulationSubject, mapping: LocalMapping): Uint8Array | undefined {
  const { rule } = mapping;
  if (rule.combine === "bits") return undefined;
  const arms = law.arms.length;
  const run = conditionRuns(rule);
  const totals = totalDoses(mapping);
  const found = new Uint8Array(network.n * arms * 3);
  for (let i = 0; i < network.n; i++) {
    const total = totals[i]!;
    for (let own = 0; own < arms; own++) {
      const { condition, runEnd } = run(total, own);
      if (total > 2 && runEnd[1]! < total - 1) return undefined;
      found.set([condition[0]!, condition[Math.min(1, total)]!, condition[total]!], (i * arms + own) * 3);
    }
  }
  return found;
}

function noneSomeAll(subject: SimulationSubject, mapping: LocalMapping): PartMarginals | undefined {
  const three = threeConditions(subject, mapping);
  if (!three) return undefined;
  const { n, offsets, sources } = mapping.network;
  const { focal } = mapping.rule;
  const arms = subject.law.arms.length;
  const conditions = subject.exposure.conditions.length;
  return (structure) => {
    const { block, blocks } = structure;
    const marginals = new Float64Array(n * conditions);
    const met = new Int32Array(blocks).fill(-1);
    const chances = chancesInTurn(structure, arms, focal);
    for (let i = 0; i < n; i++) {
      const own = block[i]!;
      chances.start(own);
      let inside = false;
      let outside = 0;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const b = block[sources[e]!]!;
        if (b === own) inside = true;
        else if (met[b] !== i) {
          met[b] = i;
          outside++;
          chances.next(b);
        }
      }
      for (let arm = 0; arm < arms; arm++) {
        const chance = chances.of(own, arm);
        const as = arm === focal ? 1 : 0;
        const at = (i * arms + arm) * 3;
        const add = (way: number, p: number): void => {
          marginals[i * conditions + three[at + way]!]! += p;
        };
        if (outside === 0) {
          add(inside && as === 1 ? 2 : 0, chance);
          continue;
        }
        // In-neighbours in the own block are in the own arm.
        const none = inside && as === 1 ? 0 : chance * chances.none[as]!;
        const all = inside && as === 0 ? 0 : chance * chances.all[as]!;
        add(0, none);
        add(2, all);
        if (inside || outside > 1) add(1, Math.max(0, chance - none - all));
      }
    }
    return marginals;
  };
}
