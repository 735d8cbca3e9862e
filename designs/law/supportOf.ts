import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { FixedCounts, IndependentBlocks, Structure } from "../Structure.ts";
import { blocksByStratum } from "./blocksByStratum.ts";

type Weighted = readonly [assignment: Uint8Array, probability: number];

/**
 * Every assignment that a structure allows, with its probability, each once (parts of a mixture may repeat one: their
 * probabilities then add up). The slow truth that fast code is compared with; only for tiny networks.
 */
export function* supportOf(structure: Structure, arms: number, n: number): Generator<Weighted> {
  switch (structure.kind) {
    case "independent-blocks":
      yield* lifted(coinSupport(structure, arms), structure.block, n);
      return;
    case "fixed-counts":
      yield* lifted(countSupport(structure, arms), structure.block, n);
      return;
    case "mixture":
      for (const part of structure.parts) {
        if (part.weight <= 0) continue;
        for (const [assignment, p] of supportOf(part.structure, arms, n)) yield [assignment, part.weight * p];
      }
      return;
    case "explicit-support":
      for (let k = 0; k < structure.assignments.length; k++)
        yield [structure.assignments[k]!, structure.probability[k]!];
      return;
    case "sampled-mixture":
      throw new SpillwayError("law: a mixture known by a sample of its parts has no list of assignments");
    case "sampler-only":
      throw new SpillwayError("law: a law that is only a sampler has no list of assignments");
  }
}

/** Number of assignments in the support, without listing them; Infinity for a sampler. */
export function supportSize(structure: Structure, arms: number): number {
  switch (structure.kind) {
    case "independent-blocks": {
      let size = 1;
      for (let b = 0; b < structure.blocks; b++) {
        size *= structure.probability.subarray(b * arms, (b + 1) * arms).filter((p) => p > 0).length;
      }
      return size;
    }
    case "fixed-counts": {
      let size = 1;
      for (let s = 0; s < structure.strata; s++) {
        let placed = 0;
        for (let a = 0; a < arms; a++) {
          const count = structure.counts[s * arms + a]!;
          for (let k = 1; k <= count; k++) size *= (placed + k) / k;
          placed += count;
        }
      }
      return Math.round(size);
    }
    case "mixture":
      return structure.parts.reduce((total, part) => total + supportSize(part.structure, arms), 0);
    case "explicit-support":
      return structure.assignments.length;
    case "sampled-mixture":
    case "sampler-only":
      return Number.POSITIVE_INFINITY;
  }
}

function* lifted(drawn: Iterable<Weighted>, block: Uint32Array, n: number): Generator<Weighted> {
  for (const [arms, p] of drawn) yield [Uint8Array.from({ length: n }, (_, i) => arms[block[i]!]!), p];
}

function* coinSupport({ blocks, probability }: IndependentBlocks, arms: number): Generator<Weighted> {
  const drawn = new Uint8Array(blocks);
  function* from(b: number, p: number): Generator<Weighted> {
    if (b === blocks) {
      yield [drawn.slice(), p];
      return;
    }
    for (let a = 0; a < arms; a++) {
      const chance = probability[b * arms + a]!;
      if (chance <= 0) continue;
      drawn[b] = a;
      yield* from(b + 1, p * chance);
    }
  }
  yield* from(0, 1);
}

function* countSupport(structure: FixedCounts, arms: number): Generator<Weighted> {
  const p = 1 / supportSize(structure, arms);
  const drawn = new Uint8Array(structure.blocks);
  const strata = blocksByStratum(structure);
  const left = structure.counts.slice();
  function* from(s: number, k: number): Generator<Weighted> {
    const members = strata[s];
    if (members === undefined) {
      yield [drawn.slice(), p];
      return;
    }
    if (k === members.length) {
      yield* from(s + 1, 0);
      return;
    }
    for (let a = 0; a < arms; a++) {
      if (left[s * arms + a] === 0) continue;
      left[s * arms + a]!--;
      drawn[members[k]!] = a;
      yield* from(s, k + 1);
      left[s * arms + a]!++;
    }
  }
  yield* from(0, 0);
}
