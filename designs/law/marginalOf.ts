import { sum } from "../../src/core/numbers/sum.ts";
import type { Structure } from "../Structure.ts";

/** P(agent i is in the arm) under a structure; undefined where only a sampler is known. Cost O(1), or O(support). */
export function marginalOf(structure: Structure, arms: number, i: number, arm: number): number | undefined {
  switch (structure.kind) {
    case "independent-blocks":
      return structure.probability[structure.block[i]! * arms + arm]!;
    case "fixed-counts": {
      const s = structure.stratum[structure.block[i]!]!;
      const row = structure.counts.subarray(s * arms, (s + 1) * arms);
      return row[arm]! / sum(row);
    }
    case "mixture": {
      const terms: number[] = [];
      for (const part of structure.parts) {
        const inPart = marginalOf(part.structure, arms, i, arm);
        if (inPart === undefined) return undefined;
        terms.push(part.weight * inPart);
      }
      return sum(terms);
    }
    case "sampled-mixture":
      return structure.marginal(i, arm);
    case "explicit-support":
      return sum(structure.probability.filter((_, k) => structure.assignments[k]![i] === arm));
    case "sampler-only":
      return undefined;
  }
}
