import { chiSquareCdf } from "../../src/core/numbers/chiSquare.ts";
import type { Network } from "../../src/network/Network.ts";
import type { Panel } from "./Panel.ts";
import { positiveInverse } from "./positiveInverse.ts";
import type { RolloutStages } from "./rolloutStages.ts";
import { stageShares } from "./stageShares.ts";

/**
 * Whether effects still grow when their stage ends. Within each stage an agent's second half less its first is compared between those who adopted
 * with the stage and all others, and, where the network is known, by how much the share of treated in-neighbours grew with it. The reference is the
 * roll-out drawn anew, with outcomes as they are: a randomization test, which no drift can mislead.
 *
 * @returns the p-value; undefined where no stage has two periods
 */
export function growthTest(
  panel: Panel,
  { starts, stage, cohort }: RolloutStages,
  network: Network | undefined,
  redrawn: readonly Uint8Array[],
): number | undefined {
  const n = panel.agents.length;
  const used = starts.slice(1, -1).flatMap((from, k) => (starts[k + 2]! - from > 1 ? [k + 1] : []));
  if (used.length === 0) return undefined;
  const halves = used.map((k) => growthIn(panel, stage, k, starts));
  const statistic = (drawn: Uint8Array): number[] => {
    const totals = [0, 0];
    const shares = network && stageShares(network, drawn, starts.length - 2);
    used.forEach((k, s) => {
      const { growth, known } = halves[s]!;
      const columns = [Float64Array.from(drawn, (c) => (c === k ? 1 : 0))];
      if (shares) {
        const before = shares[k - 2];
        columns.push(shares[k - 1]!.map((x, i) => x - (before?.[i] ?? 0)));
      }
      columns.forEach((column, c) => {
        let [sum, size] = [0, 0];
        for (let i = 0; i < n; i++)
          if (known[i] === 1) {
            sum += column[i]!;
            size++;
          }
        // Growth is centred, so that the column need not be.
        for (let i = 0; i < n; i++) if (known[i] === 1) totals[c]! += growth[i]! * (column[i]! - sum / size);
      });
    });
    return network ? totals : totals.slice(0, 1);
  };
  const found = statistic(cohort);
  const drawn = redrawn.map(statistic);
  const covariance = found.map((_, a) =>
    found.map((__, b) => drawn.reduce((all, one) => all + one[a]! * one[b]!, 0) / drawn.length),
  );
  const inverse = positiveInverse(covariance);
  if (!inverse) return 1;
  const wald = found.reduce(
    (all, x, a) => all + x * found.reduce((row, y, b) => row + inverse[a]![b]! * y, 0),
    0,
  );
  return 1 - chiSquareCdf(wald, found.length);
}

/** Mean of the second half of a stage less that of the first, centred over agents observed in both. */
function growthIn(
  { agents, outcome, observed }: Panel,
  stage: Uint8Array,
  k: number,
  starts: readonly number[],
): { readonly growth: Float64Array; readonly known: Uint8Array } {
  const n = agents.length;
  const half = starts[k]! + Math.floor((starts[k + 1]! - starts[k]!) / 2);
  const growth = new Float64Array(n);
  const known = new Uint8Array(n);
  let [total, size] = [0, 0];
  for (let i = 0; i < n; i++) {
    const sums = [0, 0];
    const counts = [0, 0];
    for (let t = starts[k]!; t < starts[k + 1]!; t++)
      if (stage[t] === k && observed[t]![i] === 1) {
        const side = t < half ? 0 : 1;
        sums[side]! += outcome[t]![i]!;
        counts[side]!++;
      }
    if (counts[0] === 0 || counts[1] === 0) continue;
    known[i] = 1;
    growth[i] = sums[1]! / counts[1]! - sums[0]! / counts[0]!;
    total += growth[i]!;
    size++;
  }
  for (let i = 0; i < n; i++) if (known[i] === 1) growth[i]! -= total / size;
  return { growth, known };
}
