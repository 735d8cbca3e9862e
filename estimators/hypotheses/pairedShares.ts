import type { Network } from "../../src/network/Network.ts";
import { outRows } from "../../src/network/outRows.ts";
import { residualsOf } from "./residualsOf.ts";
import type { TestedOutcomes } from "./testedOutcomes.ts";
import { shellsOf } from "./treatedShare.ts";
import { SMALLEST_SQUARE } from "./WorldStatistic.ts";

/** What of an agent's shell goes with its outcome: the share that is treated, or whether anybody is. */
export type ShellMeasure = "score" | "exposed";

/** Adds to two statistics, of the assignment at hand and of another, what one world contributes: [0], [1] numerators, [2], [3] squares. */
type PairStatistic = (own: Uint8Array, other: Uint8Array, sums: Float64Array) => void;

/**
 * The correlation of outcomes with treatment in the shell at `distance` + 1, under two assignments, over the agents whose outcome is known under both: those with the same arms, their own and
 * all up to `distance` steps away, in the two. Outcomes are residuals within own arms. Cost: O(edges × distance + sizes of shells) for a pair.
 */
export function pairedShares(
  network: Network,
  { agents, value }: TestedOutcomes,
  distance: number,
  measure: ShellMeasure,
): PairStatistic {
  const { n } = network;
  const { offsets, sources } = shellsOf(network, agents, distance);
  const out = outRows(network);
  const dirty = new Uint8Array(n);
  const queue = new Uint32Array(n);
  const shares = [new Float64Array(n), new Float64Array(n)] as const;
  const known = new Uint32Array(agents.length);
  const position = new Uint32Array(agents.length);
  return (own, other, sums) => {
    dirty.fill(0);
    let size = 0;
    for (let i = 0; i < n; i++) {
      if (own[i] === other[i]) continue;
      dirty[i] = 1;
      queue[size++] = i;
    }
    for (let hop = 0, start = 0; hop < distance; hop++) {
      const end = size;
      for (; start < end; start++) {
        const j = queue[start]!;
        for (let e = out.offsets[j]!; e < out.offsets[j + 1]!; e++) {
          const i = out.targets[e]!;
          if (dirty[i] === 1) continue;
          dirty[i] = 1;
          queue[size++] = i;
        }
      }
    }
    let count = 0;
    for (let p = 0; p < agents.length; p++) {
      if (dirty[agents[p]!] === 1 || offsets[p + 1] === offsets[p]) continue;
      position[count] = p;
      known[count++] = agents[p]!;
    }
    if (count < 2) return;
    const inside = known.subarray(0, count);
    const residual = residualsOf(inside, value, own);
    let rr = 0;
    for (const i of inside) rr += residual[i]! ** 2;
    for (const side of [0, 1] as const) {
      const arms = side === 0 ? own : other;
      const share = shares[side];
      let mean = 0;
      for (let k = 0; k < count; k++) {
        const p = position[k]!;
        let treated = 0;
        for (let e = offsets[p]!; e < offsets[p + 1]!; e++) if (arms[sources[e]!] !== 0) treated++;
        share[k] = measure === "score" ? treated / (offsets[p + 1]! - offsets[p]!) : treated > 0 ? 1 : 0;
        mean += share[k]! / count;
      }
      let [top, xx] = [0, 0];
      for (let k = 0; k < count; k++) {
        const off = share[k]! - mean;
        top += residual[inside[k]!]! * off;
        xx += off * off;
      }
      sums[side]! += top;
      sums[2 + side]! += rr * xx + SMALLEST_SQUARE;
    }
  };
}
