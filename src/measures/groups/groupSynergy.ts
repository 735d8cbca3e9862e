// Rosas et al. (2020), "Reconciling emergences", PLoS Computational Biology 16; Mediano et al. (2021), "Towards an extended taxonomy of information dynamics", arXiv 2109.13186;
// Riedl (2025), "Emergent coordination in multi-agent language models", arXiv 2510.05174.

import { decompose, type Redundancy } from "../decomposition/decompose.ts";
import { jointTable } from "../decomposition/JointTable.ts";

/**
 * The mean over all pairs of agents of what only both of a pair together say about their joint next state, in nats: synergy of the time-delayed decomposition.
 *
 * @param states codes 0 and 1 of each agent in each round.
 */
export function groupSynergy(states: readonly Uint8Array[], redundancy: Redundancy): number {
  let total = 0;
  for (let i = 0; i < states.length; i++)
    for (let j = 0; j < i; j++)
      total +=
        redundancy === "mmi" ? leastPair(states[i]!, states[j]!) : pair(states[i]!, states[j]!, redundancy);
  return (2 * total) / (states.length * (states.length - 1));
}

function pair(a: Uint8Array, b: Uint8Array, redundancy: Redundancy): number {
  const rounds = a.length - 1;
  const columns = [
    Uint32Array.from(a.subarray(0, rounds)),
    Uint32Array.from(b.subarray(0, rounds)),
    Uint32Array.from({ length: rounds }, (_, t) => 2 * a[t + 1]! + b[t + 1]!),
  ];
  return decompose(jointTable(columns), redundancy).synergy;
}

const cells = new Uint32Array(16);
const sums = {
  now: new Uint32Array(4),
  next: new Uint32Array(4),
  a: new Uint32Array(8),
  b: new Uint32Array(8),
};

/** The same for the smaller mutual information: I(both; next) − the larger of what either says; counted at once, because tests need it by the million. */
function leastPair(a: Uint8Array, b: Uint8Array): number {
  const rounds = a.length - 1;
  cells.fill(0);
  for (let t = 0; t < rounds; t++) cells[8 * a[t]! + 4 * b[t]! + 2 * a[t + 1]! + b[t + 1]!]!++;
  for (const one of Object.values(sums)) one.fill(0);
  for (let now = 0; now < 4; now++)
    for (let next = 0; next < 4; next++) {
      const count = cells[4 * now + next]!;
      sums.now[now]! += count;
      sums.next[next]! += count;
      sums.a[4 * (now >> 1) + next]! += count;
      sums.b[4 * (now & 1) + next]! += count;
    }
  const ofA = [sums.now[0]! + sums.now[1]!, sums.now[2]! + sums.now[3]!];
  const ofB = [sums.now[0]! + sums.now[2]!, sums.now[1]! + sums.now[3]!];
  // Mutual informations times the rounds, without what they have in common.
  const both = logs(cells) - logs(sums.now);
  return (both - Math.max(logs(sums.a) - logs(ofA), logs(sums.b) - logs(ofB))) / rounds;
}

function logs(counts: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < counts.length; k++) if (counts[k]! > 1) total += counts[k]! * Math.log(counts[k]!);
  return total;
}
