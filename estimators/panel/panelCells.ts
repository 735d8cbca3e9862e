// Hájek (1971), in the discussion of Basu; errors by redraws of the assignment under the fitted effects: Bowers, Fredrickson and Panagopoulos (2013).
import { studentTQuantile } from "../../src/core/numbers/studentT.ts";
import type { Network } from "../../src/network/Network.ts";
import type { Panel } from "./Panel.ts";
import type { RolloutStages } from "./rolloutStages.ts";

/** The effect on a cohort in a period, at an exposure. */
export interface PanelCell {
  readonly period: string;
  /** Name of the arm that adopted; absent for the spillover on those not treated yet. */
  readonly cohort?: string;
  /** Whether any in-neighbour is treated by then: of both sides, or of the first alone for a spillover. `any` without a network. */
  readonly exposure: "none" | "some" | "any";
  /** Agents on the two sides. */
  readonly n: readonly [number, number];
  /** Agents who can be on both sides by the law, about whom the contrast is. */
  readonly population: number;
  readonly estimate?: number;
  readonly se?: number;
  readonly ci?: readonly [number, number];
  readonly withheld?: string;
  readonly because?: string;
}

interface PanelCellsOptions {
  readonly panel: Panel;
  readonly stages: RolloutStages;
  /** Names of the arms: of never adopting, then of each cohort. */
  readonly arms: readonly string[];
  readonly network?: Network | undefined;
  /** Indices of the periods of the baseline. */
  readonly baseline: readonly number[];
  /** Redraws of the roll-out: the stage at which each agent adopts. */
  readonly redrawn: readonly Uint8Array[];
  readonly confidence: number;
}

/** Agents who are more rarely on a side are left out, by the law and before outcomes are looked at. */
const FLOOR = 0.01;
/** With fewer agents expected on a side, or a smaller effective sample size, redraws under the fitted effect say too little. */
const EXPECTED = 10;
const EFFECTIVE = 5;
/** Above this share of the error from agents who are together on a side at most once on average, beyond their share of all, what is seen says less than half. */
const MOST_SELDOM = 0.5;

/** Index of a side: 0 and 1 untreated without and with treated neighbours, then two for each cohort. */
const sideOf = (own: number, exposed: number): number => 2 * own + exposed;

/**
 * Effects by cohort, period and exposure: changes since the baseline of a cohort less those of agents who are not treated yet, both with or both
 * without treated in-neighbours; and of the untreated with against without. Weights are inverse chances over redraws.
 * Cost: O(redraws × (agents × periods + edges × stages)).
 */
export function panelCells({ panel, stages, arms, network, ...rest }: PanelCellsOptions): PanelCell[] {
  const { agents, periods } = panel;
  const n = agents.length;
  const { baseline, redrawn, confidence } = rest;
  const { stage, cohort, starts } = stages;
  const cohorts = arms.length - 1;
  const exposedAt = (drawn: Uint8Array, k: number): Uint8Array => exposed(network, n, drawn, k);
  const cells: PanelCell[] = [];
  const before = baselineOf(panel, baseline);
  for (let k = 1; k < starts.length - 1; k++) {
    const own = (drawn: Uint8Array, i: number): number => (drawn[i]! <= k ? drawn[i]! : 0);
    const sides = redrawn.map((drawn) => {
      const heard = exposedAt(drawn, k);
      return Uint8Array.from({ length: n }, (_, i) => sideOf(own(drawn, i), heard[i]!));
    });
    const actual = exposedAt(cohort, k);
    const side = Uint8Array.from({ length: n }, (_, i) => sideOf(own(cohort, i), actual[i]!));
    const chance = Array.from({ length: 2 * (cohorts + 1) }, () => new Float64Array(n));
    for (const drawn of sides) for (let i = 0; i < n; i++) chance[drawn[i]!]![i]! += 1 / sides.length;
    const contrasts = contrastsOf(k, network !== undefined);
    for (let t = starts[k]!; t < starts[k + 1]!; t++) {
      if (stage[t] !== k) continue;
      const known = Uint8Array.from({ length: n }, (_, i) => panel.observed[t]![i]! & before.known[i]!);
      const change = Float64Array.from({ length: n }, (_, i) =>
        known[i] === 1 ? panel.outcome[t]![i]! - before.mean[i]! : 0,
      );
      const found = contrasts.map(({ first, second }) =>
        hajek({ first, second, side, chance, known, change }),
      );
      // Effects of sides against the untreated without treated neighbours, for outcomes that were not seen.
      const effect = new Float64Array(2 * (cohorts + 1));
      const spill = contrasts.findIndex(({ cohort: of }) => of === undefined);
      if (spill >= 0) effect[1] = found[spill]!.estimate ?? 0;
      contrasts.forEach(({ first, second, cohort: of }, c) => {
        if (of !== undefined) effect[first] = (found[c]!.estimate ?? 0) + effect[second]!;
      });
      const errors = contrasts.map(() => ({ squares: 0, drawn: 0 }));
      for (const drawn of sides) {
        const made = change.map((y, i) => y - effect[side[i]!]! + effect[drawn[i]!]!);
        contrasts.forEach(({ first, second }, c) => {
          const wanted = found[c]!.estimate;
          if (wanted === undefined) return;
          const again = hajek({ first, second, side: drawn, chance, known, change: made }).estimate;
          if (again === undefined) return;
          errors[c]!.squares += (again - wanted) ** 2;
          errors[c]!.drawn++;
        });
      }
      contrasts.forEach(({ cohort: of, exposure }, c) => {
        const { estimate, counts, population, expected, effective, seldom } = found[c]!;
        const head = {
          period: periods[t]!,
          ...(of === undefined ? {} : { cohort: arms[of]! }),
          exposure,
          n: counts,
          population,
        };
        if (estimate === undefined) {
          cells.push({ ...head, because: "nobody was observed on one of the sides" });
          return;
        }
        const { squares, drawn } = errors[c]!;
        const withheld =
          expected < EXPECTED
            ? `the roll-out puts ${Number(expected.toPrecision(2))} agents on a side on average, below ${EXPECTED}`
            : effective < EFFECTIVE
              ? `a side is worth ${Number(effective.toPrecision(2))} independent agents under the roll-out, below ${EFFECTIVE}: agents who are hardly ever on it decide the error`
              : seldom > MOST_SELDOM
                ? "more than half of the error comes from agents who are hardly ever on a side: what is seen says nothing of them"
                : drawn < sides.length / 2
                  ? "in more than half of the redraws a side is empty"
                  : !(squares > 0)
                    ? "outcomes do not vary"
                    : undefined;
        if (withheld !== undefined) {
          cells.push({ ...head, estimate, withheld });
          return;
        }
        const se = Math.sqrt(squares / drawn);
        // How much agents differ is known from the effective sample size alone.
        const half = se * studentTQuantile((1 + confidence) / 2, effective - 1);
        cells.push({ ...head, estimate, se, ci: [estimate - half, estimate + half] });
      });
    }
  }
  return cells;
}

