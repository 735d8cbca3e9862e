import type { Network } from "../../network/Network.ts";
import type { LocalMapping, LocalRule } from "../Exposure.ts";
import { joinedRows } from "./joinedRows.ts";

/** Bits that the doses of all candidates may take together, so that sets of them stay whole numbers without a sign. */
const MOST_BITS = 30;
/** Doses of one agent up to which sums of all candidates are kept side by side without a second thought. */
const FEW_SUMS = 4096;
/** The most that they may be. */
const MOST_SUMS = 65_536;
/** Entries of all tables of conditions together. */
const MOST_TABLED = 2 ** 25;

interface Candidate extends LocalMapping {
  /** Total doses that agents have, each once, ascending. */
  readonly totals: readonly number[];
}

/**
 * The condition that several mappings agree on, as one mapping over the agents that any of them looks at: the doses of all
 * candidates stand side by side in one number. Where a rule asks only "none or some", each candidate takes one bit; where
 * doses are sets of bits, their bits; else their sums, where these are small. Rules that ask only "none, some or all" need no
 * sums: all in the union are all in each, and what lies between counts as disagreement, which makes the event that is
 * asked for smaller and nothing wrong.
 *
 * Undefined where sums would be too large to tabulate.
 *
 * @param inDoubt index of the condition of agents whose candidates disagree
 */
export function agreedMapping(
  mappings: readonly LocalMapping[],
  like: Network,
  arms: number,
  inDoubt: number,
): LocalMapping | undefined {
  const candidates = mappings.map((one): Candidate => ({ ...one, totals: totalsOf(one) }));
  const setting = { candidates, like, arms, inDoubt };
  return asBits(setting) ?? asSums(setting, FEW_SUMS) ?? asUnion(setting) ?? asSums(setting, MOST_SUMS);
}

interface Setting {
  readonly candidates: readonly Candidate[];
  readonly like: Network;
  readonly arms: number;
  readonly inDoubt: number;
}

const agreed = (found: readonly number[], inDoubt: number): number =>
  found.every((one) => one === found[0]) ? found[0]! : inDoubt;

/** Sets of bits side by side. A rule over sums takes part when nothing but "none or some" matters to it. */
function asBits({ candidates, like, arms, inDoubt }: Setting): LocalMapping | undefined {
  const widths: number[] = [];
  const some: (number | undefined)[] = [];
  for (const one of candidates) {
    if (one.rule.combine === "bits") {
      const all = one.totals.reduce((bits, total) => bits | total, 0);
      widths.push(32 - Math.clz32(all));
      some.push(undefined);
    } else {
      const least = asksSome(one, arms);
      if (least === undefined) return undefined;
      widths.push(1);
      some.push(least);
    }
  }
  if (widths.reduce((all, width) => all + width, 0) > MOST_BITS) return undefined;
  const shifts = widths.map((_, m) => widths.slice(0, m).reduce((all, width) => all + width, 0));
  const rows = joinedRows(
    candidates.map(({ network }) => network),
    like,
    (m, e) => (some[m] === undefined ? (candidates[m]!.doses?.[e] ?? 1) : 1) << shifts[m]!,
  );
  const part = (bits: number, m: number): number => (bits >>> shifts[m]!) & ((1 << widths[m]!) - 1);
  return {
    ...rows,
    rule: {
      focal: candidates[0]!.rule.focal,
      combine: "bits",
      condition: (own, treated, total) =>
        agreed(
          candidates.map(({ rule }, m) => {
            const top = some[m];
            if (top === undefined) return rule.condition(own, part(treated, m), part(total, m));
            return rule.condition(own, part(treated, m) * top, part(total, m) * top);
          }),
          inDoubt,
        ),
    },
  };
}

/**
 * A total dose that stands for any above 0, when the rule tells only "none" from "some", and only agents without any
 * in-neighbour from others; undefined when it tells more.
 */
function asksSome({ rule, totals }: Candidate, arms: number): number | undefined {
  const above = totals.filter((total) => total > 0);
  const top = above[0] ?? 1;
  for (const total of above) {
    for (let own = 0; own < arms; own++) {
      if (rule.condition(own, 0, total) !== rule.condition(own, 0, top)) return undefined;
      const some = rule.condition(own, top, top);
      for (let t = 1; t <= total; t++) if (rule.condition(own, t, total) !== some) return undefined;
    }
  }
  return top;
}

