import { armChance, type Taken } from "./Chances.ts";
import { choiceChances } from "./choiceChances.ts";
import { countTables } from "./countTables.ts";
import type { PairProfile, PairSetting, PairTable } from "./PairProfile.ts";
import { type Both, type WayParts, wayParts } from "./wayParts.ts";
import type { Alone } from "./ways.ts";

/** Blocks of one stratum up to which numbers of choices fit a double: C(1000, 500) is 2.7e299. */
const MOST_BLOCKS = 1000;

/** Joint laws from numbers of ways. */
interface WayTables {
  /** The law of a pair, or of one agent. */
  of(profile: PairProfile): PairTable;
  /** The law of two agents whose blocks are different ones, from the profile of each alone. Undefined where it takes a walk over their blocks. */
  apart(first: PairProfile, second: PairProfile): PairTable | undefined;
}

/** A dose of the first agent and one of the second, with their chance. */
interface Reached {
  readonly x: number;
  readonly y: number;
  p: number;
}

/**
 * Makes the functions that compute the joint law of two agents' conditions under fixed counts where doses are sets of bits or sums side by
 * side, as with several candidate networks. Within a stratum a choice of treated blocks has a chance that depends on nothing but how
 * many there are,
 *
 *     f(r) = K⋯(K − r + 1) · (N − K)⋯(N − K − D + r + 1) / (N⋯(N − D + 1))
 *
 * for r treated of D blocks, K of the stratum's N treated. So it is enough to count in how many ways r treated blocks lead to each condition: for the blocks
 * that touch the first agent only, for those that touch the second only, and for those that touch both, each counted once for all
 * pairs that have them ({@link wayParts}); a pair then costs a sum over the doses of its common blocks. Strata are independent: the doses
 * that all but the largest bring are where the largest begins. All terms are positive, so small probabilities keep their digits, and what can happen is
 * read off the numbers of ways, which never underflow.
 *
 * Cost: O(doses of common blocks × conditions² × blocks) for a pair whose parts were met before. Where doses are too many, {@link countTables}.
 */
export function wayTables(setting: PairSetting): WayTables {
  const { chances, conditions, focal } = setting;
  const byWalk = countTables(setting);
  const parts = wayParts(setting);
  const chanceOf = choiceChances(chances, focal, MOST_BLOCKS);
  const lawOf = (i: PairProfile["i"], j: PairProfile["j"], strata: readonly Both[]): PairTable => {
    const size = j ? conditions * conditions : conditions;
    const table: PairTable = { joint: new Float64Array(size), possible: new Uint8Array(size) };
    const stride = j ? conditions : 1;
    const totals = [i.total, j?.total ?? 0] as const;
    const add = (arms: readonly [number, number], p: number, taken: readonly Taken[], start: Reached) => {
      let from: readonly Reached[] = [{ ...start, p }];
      // The largest stratum comes last, and goes to conditions at once.
      for (let s = 0; s + 1 < strata.length; s++)
        from = further(
          parts,
          totals,
          from,
          strata[s]!,
          chanceOf(strata[s]!.group, blocksOf(strata[s]!), taken),
        );
      const last = strata.at(-1);
      if (last) arrive(last, arms, from, chanceOf(last.group, blocksOf(last), taken));
      else arrive(parts.nothing(totals, j !== undefined), arms, from, CERTAIN);
    };
    const arrive = (
      { first, second, shared }: Both,
      [ai, aj]: readonly [number, number],
      from: readonly Reached[],
      chance: Float64Array,
    ): void => {
      const { joint, possible } = table;
      for (const { x, y, p } of from)
        for (let e = 0; e < shared.ways.length; e++) {
          const into = first.into(ai, parts.join(totals[0], x, shared.x[e]!));
          const reached = parts.join(totals[1], y, shared.y[e]!);
          const spread = second.into(aj, reached).spread(chance);
          const ways = p * shared.ways[e]!;
          const width = spread.conditions.length;
          for (let k = 0; k < into.conditions.length; k++) {
            const row = into.conditions[k]! * stride;
            const counted = into.ways[k]!;
            for (let r = 0; r < counted.length; r++) {
              if (counted[r] === 0) continue;
              const term = ways * counted[r]!;
              const at = (shared.r[e]! + r) * width;
              for (let m = 0; m < width; m++) {
                if (spread.can[at + m] === 0) continue;
                joint[row + spread.conditions[m]!]! += term * spread.p[at + m]!;
                possible[row + spread.conditions[m]!] = 1;
              }
            }
          }
        }
    };
    for (let ai = 0; ai < chances.arms; ai++) {
      const p = armChance(chances, i.own.group, ai);
      if (p === 0) continue;
      const taken = { group: i.own.group, arm: ai };
      const own = ai === focal ? { x: i.own.wi, y: j ? i.own.wj : 0, p } : { x: 0, y: 0, p };
      if (!j?.own) {
        add([ai, ai], p, [taken], own);
        continue;
      }
      for (let aj = 0; aj < chances.arms; aj++) {
        const next = armChance(chances, j.own.group, aj, taken);
        if (next === 0) continue;
        const both =
          aj === focal
            ? { p, x: parts.join(totals[0], own.x, j.own.wi), y: parts.join(totals[1], own.y, j.own.wj) }
            : own;
        add([ai, aj], p * next, [taken, { group: j.own.group, arm: aj }], both);
      }
    }
    return table;
  };
  return {
    of(profile) {
      const strata = parts.strataOf(profile);
      return strata && within(strata) ? lawOf(profile.i, profile.j, strata) : byWalk(profile);
    },
    apart(first, second) {
      const [one, other] = [parts.aloneOf(first), parts.aloneOf(second)];
      const strata = one && other && parts.beside(first.i.total, one, second.i.total, other);
      if (!strata || !within(strata)) return undefined;
      const { group, wi } = second.i.own;
      return lawOf(first.i, { total: second.i.total, own: { group, wi: 0, wj: wi } }, strata);
    },
  };
}