interface CellContrast {
  readonly cohort?: number;
  readonly exposure: PanelCell["exposure"];
  readonly first: number;
  readonly second: number;
}

function contrastsOf(k: number, networked: boolean): CellContrast[] {
  const all: CellContrast[] = [];
  for (let c = 1; c <= k; c++)
    for (const e of networked ? [0, 1] : [0])
      all.push({
        cohort: c,
        exposure: networked ? (e === 0 ? "none" : "some") : "any",
        first: sideOf(c, e),
        second: sideOf(0, e),
      });
  if (networked) all.push({ exposure: "some", first: sideOf(0, 1), second: sideOf(0, 0) });
  return all;
}

/** 1 for agents with an in-neighbour that has adopted by the stage. */
function exposed(network: Network | undefined, n: number, drawn: Uint8Array, k: number): Uint8Array {
  const found = new Uint8Array(n);
  if (!network) return found;
  const { offsets, sources } = network;
  for (let i = 0; i < n; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const c = drawn[sources[e]!]!;
      if (c > 0 && c <= k) {
        found[i] = 1;
        break;
      }
    }
  return found;
}

function baselineOf({ agents, outcome, observed }: Panel, baseline: readonly number[]) {
  const n = agents.length;
  const mean = new Float64Array(n);
  const known = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const seen = baseline.filter((t) => observed[t]![i] === 1);
    if (seen.length === 0) continue;
    known[i] = 1;
    mean[i] = seen.reduce((all, t) => all + outcome[t]![i]!, 0) / seen.length;
  }
  return { mean, known };
}

/** Weighted means of two sides, over agents who can be on both. */
function hajek(given: {
  readonly first: number;
  readonly second: number;
  readonly side: Uint8Array;
  readonly chance: readonly Float64Array[];
  readonly known: Uint8Array;
  readonly change: Float64Array;
}) {
  const { first, second, side, chance, known, change } = given;
  const [p, q] = [chance[first]!, chance[second]!];
  const totals = [0, 0];
  const weights = [0, 0];
  const counts: [number, number] = [0, 0];
  const expected = [0, 0];
  const inverse = [0, 0];
  const among: number[] = [];
  let population = 0;
  for (let i = 0; i < side.length; i++) {
    if (known[i] === 0 || p[i]! < FLOOR || q[i]! < FLOOR) continue;
    population++;
    among.push(i);
    expected[0]! += p[i]!;
    expected[1]! += q[i]!;
    inverse[0]! += 1 / p[i]!;
    inverse[1]! += 1 / q[i]!;
    if (side[i] !== first && side[i] !== second) continue;
    const at = side[i] === first ? 0 : 1;
    const weight = 1 / (at === 0 ? p : q)[i]!;
    totals[at]! += weight * change[i]!;
    weights[at]! += weight;
    counts[at]++;
  }
  return {
    population,
    counts,
    expected: Math.min(...expected),
    // Of Kish: what the weights leave of the number expected.
    effective: population === 0 ? 0 : Math.min(...inverse.map((sum) => population ** 2 / sum)),
    seldom: Math.max(seldomError(p, among), seldomError(q, among)),
    estimate:
      counts[0] > 0 && counts[1] > 0 ? totals[0]! / weights[0]! - totals[1]! / weights[1]! : undefined,
  };
}

/** The share of the sum of inverse chances that comes from those who are together on a side at most once on average, beyond their share of all. */
function seldomError(chance: Float64Array, among: readonly number[]): number {
  const sorted = Float64Array.from(among, (i) => chance[i]!).sort();
  const all = sorted.reduce((sum, p) => sum + 1 / p, 0);
  let [together, theirs, count] = [0, 0, 0];
  for (const p of sorted) {
    together += p;
    if (together > 1) break;
    theirs += 1 / p;
    count++;
  }
  return sorted.length === 0 ? 0 : theirs / all - count / sorted.length;
}
