import { focalChances } from "./Chances.ts";
import type { ConditionRun } from "./conditionRuns.ts";
import { combined, type DoseLaw, doseLaw } from "./doseLaw.ts";
import type { Incidence } from "./incidence.ts";
import type { LawEngine } from "./LawEngine.ts";
import type { PairSetting, PairTable } from "./PairProfile.ts";
import { stateSet } from "./stateSet.ts";

/** Doses of one block stay below this. */
const DOSES = 2 ** 21;

/** A block that touches both agents of a pair, with the dose that it brings to each. */
interface SharedCoin {
  readonly group: number;
  readonly wi: number;
  readonly wj: number;
}

/** One of the two agents of a pair: what is fixed for it, and the law of the blocks that touch it alone. */
interface Side {
  total: number;
  cap: number;
  readonly alone: DoseLaw;
  /** Blocks that touch it alone: group × DOSES + dose. */
  readonly coins: number[];
  /** Law of the condition for each own arm and dose from shared blocks: chances, and whether they can happen. */
  given: Float64Array;
  can: Uint8Array;
  /** Pair for which an entry of `given` was computed last. */
  made: Int32Array;
}

/**
 * The exact joint law of two agents' conditions when blocks are independent coins. Given the own arms and the blocks that
 * touch both agents, the two conditions are independent, so the joint law is a sum over the outcomes of the shared blocks
 * of products of two one-agent laws; these come from the Poisson–binomial law of the other blocks. Doses from which on the
 * condition no longer changes are put together, so rules such as "any treated" need two states.
 *
 * Exact probabilities of Aronow and Samii (2017), equation 3, without listing assignments.
 * Cost: O(row length × doses) for an agent, plus O(doses × outcomes of the shared blocks).
 */
