import type { SharedBlock } from "./PairProfile.ts";

/** Doses times numbers of treated blocks up to which the ways to bring them are kept, for one part. */
const MOST_CELLS = 2 ** 20;
/** Numbers of ways by the number of treated blocks. */
export type Alone = Float64Array;

/** In how many ways some blocks bring each dose, with r of them treated. */
export interface Ways {
  readonly blocks: number;
  readonly doses: readonly number[];
  readonly ways: readonly Alone[];
}

export interface Into {
  readonly conditions: readonly number[];
  readonly ways: readonly Alone[];
  /** For q treated among all other blocks of the pair: the chance of each condition; by the chance of one choice among all of them. */
  spread(chance: Float64Array): Spread;
}

/** At index q × conditions + condition: its chance, and whether it can be. */
interface Spread {
  readonly conditions: readonly number[];
  readonly p: Float64Array;
  readonly can: Uint8Array;
}

/** What leads to each condition, with the chances that were asked for. */
export function intoOf(found: ReadonlyMap<number, Alone>, took: (cells: number) => void): Into {
  const conditions = [...found.keys()];
  const ways = [...found.values()];
  const blocks = ways[0]!.length - 1;
  const kept = new Map<Float64Array, Spread>();
  took(conditions.length * (blocks + 1));
  return {
    conditions,
    ways,
    spread(chance) {
      const known = kept.get(chance);
      if (known) return known;
      const most = chance.length - 1 - blocks;
      const width = conditions.length;
      const spread = {
        conditions,
        p: new Float64Array((most + 1) * width),
        can: new Uint8Array((most + 1) * width),
      };
      for (let q = 0; q <= most; q++)
        for (let m = 0; m < width; m++) {
          let sum = 0;
          for (let r = 0; r <= blocks; r++) {
            const each = chance[q + r]!;
            if (ways[m]![r] === 0 || each < 0) continue;
            sum += ways[m]![r]! * each;
            spread.can[q * width + m] = 1;
          }
          spread.p[q * width + m] = sum;
        }
      kept.set(chance, spread);
      took(2 * spread.p.length);
      return spread;
    },
  };
}

/** Counts the ways kind by kind: of a kind's blocks t are treated in C(count, t) ways. Undefined where doses are too many. */
export function waysOf(
  kinds: readonly SharedBlock[],
  next: (dose: number, kind: SharedBlock) => number,
): Ways | undefined {
  const blocks = kinds.reduce((all, { count }) => all + count, 0);
  let now = new Map<number, Alone>([[0, new Float64Array(blocks + 1).fill(1, 0, 1)]]);
  for (const kind of kinds) {
    const after = new Map<number, Alone>();
    for (const [dose, ways] of now) {
      let to = dose;
      let choices = 1;
      for (let t = 0; t <= kind.count; t++) {
        if (t > 0) {
          to = next(to, kind);
          choices = (choices * (kind.count - t + 1)) / t;
        }
        let reached = after.get(to);
        if (reached === undefined) {
          if ((after.size + 1) * (blocks + 1) > MOST_CELLS) return undefined;
          reached = new Float64Array(blocks + 1);
          after.set(to, reached);
        }
        for (let r = 0; r + t <= blocks; r++) reached[r + t]! += choices * ways[r]!;
      }
    }
    now = after;
  }
  return { blocks, doses: [...now.keys()], ways: [...now.values()] };
}