/** Sums side by side: each candidate's doses are digits of a number of their own. */
function asSums({ candidates, like, arms, inDoubt }: Setting, most: number): LocalMapping | undefined {
  if (candidates.some(({ rule }) => rule.combine === "bits")) return undefined;
  const spans = candidates.map(({ totals }) => (totals.at(-1) ?? 0) + 1);
  if (spans.reduce((all, span) => all * span, 1) > most) return undefined;
  const strides = spans.map((_, m) => spans.slice(0, m).reduce((all, span) => all * span, 1));
  const rows = joinedRows(
    candidates.map(({ network }) => network),
    like,
    (m, e) => (candidates[m]!.doses?.[e] ?? 1) * strides[m]!,
  );
  if (tabled(rows) * arms > MOST_TABLED) return undefined;
  const digit = (sum: number, m: number): number => Math.floor(sum / strides[m]!) % spans[m]!;
  const opens = candidates.map(
    ({ rule, totals }) => new Map(totals.map((all) => [all, openFrom(rule, all, arms)])),
  );
  return {
    ...rows,
    rule: {
      focal: candidates[0]!.rule.focal,
      alike: (treated, total) =>
        candidates.reduce((sum, _, m) => {
          const all = digit(total, m);
          return sum + Math.min(digit(treated, m), opens[m]!.get(all) ?? all) * strides[m]!;
        }, 0),
      // A table of conditions goes through every sum, and some are of no assignment: more treated than there are.
      condition: (own, treated, total) =>
        agreed(
          candidates.map(({ rule }, m) => {
            const all = digit(total, m);
            return rule.condition(own, Math.min(digit(treated, m), all), all);
          }),
          inDoubt,
        ),
    },
  };
}

/** The dose from which on the condition stays the same up to the total, whatever the own arm. */
function openFrom({ condition }: LocalRule, total: number, arms: number): number {
  let open = total;
  const same = (dose: number): boolean =>
    Array.from({ length: arms }, (_, own) => own).every(
      (own) => condition(own, dose, total) === condition(own, total, total),
    );
  while (open > 0 && same(open - 1)) open--;
  return open;
}

/** Entries of the tables of all different totals. */
function tabled({ network: { n, offsets }, doses }: Pick<LocalMapping, "network" | "doses">): number {
  const totals = new Set<number>();
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) total += doses![e]!;
    totals.add(total);
  }
  let size = 0;
  for (const total of totals) size += total + 1;
  return size;
}

/** The union of all in-neighbours, for rules that tell only none, some and all of them apart. */
function asUnion({ candidates, like, arms, inDoubt }: Setting): LocalMapping | undefined {
  const ends: { readonly none: number; readonly all: number }[] = [];
  for (let own = 0; own < arms; own++) {
    const found = candidates.map((one) => asksAll(one, own));
    if (found.some((one) => one === undefined)) return undefined;
    const alone = candidates.map(({ rule }) => rule.condition(own, 0, 0));
    // An agent may have no in-neighbour at all in a candidate, so that case has to agree, too.
    ends.push({
      none: agreed([...found.map((one) => one!.none), ...alone], inDoubt),
      all: agreed([...found.map((one) => one!.all), ...alone], inDoubt),
    });
  }
  const rows = joinedRows(
    candidates.map(({ network }) => network),
    like,
    () => 1,
  );
  return {
    network: rows.network,
    rule: {
      focal: candidates[0]!.rule.focal,
      condition(own, treated, total) {
        if (total === 0)
          return agreed(
            candidates.map(({ rule }) => rule.condition(own, 0, 0)),
            inDoubt,
          );
        if (treated === 0) return ends[own]!.none;
        return treated === total ? ends[own]!.all : inDoubt;
      },
    },
  };
}

/** The conditions of none and of all, when they are the same for every number of in-neighbours and what lies between is one condition. */
function asksAll(
  { rule, totals }: Candidate,
  own: number,
): { readonly none: number; readonly all: number } | undefined {
  if (rule.combine === "bits") return undefined;
  const above = totals.filter((total) => total > 0);
  const top = above[0] ?? 1;
  const none = rule.condition(own, 0, top);
  const all = rule.condition(own, top, top);
  let between: number | undefined;
  for (const total of above) {
    if (rule.condition(own, 0, total) !== none || rule.condition(own, total, total) !== all) return undefined;
    for (let t = 1; t < total; t++) {
      const found = rule.condition(own, t, total);
      between ??= found;
      if (found !== between) return undefined;
    }
  }
  return { none, all };
}

function totalsOf({ network: { n, offsets }, doses, rule }: LocalMapping): number[] {
  const totals = new Set<number>();
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const dose = doses ? doses[e]! : 1;
      total = rule.combine === "bits" ? total | dose : total + dose;
    }
    totals.add(total);
  }
  return [...totals].sort((a, b) => a - b);
}
