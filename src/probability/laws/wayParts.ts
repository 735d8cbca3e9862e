import { interner } from "./interner.ts";
import type { PairProfile, PairSetting, SharedBlock } from "./PairProfile.ts";
import { type Alone, type Into, intoOf, type Ways, waysOf } from "./ways.ts";

/** Doses times numbers of treated blocks of all parts together, beyond which they are begun anew. */
const MOST_KEPT = 2 ** 24;

/** Blocks of one stratum that touch one agent of a pair and not the other. */
interface Side extends Ways {
  /** The same by the condition that the agent is in then, when it has such an arm and such a dose already. */
  into(own: number, from: number): Into;
}

/** Blocks of one stratum that touch both agents: doses of each, blocks treated and numbers of ways, one entry beside the other. */
interface Shared {
  readonly blocks: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly r: readonly number[];
  readonly ways: readonly number[];
}

/** All blocks of one stratum that touch a pair. */
export interface Both {
  readonly group: number;
  readonly first: Side;
  readonly second: Side;
  readonly shared: Shared;
}

/** The blocks of one stratum that touch an agent. */
interface OneStratum {
  readonly group: number;
  readonly side: Side;
}

export interface WayParts {
  /** Two doses of an agent with this total as one. */
  join(total: number, x: number, dose: number): number;
  /** The parts of a pair's blocks, the largest stratum last. Undefined where doses are too many. */
  strataOf(profile: PairProfile): readonly Both[] | undefined;
  /** The parts of one agent's blocks; kept for the same profile. Undefined where doses are too many. */
  aloneOf(profile: PairProfile): readonly OneStratum[] | undefined;
  /** Two agents that have no block in common, the largest stratum last. */
  beside(
    total: number,
    first: readonly OneStratum[],
    other: number,
    second: readonly OneStratum[],
  ): readonly Both[];
  /** No block at all. */
  nothing(totals: readonly [number, number], pair: boolean): Both;
}

/**
 * Counts in how many ways blocks bring doses, for the parts of which pairs are made: the blocks that touch one agent only, and those that touch both. Few
 * different parts occur in a network, so each is counted when it is first met. Cost: O(blocks × doses × blocks) for a new part.
 */
