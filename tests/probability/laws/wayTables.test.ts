import { describe, expect, test } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import type { ConditionRun } from "../../../src/probability/laws/conditionRuns.ts";
import { countTables } from "../../../src/probability/laws/countTables.ts";
import type { PairProfile, PairSetting, PairTable } from "../../../src/probability/laws/PairProfile.ts";
import { wayTables } from "../../../src/probability/laws/wayTables.ts";

const CONDITIONS = 5;
const BITS = 7;

/** A rule without any order in it: the condition of a set of bits is as good as drawn. */
function run(total: number, own: number): ConditionRun {
  const condition = Uint8Array.from({ length: total + 1 }, (_, t) => (7 * t + 3 * own + t * t) % CONDITIONS);
  return { condition, runEnd: Uint32Array.from(condition, (_, t) => t), open: total };
}

interface Stratum {
  /** Blocks in each arm. */
  readonly counts: readonly number[];
}

/** Arms 0 to 2, of which 1 counts. */
function settingOf(strata: readonly Stratum[]): PairSetting {
  return {
    chances: {
      kind: "counts",
      arms: strata[0]!.counts.length,
      group: new Uint32Array(0),
      rows: strata.map(({ counts }) => Float64Array.from(counts)),
      sizes: strata.map(({ counts }) => counts.reduce((all, count) => all + count, 0)),
    },
    focal: 1,
    conditions: CONDITIONS,
    bits: true,
    run,
  };
}

/** A pair whose blocks are at most as many as there are, two left over for the own ones. */
function profileOf(strata: readonly Stratum[], seed: string, second: "other" | "same" | "none"): PairProfile {
  const stream = rng(seed);
  const upTo = (most: number): number => Math.floor(stream.uniform() * (most + 1));
  const others = strata.flatMap(({ counts }, group) => {
    let left = counts.reduce((all, count) => all + count, 0) - 2;
    const kinds: { group: number; wi: number; wj: number; count: number }[] = [];
    while (left > 0 && kinds.length < 4) {
      const count = 1 + upTo(Math.min(2, left - 1));
      left -= count;
      kinds.push({ group, wi: upTo(BITS), wj: second === "none" ? 0 : upTo(BITS), count });
    }
    return kinds;
  });
  const own = (): { group: number; wi: number; wj: number } => ({
    group: upTo(strata.length - 1),
    wi: upTo(BITS),
    wj: second === "none" ? 0 : upTo(BITS),
  });
  return {
    i: { total: BITS, own: own() },
    ...(second === "none" ? {} : { j: { total: BITS, ...(second === "other" ? { own: own() } : {}) } }),
    others,
  };
}

/** The joint law by listing every assignment of the blocks that the pair has and of those that it has not, each equally likely. */
function listed({ chances, focal }: PairSetting, { i, j, others }: PairProfile): number[] {
  const joint = new Array<number>(j ? CONDITIONS ** 2 : CONDITIONS).fill(0);
  // One group of blocks per stratum: own blocks first, then the others one by one.
  const blocks = [{ ...i.own, role: "i" }, ...(j?.own ? [{ ...j.own, role: "j" }] : [])].concat(
    others.flatMap((one) => Array.from({ length: one.count }, () => ({ ...one, role: "other" }))),
  );
  const visit = (at: number, left: readonly number[][], p: number, arms: readonly number[]): void => {
    if (at === blocks.length) {
      let [ti, tj] = [0, 0];
      blocks.forEach(({ wi, wj }, b) => {
        if (arms[b] !== focal) return;
        ti |= wi;
        tj |= wj;
      });
      const c = run(BITS, arms[0]!).condition[ti]!;
      const d = j ? run(BITS, j.own ? arms[1]! : arms[0]!).condition[tj]! : 0;
      joint[j ? c * CONDITIONS + d : c]! += p;
      return;
    }
    const group = blocks[at]!.group;
    const free = left[group]!.reduce((all, count) => all + count, 0);
    left[group]!.forEach((count, arm) => {
      if (count === 0) return;
      const next = left.map((row, g) => (g === group ? row.map((x, a) => (a === arm ? x - 1 : x)) : row));
      visit(at + 1, next, (p * count) / free, [...arms, arm]);
    });
  };
  visit(
    0,
    chances.rows.map((row) => [...row]),
    1,
    [],
  );
  return joint;
}

/** Two candidates side by side: treated in-neighbours of each, in numbers to the base 8, of which up to two are told apart. */
const BASE = 8;
const TOTAL = 7 * BASE + 7;
const digits = (sum: number): readonly [number, number] => [sum % BASE, Math.floor(sum / BASE)];
const alike = (sum: number): number => {
  const [a, b] = digits(sum);
  return Math.min(a, 2) + BASE * Math.min(b, 2);
};
function sumRun(total: number, own: number): ConditionRun {
  const condition = Uint8Array.from({ length: total + 1 }, (_, sum) => {
    const [a, b] = digits(sum).map((digit) => Math.min(digit, 2)) as [number, number];
    return a === b ? (own === 1 ? 3 - a : a) : 4;
  });
  const runEnd = Uint32Array.from(condition, (_, t) => {
    let end = t;
    while (end < total && condition[end + 1] === condition[t]) end++;
    return end;
  });
  return { condition, runEnd, open: runEnd.indexOf(total) };
}

