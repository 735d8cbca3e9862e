// Williams and Beer (2010), "Nonnegative decomposition of multivariate information", arXiv 1004.2515, equations 3 and 4;
// Barrett (2015), "Exploration of synergistic and redundant information sharing in static and dynamical Gaussian systems", Physical Review E 91.
import { brojaTable } from "./brojaTable.ts";
import { type JointTable, marginsOf, toldByTable } from "./JointTable.ts";

/** What redundancy is taken to be. */
export type Redundancy = "i-min" | "mmi" | "broja";

/** The four parts of what two sources say about a target. */
export interface Atoms {
  /** What either says. */
  readonly redundant: number;
  /** What the first alone says. */
  readonly unique1: number;
  /** What the second alone says. */
  readonly unique2: number;
  /** What only both together say. */
  readonly synergy: number;
}

/** The parts of I(X, Y; T) in nats. */
export function decompose(table: JointTable, redundancy: Redundancy): Atoms {
  const { first, second, both } = toldByTable(table);
  if (redundancy === "broja") {
    const synergy = Math.max(0, both - toldByTable(brojaTable(table)).both);
    const redundant = first + second - both + synergy;
    return { redundant, unique1: first - redundant, unique2: second - redundant, synergy };
  }
  const redundant = redundancy === "mmi" ? Math.min(first, second) : leastSpecific(table);
  return {
    redundant,
    unique1: first - redundant,
    unique2: second - redundant,
    synergy: both - first - second + redundant,
  };
}

/** I_min: for each value of the target what the less informative source says of it, Σ_t p(t) min_s Σ p(x_s|t) ln p(t|x_s)/p(t). */
function leastSpecific(table: JointTable): number {
  const { x, y, t: pt, tx, ty } = marginsOf(table);
  let value = 0;
  for (let t = 0; t < table.ts; t++) {
    if (pt[t] === 0) continue;
    const specific = (source: Float64Array, joint: Float64Array): number => {
      let told = 0;
      for (let s = 0; s < source.length; s++) {
        const both = joint[t * source.length + s]!;
        if (both > 0) told += (both / pt[t]!) * Math.log(both / source[s]! / pt[t]!);
      }
      return told;
    };
    value += pt[t]! * Math.min(specific(x, tx), specific(y, ty));
  }
  return value;
}
