import type { Law } from "../../designs/Design.ts";
import { studiedBy } from "../../designs/law/studiedBy.ts";
import type { FixedCounts, IndependentBlocks } from "../../designs/Structure.ts";
import { sum } from "../../src/core/numbers/sum.ts";
import type { Network } from "../../src/network/Network.ts";

/** Weights under which an outcome that is linear in an agent's own arm and the share of its in-neighbours treated shows its slopes. */
interface LinearWeights {
  /** 1 for the agents whose slopes the design can show. */
  readonly able: Uint8Array;
  /** E ω_i². */
  readonly squares: Float64Array;
  weightsOf(assignment: Uint8Array): Float64Array;
}

/** Two exposures of one agent are one, from this relative determinant downwards. */
const SAME = 1e-10;

/**
 * ω_i = uᵀ Σ_i⁻¹ (v_i − E v_i), where v_i = (own arm, share of in-neighbours treated by weight) and Σ_i its exact covariance under the design;
 * u = (1, 1) for everybody against nobody, (0, 1) for the slope on the share. E[ω_i Y_i] = uᵀ(b_i, β_i) whatever the intercepts and slopes of agents.
 * On two sides own arms play no part, and ω_i = (x_i − E x_i)/Var x_i: Harshaw, Sävje, Eisenstat, Mirrokni and Pouget-Abadie (2023), section 4.
 * Cost: O(edges) to prepare and for each assignment.
 */
export function linearWeights(
  network: Network,
  law: Law,
  {
    structure,
    asks,
  }: { readonly structure: IndependentBlocks | FixedCounts; readonly asks: "global" | "slope" },
): LinearWeights {
  const { n, offsets, sources, weights } = network;
  const { block } = structure;
  const { chance, covariance } = momentsOf(structure);
  const able = studiedBy(law);
  const untreatable = new Set(law.untreatable);
  const [own, share, squares] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const total = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (able[i] === 0) continue;
    const around = new Map<number, number>();
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const b = block[sources[e]!]!;
      around.set(b, (around.get(b) ?? 0) + (weights?.[e] ?? 1));
      total[i]! += weights?.[e] ?? 1;
    }
    for (const [b, w] of around) around.set(b, w / total[i]!);
    const served = untreatable.has(i);
    const self = new Map(served ? [] : [[block[i]!, 1] as const]);
    const certain = [...around.keys(), ...self.keys()].some((b) => !(chance[b]! > 0 && chance[b]! < 1));
    const found = coefficients({
      asks,
      ...{ served, alone: around.size === 0, certain },
      ...{ z: covariance(self, self), zx: covariance(self, around), x: covariance(around, around) },
    });
    if (!found) {
      able[i] = 0;
      continue;
    }
    own[i] = found.own;
    share[i] = found.share;
    squares[i] = found.square;
  }
  return {
    able,
    squares,
    weightsOf: (assignment) =>
      Float64Array.from(able, (one, i) => {
        if (one === 0) return 0;
        let x = 0;
        for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
          const j = sources[e]!;
          x += ((weights?.[e] ?? 1) / total[i]!) * (assignment[j]! - chance[block[j]!]!);
        }
        const z = own[i] === 0 ? 0 : own[i]! * (assignment[i]! - chance[block[i]!]!);
        return z + share[i]! * x;
      }),
  };
}

/** The moments of one agent's exposures, and what is asked. */
interface Exposed {
  readonly asks: "global" | "slope";
  /** Whether it can never be treated itself, as on the outcome side of two. */
  readonly served: boolean;
  readonly alone: boolean;
  /** Whether an arm that it depends on is certain. */
  readonly certain: boolean;
  readonly z: number;
  readonly zx: number;
  readonly x: number;
}

/** Σ⁻¹u and uᵀΣ⁻¹u; undefined where the design cannot show what is asked. */
function coefficients(given: Exposed): { own: number; share: number; square: number } | undefined {
  const { asks, served, alone, certain, z, zx, x } = given;
  if (served)
    return x > 0 && !(certain && asks === "global") ? { own: 0, share: 1 / x, square: 1 / x } : undefined;
  if (alone) return asks === "global" && z > 0 ? { own: 1 / z, share: 0, square: 1 / z } : undefined;
  const determinant = z * x - zx * zx;
  if (determinant > SAME * z * x) {
    if (asks === "slope") return { own: -zx / determinant, share: z / determinant, square: z / determinant };
    if (certain) return undefined;
    return {
      own: (x - zx) / determinant,
      share: (z - zx) / determinant,
      square: (x - 2 * zx + z) / determinant,
    };
  }
  // All in-neighbours share the agent's own coin: both slopes together are one.
  const together = z > 0 && Math.abs(zx - z) <= SAME * z && Math.abs(x - z) <= SAME * z;
  if (together && asks === "global") return { own: 1 / z, share: 0, square: 1 / z };
  // Own arm certain, as of agents that the design never treats: the share alone varies.
  if (z === 0 && x > 0 && asks === "slope") return { own: 0, share: 1 / x, square: 1 / x };
  return undefined;
}

/** P(block is treated), and the covariance of two sums of treated blocks with these coefficients. */
function momentsOf(structure: IndependentBlocks | FixedCounts): {
  chance: Float64Array;
  covariance: (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>) => number;
} {
  if (structure.kind === "independent-blocks") {
    const chance = Float64Array.from(
      { length: structure.blocks },
      (_, b) => structure.probability[2 * b + 1]!,
    );
    const covariance = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number =>
      sum([...a].map(([k, w]) => w * (b.get(k) ?? 0) * chance[k]! * (1 - chance[k]!)));
    return { chance, covariance };
  }
  const { stratum, counts, strata } = structure;
  const size = Array.from({ length: strata }, (_, s) => counts[2 * s]! + counts[2 * s + 1]!);
  const chance = Float64Array.from(stratum, (s) => counts[2 * s + 1]! / size[s]!);
  return {
    chance,
    covariance: (a, b) => {
      const sums = new Map<number, [number, number, number]>();
      const at = (k: number): [number, number, number] => {
        const s = stratum[k]!;
        const found = sums.get(s) ?? [0, 0, 0];
        sums.set(s, found);
        return found;
      };
      for (const [k, w] of a) {
        at(k)[0] += w;
        at(k)[2] += w * (b.get(k) ?? 0);
      }
      for (const [k, w] of b) at(k)[1] += w;
      return sum(
        [...sums].map(([s, [first, second, both]]) => {
          const p = counts[2 * s + 1]! / size[s]!;
          if (size[s]! < 2) return 0;
          return p * (1 - p) * (both - (first * second - both) / (size[s]! - 1));
        }),
      );
    },
  };
}
