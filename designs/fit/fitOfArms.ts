import { rng } from "../../src/core/rng.ts";
import type { Network } from "../../src/network/Network.ts";
import type { Law } from "../Design.ts";
import { assignmentFault } from "../law/assignmentFault.ts";
import { type ArmCount, armCounts } from "./armCounts.ts";
import { countMoments } from "./CountLaw.ts";
import { countTail } from "./countTail.ts";
import { simulatedTail } from "./simulatedTail.ts";

/** Whether arms can have come from a law. */
interface ArmsFit {
  /**
   * The chance, under the law, of arms of which some count is as improbable as the most improbable one here: by Bonferroni, so at most that. 0
   * where the law cannot give these arms at all.
   */
  readonly p: number;
  /** The most improbable count beside its expectation, `697 treated, 1683 ± 29 expected`; or why the law cannot give these arms. */
  readonly found: string;
  /** Whether the law cannot give these arms at all. */
  readonly impossible: boolean;
  /** The same of the edges that join agents of one arm, apart: counts of arms may be right where neighbours were assigned together, or apart. */
  readonly neighbours?: { readonly p: number; readonly found: string };
}

/** Draws behind a count whose law is not known. */
const DRAWS = 1000;
/** With fewer draws than this the tail cannot be continued, so such counts are left out. */
const FEWEST = 200;
/** Draws × (agents + edges) up to this number take about a second. */
const MOST_WORK = 2e7;
/** In so many worlds at most are counts looked at that are simulated. */
const MOST_WORLDS = 10;

/**
 * Tests a law against the arms that were seen: whether it can give them at all, then every count of arms in total, by world, by chance,
 * cluster and group, and the edges that join agents of one arm, against what the law expects. Laws of counts are exact or bounded where
 * the structure gives them (see {@link countTail}), else simulated ({@link simulatedTail}).
 *
 * Two designs with the same counts in all these places are not told apart.
 *
 * @param assignments the arm of each agent, in each world.
 * Cost: O(worlds × n log n) and 40 draws of the law; 1,000 where a simulated count looks improbable.
 */
export function fitOfArms(law: Law, assignments: readonly ArrayLike<number>[], network: Network): ArmsFit {
  const worlds = assignments.length;
  const where = (w: number): string => (worlds === 1 ? "" : ` in world ${w}`);
  for (const [w, assignment] of assignments.entries()) {
    const fault = assignmentFault(law, assignment, network.ids);
    if (fault !== undefined)
      return { p: 0, found: `${fault}${worlds === 1 ? "" : ` (world ${w})`}`, impossible: true };
  }
  let tests = 0;
  let least = Number.POSITIVE_INFINITY;
  let found = "";
  const take = (p: number, words: () => string): void => {
    tests++;
    if (p >= least) return;
    least = p;
    found = words();
  };
  const takeCount = (of: string, seen: number, moments: { mean: number; sd: number }, p: number): void =>
    take(p, () => `${Number(seen.toPrecision(4))} ${of}, ${inWords(moments.mean, moments.sd)} expected`);
  const exact = known.get(law) ?? armCounts(law);
  known.set(law, exact);
  for (const one of exact) {
    const seen = assignments.map((z) => one.count(z));
    const single = one.law(1);
    for (const [w, count] of seen.entries()) {
      takeCount(`${one.of}${where(w)}`, count, countMoments(single), countTail(single, count));
    }
    if (worlds === 1 || !one.pooled) continue;
    const all = one.law(worlds);
    const total = seen.reduce((a, b) => a + b, 0);
    takeCount(`${one.of} in all ${worlds} worlds`, total, countMoments(all), countTail(all, total));
  }
  const looked = assignments.slice(0, MOST_WORLDS);
  const counted = simulatedCounts(law, network);
  for (const one of counted.filter(({ edges }) => !edges))
    for (const [w, assignment] of looked.entries()) {
      const seen = one.count(assignment);
      const tail = one.tail(seen);
      takeCount(`${one.of}${where(w)}`, seen, tail, tail.p);
    }
  const counts = { p: tests === 0 ? 1 : Math.min(1, least * tests), found, impossible: false };
  const edges = counted.find((one) => one.edges);
  if (!edges) return counts;
  [tests, least, found] = [0, Number.POSITIVE_INFINITY, ""];
  for (const [w, assignment] of looked.entries()) {
    const seen = edges.count(assignment);
    const tail = edges.tail(seen);
    takeCount(`${edges.of}${where(w)}`, seen, tail, tail.p);
  }
  return { ...counts, neighbours: { p: Math.min(1, least * tests), found } };
}

