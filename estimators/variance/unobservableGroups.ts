import type { Structure } from "../../designs/Structure.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import { byLevel, cliqueCover, MOST_GROUPED_PAIRS } from "./cliqueCover.ts";
import { forEachUnobservable, jointOf, type PairForm, unobservablePair } from "./pairForm.ts";

/** A set of nodes whose unobservable pairs are bounded together: its slack is (Σ weight_k θ_k)². */
export interface NodeGroup {
  readonly nodes: readonly number[];
  /** v_k of each node; v_k v_l = s_k s_l on each unobservable pair of the group. */
  readonly weights: readonly number[];
}

/**
 * Covers each pair of nodes that cannot occur together exactly once, by groups found greedily. First the design's blocks
 * of several agents (both levels of all its agents) where no two of opposite levels can occur together; then cliques of
 * what is left, by level and then by agent (see `cliqueCover`). A pair that fits no larger group is a group of its own.
 *
 * @throws SpillwayError for more than {@link MOST_GROUPED_PAIRS} pairs.
 */
export function unobservableGroups(form: PairForm, structure: Structure): NodeGroup[] {
  const open = Array.from({ length: form.pi.length }, () => new Set<number>());
  let count = 0;
  forEachUnobservable(form, (k, l) => {
    if (jointOf(form, k, l) !== 0) return;
    if (++count > MOST_GROUPED_PAIRS)
      throw new SpillwayError(
        `groupedBound: wanted at most ${MOST_GROUPED_PAIRS} pairs that cannot occur together, got more: use aronow-samii`,
      );
    open[k]!.add(l);
    open[l]!.add(k);
  });
  const groups: NodeGroup[] = [];
  const take = (nodes: readonly number[]): void => {
    groups.push(nodeGroup(form, nodes));
    for (const k of nodes) for (const l of nodes) open[k]!.delete(l);
  };
  for (const members of blocksOf(form, structure)) {
    const apart = members.every((p) =>
      members.every(
        (q) =>
          open[2 * p]!.has(2 * q + 1) && !isRare(form, 2 * p, 2 * q) && !isRare(form, 2 * p + 1, 2 * q + 1),
      ),
    );
    if (members.length > 1 && apart) take([...members.map((p) => 2 * p), ...members.map((p) => 2 * p + 1)]);
  }
  const cliques = cliqueCover(open, byLevel(open.length));
  return [...groups, ...cliques.map((nodes) => nodeGroup(form, nodes))];
}

/**
 * A group with its weights: the signs of its nodes, or, where p nodes of the first level face q ≠ p of the second and all
 * pairs of one level can be observed, √(q/p) and −√(p/q), which is tighter.
 */
export function nodeGroup(form: PairForm, nodes: readonly number[]): NodeGroup {
  const sides = [nodes.filter((k) => (k & 1) === 0), nodes.filter((k) => (k & 1) === 1)] as const;
  const [p, q] = [sides[0].length, sides[1].length];
  const free =
    p !== q &&
    p * q > 0 &&
    sides.every((side) => side.every((k) => side.every((l) => jointOf(form, k, l) > 0)));
  const weight = free ? [Math.sqrt(q / p), -Math.sqrt(p / q)] : [1, -1];
  return { nodes, weights: nodes.map((k) => weight[k & 1]!) };
}

/** Whether two nodes can occur together but count as unobservable: their entry of S is then given, and no group's to choose. */
function isRare(form: PairForm, k: number, l: number): boolean {
  return unobservablePair(form, k, l) && jointOf(form, k, l) !== 0;
}

/** Positions of the population's agents in each block of the design; none where the design has no blocks. */
function blocksOf({ population }: PairForm, structure: Structure): Iterable<readonly number[]> {
  if (structure.kind !== "independent-blocks" && structure.kind !== "fixed-counts") return [];
  const members = new Map<number, number[]>();
  population.forEach((i, p) => {
    const block = structure.block[i]!;
    const own = members.get(block);
    if (own) own.push(p);
    else members.set(block, [p]);
  });
  return members.values();
}