/** No choice at all. */
const CERTAIN = Float64Array.of(1);
const blocksOf = ({ first, second, shared }: Both): number => first.blocks + second.blocks + shared.blocks;
const within = (strata: readonly Both[]): boolean => strata.every((one) => blocksOf(one) <= MOST_BLOCKS);

/** The doses after one more stratum. */
function further(
  parts: WayParts,
  totals: readonly [number, number],
  from: readonly Reached[],
  { first, second, shared }: Both,
  chance: Float64Array,
): readonly Reached[] {
  const found = new Map<number | string, Reached>();
  // Numbers while they are whole, texts beyond.
  const whole = (totals[0] + 1) * (totals[1] + 1) <= Number.MAX_SAFE_INTEGER;
  const keyOf = (x: number, y: number): number | string => (whole ? x * (totals[1] + 1) + y : `${x} ${y}`);
  const brought = (one: Alone, other: Alone, r: number): number => {
    let sum = -1;
    for (let a = 0; a < one.length; a++) {
      if (one[a] === 0) continue;
      for (let b = 0; b < other.length; b++) {
        const each = chance[r + a + b]!;
        if (other[b] === 0 || each < 0) continue;
        sum = Math.max(sum, 0) + one[a]! * other[b]! * each;
      }
    }
    return sum;
  };
  for (let e = 0; e < shared.ways.length; e++)
    for (let k = 0; k < first.doses.length; k++)
      for (let m = 0; m < second.doses.length; m++) {
        const chanceHere = brought(first.ways[k]!, second.ways[m]!, shared.r[e]!);
        if (chanceHere < 0) continue;
        const dx = parts.join(totals[0], shared.x[e]!, first.doses[k]!);
        const dy = parts.join(totals[1], shared.y[e]!, second.doses[m]!);
        for (const { x, y, p } of from) {
          const [nx, ny] = [parts.join(totals[0], x, dx), parts.join(totals[1], y, dy)];
          const term = p * shared.ways[e]! * chanceHere;
          const key = keyOf(nx, ny);
          const known = found.get(key);
          if (known) known.p += term;
          else found.set(key, { x: nx, y: ny, p: term });
        }
      }
  return [...found.values()];
}