const known = new WeakMap<Law, ArmCount[]>();

interface SimulatedCount {
  readonly of: string;
  count(assignment: ArrayLike<number>): number;
  /** How a count lies among those in draws of the law. */
  readonly tail: ReturnType<typeof simulatedTail>;
  readonly edges?: boolean;
}

/** What is counted in draws of the law: arms where the law is known by its sampler, and edges within arms. */
function simulatedCounts(law: Law, network: Network): SimulatedCount[] {
  const kept = simulated.get(network) ?? new WeakMap<Law, SimulatedCount[]>();
  simulated.set(network, kept);
  const counts = kept.get(law) ?? countsInDraws(law, network);
  kept.set(law, counts);
  return counts;
}

/** What was made of a law's draws, for other worlds and rounds. */
const simulated = new WeakMap<Network, WeakMap<Law, SimulatedCount[]>>();

function countsInDraws(law: Law, network: Network): SimulatedCount[] {
  const { structure, arms } = law;
  // Of a listed law every assignment is known.
  if (structure.kind === "explicit-support") return [];
  const exact = "block" in structure || structure.kind === "sampled-mixture";
  const work = (each: number): number => Math.min(DRAWS, Math.floor(MOST_WORK / each));
  const found: (Omit<SimulatedCount, "tail"> & { readonly draws: number })[] = [];
  const draws = work(law.n);
  if (!exact && draws >= FEWEST)
    for (const arm of arms.length === 2 ? [1] : arms.keys())
      found.push({
        of: arms[arm]!,
        draws,
        count: (z) => Array.from(z).reduce((total, one) => total + Number(one === arm), 0),
      });
  const { groups = [] } = law;
  if (groups.length > 1 && draws >= FEWEST) {
    // A little in every group is much in all of them.
    const laws = groups.map(({ chances }) => chances());
    found.push({
      of: `is minus the logarithm of the chances of the counts in ${groups.length} groups`,
      draws,
      count: (z) =>
        -groups.reduce((total, { agents }, g) => {
          const count = agents.reduce((inside, i) => inside + Number(z[i] === 1), 0);
          return total + Math.log(Math.max(laws[g]![count]!, Number.MIN_VALUE));
        }, 0),
    });
  }
  const edgeDraws = work(network.n + network.edges);
  if (network.edges > 0 && network.n === law.n && edgeDraws >= FEWEST)
    found.push({
      of: "edges join agents of one arm",
      draws: edgeDraws,
      edges: true,
      count: (z) => edgesWithin(network, z),
    });
  const drawn: number[][] = [];
  const stream = rng("fit of arms");
  const values = (r: number): number[] => {
    while (drawn.length <= r) {
      const z = law.draw(stream.fork(drawn.length));
      drawn.push(found.map(({ count }) => count(z)));
    }
    return drawn[r]!;
  };
  return found.map(({ draws: most, ...one }, k) => ({
    ...one,
    tail: simulatedTail((r) => values(r)[k]!, most),
  }));
}

function edgesWithin({ n, offsets, sources, directed }: Network, z: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < n; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) if (z[sources[e]!] === z[i]) count++;
  return directed ? count : count / 2;
}

/** `1683 ± 29`: to the unit, or to the digits that the spread leaves. */
function inWords(mean: number, sd: number): string {
  const digits = sd >= 10 ? 0 : sd >= 1 ? 1 : Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(sd || 1))));
  return `${Number(mean.toFixed(digits))} ± ${Number(sd.toFixed(digits))}`;
}