export function coinLaws(
  rows: Incidence,
  block: Uint32Array,
  total: Uint32Array,
  setting: PairSetting,
): LawEngine {
  const { chances, conditions, focal, run, bits } = setting;
  const { chance, otherwise } = focalChances(chances, focal);
  const { arms, group } = chances;
  const combine = combined(bits);
  const side = (): Side => ({
    total: 0,
    cap: 0,
    alone: doseLaw(bits),
    coins: [],
    given: new Float64Array(0),
    can: new Uint8Array(0),
    made: new Int32Array(0),
  });
  const sides = [side(), side()] as const;
  const single: PairTable = { joint: new Float64Array(conditions), possible: new Uint8Array(conditions) };
  const pair: PairTable = {
    joint: new Float64Array(conditions * conditions),
    possible: new Uint8Array(conditions * conditions),
  };
  let pairs = 0;
  let now = stateSet();
  let next = stateSet();
  const shared: SharedCoin[] = [];

  const start = (s: Side, i: number): void => {
    s.total = total[i]!;
    s.cap = 0;
    for (let own = 0; own < arms; own++) s.cap = Math.max(s.cap, run(s.total, own).open);
    // Sets of bits go on growing after the last change of the condition.
    if (bits && s.cap > 0) s.cap = s.total;
    s.alone.reset(s.cap);
    s.coins.length = 0;
    const cells = arms * (s.cap + 1);
    if (cells > s.made.length) {
      s.made = new Int32Array(2 * cells);
      s.given = new Float64Array(2 * cells * conditions);
      s.can = new Uint8Array(2 * cells * conditions);
    }
  };
  /** Where the law of the condition stands for an own arm and the dose brought so far; computes it when it is new. */
  const lawAt = (s: Side, own: number, dose: number): number => {
    const cell = own * (s.cap + 1) + dose;
    const at = cell * conditions;
    if (s.made[cell] === pairs) return at;
    s.made[cell] = pairs;
    s.given.fill(0, at, at + conditions);
    s.can.fill(0, at, at + conditions);
    const { condition }: ConditionRun = run(s.total, own);
    const { p, can, reached } = s.alone;
    for (let x = 0; x <= reached; x++) {
      if (can[x] === 0) continue;
      const c = condition[combine(x, dose, s.cap)]!;
      s.given[at + c]! += p[x]!;
      s.can[at + c] = 1;
    }
    return at;
  };
  const coin = (s: Side, b: number, dose: number): void => {
    s.coins.push(group[b]! * DOSES + dose);
  };
  /** Adds the coins of an agent alone in one order for all agents of a type, so that their laws have the same bits. */
  const flip = (s: Side): void => {
    for (const kind of ascending(s.coins)) {
      const g = Math.floor(kind / DOSES);
      s.alone.add(kind - g * DOSES, chance[g]!, otherwise[g]!);
    }
  };

  /** Sorts the blocks of a pair into those of one agent and shared ones; returns the doses from the own blocks. */
  const sort = (i: number, j: number, together: boolean): readonly [number, number, number, number] => {
    const { offsets, blocks, weights } = rows;
    const [first, second] = sides;
    shared.length = 0;
    let ii = 0;
    let ij = 0;
    let ji = 0;
    let jj = 0;
    let x = offsets[i]!;
    let y = offsets[j]!;
    const endX = offsets[i + 1]!;
    const endY = offsets[j + 1]!;
    const ownI = block[i]!;
    const ownJ = block[j]!;
    while (x < endX || y < endY) {
      const bx = x < endX ? blocks[x]! : Number.POSITIVE_INFINITY;
      const by = y < endY ? blocks[y]! : Number.POSITIVE_INFINITY;
      const b = together && bx === by ? bx : Math.min(bx, by);
      const inI = together ? bx === b : bx <= by;
      const inJ = together ? by === b : !inI;
      const wi = inI ? weights[x]! : 0;
      const wj = inJ ? weights[y]! : 0;
      const isOwnI = b === ownI && (together || inI);
      const isOwnJ = b === ownJ && (together || inJ);
      if (isOwnI) {
        ii = wi;
        ij = wj;
      }
      if (isOwnJ) {
        ji = wi;
        jj = wj;
      }
      if (!isOwnI && !isOwnJ) {
        if (inI && inJ) {
          shared.push({ group: group[b]!, wi, wj });
        } else if (inI) coin(first, b, wi);
        else coin(second, b, wj);
      }
      if (inI) x++;
      if (inJ) y++;
    }
    return [ii, ij, ji, jj];
  };

  const share = (): void => {
    const [first, second] = sides;
    now.reset(first.cap + 1, second.cap + 1, 1);
    next.reset(first.cap + 1, second.cap + 1, 1);
    now.add(0, 0, 0, 0, 1);
    if (shared.length > 1) shared.sort((a, b) => a.group - b.group || a.wi - b.wi || a.wj - b.wj);
    for (const { group: g, wi, wj } of shared) {
      const yes = chance[g]!;
      const no = otherwise[g]!;
      next.clear();
      for (let m = 0; m < now.size; m++) {
        const x = now.si[m]!;
        const y = now.sj[m]!;
        if (no > 0) next.add(x, y, 0, 0, no * now.p[m]!);
        if (yes > 0) {
          next.add(combine(x, wi, first.cap), combine(y, wj, second.cap), 0, 0, yes * now.p[m]!);
        }
      }
      [now, next] = [next, now];
    }
  };

  const joint = (i: number, j: number, together: boolean): PairTable => {
    const [first, second] = sides;
    pairs++;
    start(first, i);
    start(second, j);
    const [ii, ij, ji, jj] = sort(i, j, together);
    flip(first);
    flip(second);
    share();
    pair.joint.fill(0);
    pair.possible.fill(0);
    const groupI = group[block[i]!]!;
    const groupJ = group[block[j]!]!;
    const one = together && block[i] === block[j];
    for (let ai = 0; ai < arms; ai++) {
      const chanceI = chances.rows[groupI]![ai]!;
      if (chanceI === 0) continue;
      for (let aj = 0; aj < arms; aj++) {
        if (one && aj !== ai) continue;
        const chanceJ = one ? 1 : chances.rows[groupJ]![aj]!;
        if (chanceJ === 0) continue;
        const ownI = combine(ai === focal ? ii : 0, !one && aj === focal ? ji : 0, first.cap);
        const ownJ = combine(ai === focal && together ? ij : 0, aj === focal && !one ? jj : 0, second.cap);
        for (let m = 0; m < now.size; m++) {
          const weight = chanceI * chanceJ * now.p[m]!;
          const atI = lawAt(first, ai, combine(ownI, now.si[m]!, first.cap));
          const atJ = lawAt(second, aj, combine(ownJ, now.sj[m]!, second.cap));
          for (let c = 0; c < conditions; c++) {
            if (first.can[atI + c] === 0) continue;
            const p = weight * first.given[atI + c]!;
            for (let d = 0; d < conditions; d++) {
              if (second.can[atJ + d] === 0) continue;
              pair.joint[c * conditions + d]! += p * second.given[atJ + d]!;
              pair.possible[c * conditions + d] = 1;
            }
          }
        }
      }
    }
    return pair;
  };

  return {
    pair: (i, j) => joint(i, j, true),
    apart: (i, j) => joint(i, j, false),
    single(i) {
      const [first] = sides;
      pairs++;
      start(first, i);
      let own = 0;
      for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
        if (rows.blocks[k] === block[i]) own = rows.weights[k]!;
        else coin(first, rows.blocks[k]!, rows.weights[k]!);
      }
      flip(first);
      single.joint.fill(0);
      single.possible.fill(0);
      for (let a = 0; a < arms; a++) {
        const p = chances.rows[group[block[i]!]!]![a]!;
        if (p === 0) continue;
        const at = lawAt(first, a, combine(0, a === focal ? own : 0, first.cap));
        for (let c = 0; c < conditions; c++) {
          if (first.can[at + c] === 0) continue;
          single.joint[c]! += p * first.given[at + c]!;
          single.possible[c] = 1;
        }
      }
      return single;
    },
  };
}

/** Sorts short lists that are sorted already, nearly always, faster than the engine does. */
function ascending(values: number[]): number[] {
  if (values.length > 64) return values.sort((a, b) => a - b);
  for (let k = 1; k < values.length; k++) {
    const value = values[k]!;
    let at = k;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
  return values;
}