export function wayParts(setting: PairSetting): WayParts {
  const join = joined(setting);
  const runOf = (total: number, own: number) => setting.run(total, own).condition;
  let numbers = interner(2 ** 30);
  let sides = new Map<number, Side | undefined>();
  let commons = new Map<number, Shared | undefined>();
  let alone = new WeakMap<PairProfile, readonly OneStratum[] | undefined>();
  let cells = 0;
  // A law of one agent is that of a pair whose second is always in one condition.
  const always = (): Side => {
    const certain = Float64Array.of(1);
    const into = intoOf(new Map([[0, certain]]), (more) => {
      cells += more;
    });
    return { blocks: 0, doses: [0], ways: [certain], into: () => into };
  };
  let nobody = always();
  const clean = (): void => {
    if (cells <= MOST_KEPT) return;
    numbers = interner(2 ** 30);
    sides = new Map();
    commons = new Map();
    alone = new WeakMap();
    nobody = always();
    cells = 0;
  };
  /** Kinds of blocks have their numbers by dose and count, in the order in which a profile has them. */
  const sideOf = (total: number, kinds: readonly SharedBlock[], dose: (kind: SharedBlock) => number) => {
    let key = -2 - total;
    for (const kind of kinds) key = numbers.step(numbers.step(key, dose(kind)), kind.count);
    if (sides.has(key)) return sides.get(key);
    const counted = waysOf(kinds, (x, kind) => join(total, x, dose(kind)));
    const side = counted && sideFrom(total, counted);
    if (counted) cells += counted.doses.length * (counted.blocks + 1);
    sides.set(key, side);
    return side;
  };
  const sideFrom = (total: number, { blocks, doses, ways }: Ways): Side => {
    const kept = new Map<number, Into>();
    return {
      blocks,
      doses,
      ways,
      into(own, from) {
        const key = from * setting.chances.arms + own;
        const known = kept.get(key);
        if (known) return known;
        const condition = runOf(total, own);
        const found = new Map<number, Alone>();
        for (let k = 0; k < doses.length; k++) {
          const c = condition[join(total, from, doses[k]!)]!;
          const before = found.get(c);
          if (before === undefined) found.set(c, ways[k]!.slice());
          else for (let r = 0; r <= blocks; r++) before[r]! += ways[k]![r]!;
        }
        const into = intoOf(found, (more) => {
          cells += more;
        });
        kept.set(key, into);
        return into;
      },
    };
  };
  const sharedOf = (
    [total, other]: readonly [number, number],
    kinds: readonly SharedBlock[],
  ): Shared | undefined => {
    let key = numbers.step(-2 - total, -1 - other);
    for (const { wi, wj, count } of kinds) key = numbers.step(numbers.step(numbers.step(key, wi), wj), count);
    if (commons.has(key)) return commons.get(key);
    const pairs: [number, number][] = [[0, 0]];
    const numberOf = new Map<string, number>([["0 0", 0]]);
    const counted = waysOf(kinds, (at, { wi, wj }) => {
      const [x, y] = pairs[at]!;
      const to: [number, number] = [join(total, x, wi), join(other, y, wj)];
      const text = to.join(" ");
      const known = numberOf.get(text);
      if (known !== undefined) return known;
      numberOf.set(text, pairs.length);
      return pairs.push(to) - 1;
    });
    const shared = counted && flat(counted, pairs);
    if (shared) cells += 4 * shared.ways.length;
    commons.set(key, shared);
    return shared;
  };
  const beside: WayParts["beside"] = (total, first, other, second) => {
    const groups = new Set([...first, ...second].map(({ group }) => group));
    const emptyOf = (all: number): Side => sideOf(all, [], () => 0)!;
    const none = sharedOf([total, other], [])!;
    return largestLast(
      Array.from(groups, (group) => ({
        group,
        first: first.find((one) => one.group === group)?.side ?? emptyOf(total),
        second: second.find((one) => one.group === group)?.side ?? emptyOf(other),
        shared: none,
      })),
    );
  };
  return {
    join,
    beside,
    nothing: ([total, other], pair) => ({
      group: 0,
      first: sideOf(total, [], () => 0)!,
      second: pair ? sideOf(other, [], () => 0)! : nobody,
      shared: sharedOf([total, other], [])!,
    }),
    aloneOf(profile) {
      if (alone.has(profile)) return alone.get(profile);
      clean();
      const found: OneStratum[] = [];
      let all = true;
      for (const kinds of byStratum(profile.others)) {
        const side = sideOf(profile.i.total, kinds, ({ wi }) => wi);
        if (side) found.push({ group: kinds[0]!.group, side });
        else all = false;
      }
      alone.set(profile, all ? found : undefined);
      return all ? found : undefined;
    },
    strataOf({ i, j, others }) {
      clean();
      const found: Both[] = [];
      for (const kinds of byStratum(others)) {
        const [ofFirst, ofSecond, ofBoth]: [SharedBlock[], SharedBlock[], SharedBlock[]] = [[], [], []];
        for (const kind of kinds) (kind.wj === 0 ? ofFirst : kind.wi === 0 ? ofSecond : ofBoth).push(kind);
        const first = sideOf(i.total, ofFirst, ({ wi }) => wi);
        const second = j ? sideOf(j.total, ofSecond, ({ wj }) => wj) : nobody;
        const shared = sharedOf([i.total, j?.total ?? 0], ofBoth);
        if (!first || !second || !shared) return undefined;
        found.push({ group: kinds[0]!.group, first, second, shared });
      }
      return largestLast(found);
    },
  };
}

/** How doses come together: bits are united, sums added up, as far as what comes on top can still make a difference. */
function joined({ bits, run, alike, chances }: PairSetting): WayParts["join"] {
  if (bits) return (_, x, dose) => x | dose;
  const opens = new Map<number, number>();
  return (total, x, dose) => {
    let open = opens.get(total);
    if (open === undefined) {
      open = 0;
      for (let own = 0; own < chances.arms; own++) open = Math.max(open, run(total, own).open);
      opens.set(total, open);
    }
    const sum = x + dose;
    return sum >= open ? open : alike ? alike(sum, total) : sum;
  };
}

function flat({ blocks, doses, ways }: Ways, pairs: readonly (readonly [number, number])[]): Shared {
  const found = { blocks, x: [] as number[], y: [] as number[], r: [] as number[], ways: [] as number[] };
  doses.forEach((at, k) => {
    ways[k]!.forEach((counted, r) => {
      if (counted === 0) return;
      found.x.push(pairs[at]![0]);
      found.y.push(pairs[at]![1]);
      found.r.push(r);
      found.ways.push(counted);
    });
  });
  return found;
}

/** Blocks of one stratum together, those that bring nothing left out; they come sorted by stratum. */
function byStratum(others: readonly SharedBlock[]): SharedBlock[][] {
  const strata: SharedBlock[][] = [];
  for (const block of others) {
    if (block.wi === 0 && block.wj === 0) continue;
    const last = strata.at(-1);
    if (last && last[0]!.group === block.group) last.push(block);
    else strata.push([block]);
  }
  return strata;
}

function largestLast(strata: Both[]): readonly Both[] {
  const size = ({ first, second, shared }: Both): number => first.blocks + second.blocks + shared.blocks;
  return strata.length > 1 ? strata.sort((a, b) => size(a) - size(b)) : strata;
}