describe("joint laws of counts on several networks, side by side", () => {
  const strata = {
    "one stratum": [{ counts: [9, 4] }],
    "two strata": [{ counts: [6, 3] }, { counts: [5, 5] }],
  };
  const doses = [1, BASE, 1 + BASE];
  for (const [name, stratum] of Object.entries(strata))
    test(`${name}: as the walk over blocks says, sums put together or not, and for agents apart`, () => {
      const setting: PairSetting = { ...settingOf(stratum), bits: false, run: sumRun };
      const [put, whole, walked] = [
        wayTables({ ...setting, alike }),
        wayTables(setting),
        countTables(setting),
      ] as const;
      const near = (found: PairTable, wanted: PairTable): void => {
        expect([...found.possible]).toEqual([...wanted.possible]);
        expect(Math.max(...wanted.joint.map((p, at) => Math.abs(p - found.joint[at]!)))).toBeLessThan(1e-14);
      };
      for (let k = 0; k < 8; k++) {
        const stream = rng(`${name} ${k}`);
        const dose = (): number => doses[Math.floor(3 * stream.uniform())]!;
        const group = (): number => Math.floor(stratum.length * stream.uniform());
        const single = (): PairProfile => ({
          i: { total: TOTAL, own: { group: group(), wi: 0, wj: 0 } },
          others: Array.from({ length: 3 }, () => ({ group: group(), wi: dose(), wj: 0, count: 1 })).sort(
            (a, b) => a.group - b.group,
          ),
        });
        const [first, second] = [single(), single()];
        const both = Array.from({ length: 2 }, () => ({ group: group(), wi: dose(), wj: dose(), count: 1 }));
        const seconds = second.others.map(({ wi, ...rest }) => ({ ...rest, wi: 0, wj: wi }));
        const pairOf = (shared: typeof both): PairProfile => ({
          i: first.i,
          j: { total: TOTAL, own: { ...second.i.own, wi: 1, wj: 0 } },
          others: [...shared, ...first.others, ...seconds].sort((a, b) => a.group - b.group),
        });
        for (const profile of [first, pairOf(both), pairOf([])])
          for (const ways of [put, whole]) near(ways.of(profile), walked(profile));
        const apart = { ...pairOf([]), j: { total: TOTAL, own: { ...second.i.own, wi: 0, wj: 0 } } };
        for (const ways of [put, whole]) near(ways.apart(first, second)!, walked(apart));
      }
    });
});

describe("joint laws of sets of bits under fixed counts", () => {
  const designs: Readonly<Record<string, readonly Stratum[]>> = {
    "one stratum": [{ counts: [5, 3] }],
    "one treated of eight": [{ counts: [7, 1] }],
    "all treated but one": [{ counts: [1, 6] }],
    "three arms": [{ counts: [3, 2, 3] }],
    "two strata": [{ counts: [3, 2] }, { counts: [2, 3] }],
    "three strata, one without treated": [{ counts: [2, 2] }, { counts: [4, 0] }, { counts: [1, 3] }],
  };
  for (const [name, strata] of Object.entries(designs))
    for (const second of ["other", "same", "none"] as const)
      test(`${name}, second agent ${second}: as every assignment and as the walk over blocks say`, () => {
        const setting = settingOf(strata);
        const [counted, walked] = [wayTables(setting).of, countTables(setting)];
        for (let k = 0; k < 6; k++) {
          const profile = profileOf(strata, `${name} ${second} ${k}`, second);
          const found = counted(profile);
          const truth = listed(setting, profile);
          const other = walked(profile);
          found.joint.forEach((p, at) => {
            expect(Math.abs(p - truth[at]!)).toBeLessThan(1e-12);
            expect(Math.abs(p - other.joint[at]!)).toBeLessThan(1e-12);
            expect(found.possible[at]).toBe(truth[at]! > 0 ? 1 : 0);
          });
        }
      });

  test("a stratum of 100,100 blocks as by logarithms, and sets of 24 bits as the walk says", () => {
    const setting = settingOf([{ counts: [100_000, 100] }]);
    const many = wayTables(setting).of({
      i: { total: 1, own: { group: 0, wi: 0, wj: 0 } },
      others: [
        { group: 0, wi: 1, wj: 0, count: 90 },
        { group: 0, wi: 0, wj: 0, count: 3 },
      ],
    });
    // Without any treated of 90 in-neighbours: (99,909 … ) / (100,099 …), by logarithms.
    let none = 0;
    for (let q = 0; q < 90; q++) none += Math.log((99_999 - q) / (100_099 - q));
    const own = 100_000 / 100_100;
    const at = run(1, 0).condition[0]!;
    const same = run(1, 1).condition[0] === at || run(1, 1).condition[1] === at;
    expect(same).toBe(false);
    expect(many.joint[at]! / (own * Math.exp(none))).toBeCloseTo(1, 9);
    const wide = {
      i: { total: 2 ** 12 - 1, own: { group: 0, wi: 0, wj: 0 } },
      j: { total: 2 ** 12 - 1, own: { group: 0, wi: 0, wj: 0 } },
      others: [{ group: 0, wi: 1, wj: 2, count: 2 }],
    };
    const [found, walked] = [wayTables(setting).of(wide), countTables(setting)(wide)];
    expect([...found.possible]).toEqual([...walked.possible]);
    for (const [at, p] of found.joint.entries()) expect(Math.abs(p - walked.joint[at]!)).toBeLessThan(1e-15);
  });
});
