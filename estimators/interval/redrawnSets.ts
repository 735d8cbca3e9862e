import { remember } from "../../src/core/remember.ts";
import type { VarianceSetting } from "../variance/PreparedVariance.ts";
import type { Redraws } from "./redraws.ts";

/** Who of a population is in one condition, redraw after redraw. */
export interface RedrawnSet {
  /** Positions in the population of those in redraw r: `member[starts[r]] … member[starts[r + 1] − 1]`, ascending. */
  readonly starts: Uint32Array;
  readonly member: Uint16Array | Uint32Array;
  /** Σ 1/π over them, by redraw. */
  readonly weight: Float64Array;
  /** 1/π of each position. */
  readonly inverse: Float64Array;
}

/** Contrasts that are remembered for one set of redraws, the last ones used. */
const MOST_REMEMBERED = 6;
const remembered = new WeakMap<Redraws, Map<string, readonly [RedrawnSet, RedrawnSet]>>();

/**
 * Who is in the first and in the second condition of a contrast, for all redraws. It depends on no outcome, so it is remembered for
 * other estimators, worlds and simulations. Cost: O(redraws × population), and two to four bytes for each agent found.
 */
export function redrawnSets(
  setting: VarianceSetting,
  redraws: Redraws,
): readonly [first: RedrawnSet, second: RedrawnSet] {
  const key = `${setting.levels.join()} ${setting.population.join()}`;
  const known = remembered.get(redraws) ?? new Map<string, readonly [RedrawnSet, RedrawnSet]>();
  remembered.set(redraws, known);
  const make = () => [setOf(setting, redraws, 0), setOf(setting, redraws, 1)] as const;
  return remember(known, key, make, MOST_REMEMBERED);
}

function setOf(
  { probabilities, levels, population }: VarianceSetting,
  { count, conditions }: Redraws,
  a: 0 | 1,
): RedrawnSet {
  const level = levels[a];
  const { marginals, network } = probabilities;
  const agent = Uint32Array.from(population);
  const size = agent.length;
  const inverse = Float64Array.from(
    agent,
    (i) => 1 / marginals[i * probabilities.conditions.length + level]!,
  );
  const starts = new Uint32Array(count + 1);
  for (let r = 0; r < count; r++) {
    let seen = 0;
    for (let p = 0; p < size; p++) if (conditions[r * network.n + agent[p]!] === level) seen++;
    starts[r + 1] = starts[r]! + seen;
  }
  const member = size <= 2 ** 16 ? new Uint16Array(starts[count]!) : new Uint32Array(starts[count]!);
  const weight = new Float64Array(count);
  let entry = 0;
  for (let r = 0; r < count; r++) {
    let total = 0;
    for (let p = 0; p < size; p++) {
      if (conditions[r * network.n + agent[p]!] !== level) continue;
      member[entry++] = p;
      total += inverse[p]!;
    }
    weight[r] = total;
  }
  return { starts, member, weight, inverse };
}
