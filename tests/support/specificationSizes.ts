import { supportSize } from "../../designs/law/supportOf.ts";
import type { MapMethod } from "../../estimators/specification/mapTest.ts";
import { specify } from "../../estimators/specification/specify.ts";
import { rng } from "../../src/core/rng.ts";
import { anyTreatedNeighbor } from "../../src/exposure/anyTreatedNeighbor.ts";
import type { Network } from "../../src/network/Network.ts";
import { tinyDesigns, tinyDesignsOfThreeArms } from "./tinyWorlds.ts";

/** What an outcome really depends on: the exposure of agent i as text. */
type Truth = (network: Network, i: number, arms: Uint8Array) => string;

const inRow = ({ offsets, sources }: Network, i: number): number[] => [
  ...sources.subarray(offsets[i]!, offsets[i + 1]!),
];

/** Truths by the coarsest map that holds, written apart from the maps themselves. */
export const truths: Readonly<Record<string, Truth>> = {
  nothing: () => "",
  own: (_, i, z) => `${z[i]}`,
  any: (network, i, z) => {
    const met = new Set(inRow(network, i).map((j) => z[j]!));
    return `${z[i]} ${[1, 2].map((arm) => met.has(arm))}`;
  },
  count: (network, i, z) =>
    `${z[i]} ${inRow(network, i)
      .map((j) => z[j]!)
      .sort()}`,
  share: (network, i, z) => {
    const { offsets, weights } = network;
    const sums = [0, 0, 0];
    inRow(network, i).forEach((j, k) => {
      sums[z[j]!]! += weights?.[offsets[i]! + k] ?? 1;
    });
    return `${truths.count!(network, i, z)} ${sums.slice(1)}`;
  },
};

interface SizeCell {
  readonly where: string;
  /** Largest P(p ≤ α) − α over all α, of the closed procedure: P(any true hypothesis is rejected) − α. */
  readonly worst: number;
  /** The same of every single test of a true hypothesis. */
  readonly single: number;
  readonly answered: number;
}

const numbers = new Map<string, number>();
const stream = rng("specification");
function arbitrary(text: string): number {
  const known = numbers.get(text) ?? stream.fork(text).integer(6);
  numbers.set(text, known);
  return known;
}

/** The size of the closed procedure over all assignments, in every cell of designs × truths on some networks. */
export function specificationSizes(
  networks: Readonly<Record<string, Network>>,
  most: number,
  method: MapMethod,
): SizeCell[] {
  const cells: SizeCell[] = [];
  for (const [place, network] of Object.entries(networks)) {
    const all = { ...tinyDesigns(network.n), ...tinyDesignsOfThreeArms(network.n) };
    for (const [name, design] of Object.entries(all)) {
      const law = design.law(network);
      if (law.support === undefined || supportSize(law.structure, law.arms.length) > most) continue;
      for (const [truth, of] of Object.entries(truths)) {
        if (truth === "share" && network.weights === undefined) continue;
        const found: { p: number; chance: number }[] = [];
        const tests = new Map<string, { p: number; chance: number }[]>();
        for (const [arms, chance] of law.support()) {
          const outcome = Float64Array.from({ length: network.n }, (_, i) =>
            arbitrary(`${place} ${i}: ${of(network, i, arms)}`),
          );
          const world = { arms, outcome, observed: new Uint8Array(network.n).fill(1) };
          const exposure = anyTreatedNeighbor(law.arms.length > 2 ? { focal: law.arms[1]! } : {});
          const { steps, study } = specify(
            { network, law, worlds: [world], ...(law.arms.length === 2 ? { exposure } : {}) },
            { method, draws: 99 },
          );
          const from = order.indexOf(truth);
          const held = steps.filter(({ map }) => order.indexOf(map) >= from);
          const closed = held.map((step) => step.closed).filter((p) => p !== undefined);
          if (closed.length > 0) found.push({ p: Math.min(...closed), chance });
          for (const step of [...held, ...(study && from <= order.indexOf("any") ? [study] : [])]) {
            if (step.p === undefined) continue;
            for (const [kind, p] of [
              ["", step.p],
              ["next", step.nextP!],
            ] as const)
              tests.set(`${step.map}${kind}`, [...(tests.get(`${step.map}${kind}`) ?? []), { p, chance }]);
          }
        }
        cells.push({
          where: `${truth} under ${name} on ${place}`,
          worst: excess(found),
          single: Math.max(Number.NEGATIVE_INFINITY, ...[...tests.values()].map(excess)),
          answered: found.length,
        });
      }
    }
  }
  return cells;
}

const order = ["nothing", "own", "any", "count", "share"];

function excess(found: { p: number; chance: number }[]): number {
  const sorted = [...found].sort((a, b) => a.p - b.p);
  let [reached, worst] = [0, Number.NEGATIVE_INFINITY];
  sorted.forEach(({ p, chance }, k) => {
    reached += chance;
    if (k + 1 < sorted.length && sorted[k + 1]!.p <= p + 1e-12) return;
    worst = Math.max(worst, reached - p);
  });
  return worst;
}
