import type { Network } from "../../src/network/Network.ts";
import { outRows } from "../../src/network/outRows.ts";

/** The imbalance of an assignment that is changed agent by agent. */
export interface ColourImbalance {
  /** Takes an assignment to begin with, and gives its imbalance. Cost O(n + edges). */
  start(assignment: Uint8Array): number;
  /** Puts an agent into the other arm, and gives the imbalance then. Cost O(its out-neighbours). */
  flip(i: number): number;
}

/**
 * How far an assignment is from a perfect quasi-colouring, in which every treated agent has an untreated counterpart with as many
 * in-neighbours and as many treated ones: the sum, over numbers of in-neighbours and of treated in-neighbours, of the difference
 * between the numbers of treated and of untreated agents that have them. 0 is perfect; swapping the arms changes nothing.
 * Jagadeesan, Pillai and Volfovsky (2020).
 */
export function colourImbalance(network: Network): ColourImbalance {
  const { n, offsets, sources } = network;
  const out = outRows(network);
  // Each number of in-neighbours has a row of its own, with a place for each number of treated ones.
  const rowOf = new Map<number, number>();
  let places = 0;
  const row = Uint32Array.from({ length: n }, (_, i) => {
    const degree = offsets[i + 1]! - offsets[i]!;
    if (!rowOf.has(degree)) {
      rowOf.set(degree, places);
      places += degree + 1;
    }
    return rowOf.get(degree)!;
  });
  /** Treated minus untreated agents. */
  const surplus = new Int32Array(places);
  const treatedAround = new Uint32Array(n);
  let arms = new Uint8Array(n);
  let imbalance = 0;
  const add = (at: number, change: number): void => {
    imbalance -= Math.abs(surplus[at]!);
    surplus[at]! += change;
    imbalance += Math.abs(surplus[at]!);
  };
  return {
    start(assignment) {
      arms = assignment.slice();
      surplus.fill(0);
      imbalance = 0;
      for (let i = 0; i < n; i++) {
        let treated = 0;
        for (let e = offsets[i]!; e < offsets[i + 1]!; e++) treated += arms[sources[e]!]!;
        treatedAround[i] = treated;
        add(row[i]! + treated, arms[i] === 1 ? 1 : -1);
      }
      return imbalance;
    },
    flip(i) {
      const now = arms[i] === 1 ? -1 : 1;
      arms[i] = arms[i] === 1 ? 0 : 1;
      add(row[i]! + treatedAround[i]!, 2 * now);
      for (let e = out.offsets[i]!; e < out.offsets[i + 1]!; e++) {
        const j = out.targets[e]!;
        const own = arms[j] === 1 ? 1 : -1;
        add(row[j]! + treatedAround[j]!, -own);
        treatedAround[j]! += now;
        add(row[j]! + treatedAround[j]!, own);
      }
      return imbalance;
    },
  };
}
