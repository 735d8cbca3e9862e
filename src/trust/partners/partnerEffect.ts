// Hájek (1971), in the discussion of Basu; linearised errors by clusters: Särndal, Swensson and Wretman (1992), section 5.5.

import { studentTQuantile } from "../../core/numbers/studentT.ts";
import { sum } from "../../core/numbers/sum.ts";
import { rng } from "../../core/rng.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import type { Meeting } from "./meetingsOf.ts";

/** One agent between two of its meetings. */
export interface PartnerRecord {
  readonly run: string;
  /** 1 if the partner said the target word, and if the agent says it at its next meeting. */
  readonly exposed: 0 | 1;
  readonly outcome: 0 | 1;
  /** Of the `others` whose latest word is known, how many said the target: their ratio is the propensity. */
  readonly saying: number;
  readonly others: number;
  /** What the agent itself said at the meeting. */
  readonly own: string;
}

export interface PartnerRecordsOptions {
  /** The word whose hearing is the exposure and whose saying is the outcome. */
  readonly target: string;
  /** Others whose latest word must be known. Default 12. */
  readonly least?: number;
}

/**
 * What hearing a word does to the next word one says, where partners are drawn uniformly: each agent between two meetings. The propensity of hearing
 * the target is the share of the others whose latest word it is: exact if everybody were sure to repeat it, else an estimate from the state of the
 * population at that moment. Cost: O(meetings × agents).
 *
 * @param meetings in the order in which they took place within each run.
 */
export function partnerRecords(
  meetings: readonly Meeting[],
  options: PartnerRecordsOptions,
): PartnerRecord[] {
  wantArgument("partnerRecords", "meetings", meetings, { fields: ["map"] });
  wantArgument("partnerRecords", "options", options, { fields: ["target"] });
  const { target, least = 12 } = options;
  type Pending = Omit<PartnerRecord, "outcome" | "run">;
  const states = new Map<string, { latest: Map<string, string>; pending: Map<string, Pending> }>();
  const records: PartnerRecord[] = [];
  for (const { run, agents, words } of meetings) {
    const state = states.get(run) ?? {
      latest: new Map<string, string>(),
      pending: new Map<string, Pending>(),
    };
    states.set(run, state);
    const { latest, pending } = state;
    for (const side of [0, 1] as const) {
      const before = pending.get(agents[side]);
      if (!before) continue;
      records.push({ run, ...before, outcome: words[side] === target ? 1 : 0 });
      pending.delete(agents[side]);
    }
    for (const side of [0, 1] as const) {
      let saying = 0;
      let others = 0;
      for (const [other, word] of latest) {
        if (other === agents[side]) continue;
        others++;
        if (word === target) saying++;
      }
      if (others >= least)
        pending.set(agents[side], {
          exposed: words[1 - side] === target ? 1 : 0,
          saying,
          others,
          own: words[side],
        });
    }
    latest.set(agents[0], words[0]);
    latest.set(agents[1], words[1]);
  }
  return records;
}

export interface PartnerEffectOptions {
  /** Leave out propensities at or beyond 1 in so many, and as far from 1. Default 20: 0.05 to 0.95. */
  readonly floor?: number;
  /** Keep the two limits themselves. Default false. */
  readonly inclusive?: boolean;
  /** Confidence of the interval. Default 0.95. */
  readonly confidence?: number;
  /** Redraws of runs. Default 2,000; 0 for none. */
  readonly redraws?: number;
}

/** The effect beside the correlation that a log shows. */
export interface PartnerEffect {
  readonly runs: number;
  readonly n: number;
  readonly exposed: number;
  /** Difference of means as the log shows it: association. */
  readonly naive: number;
  /** The same by inverse probability: effect, as far as the propensity is right. */
  readonly effect: number;
  readonly means: readonly [exposed: number, not: number];
  /** Sums of w₁Y, w₁, w₀Y and w₀. */
  readonly sums: readonly [number, number, number, number];
  readonly outcomes: readonly [exposed: number, not: number];
  /** Standard errors with runs as units; absent for one run. */
  readonly errors?: { readonly linearised: number; readonly jackknife: number; readonly bootstrap?: number };
  /** Student's t with runs − 1 degrees of freedom, around the jackknife's error. */
  readonly interval?: readonly [low: number, high: number];
}

/**
 * Hájek's contrast of hearing the target against not hearing it, with runs as units of its errors: agents of a run hear one another, so only runs are
 * independent. Few runs give few degrees of freedom.
 *
 * @throws SpillwayError when no record, or none of one kind, has a propensity within the limits.
 */
export function partnerEffect(
  records: readonly PartnerRecord[],
  options: PartnerEffectOptions = {},
): PartnerEffect {
  wantArgument("partnerEffect", "records of partners", records, { fields: ["map"] });
  wantArgument("partnerEffect", "options", options);
  const { floor = 20, inclusive = false, confidence = 0.95, redraws = 2000 } = options;
  const kept = records.filter(({ saying: k, others: n }) =>
    inclusive ? n <= floor * k && floor * k <= (floor - 1) * n : n < floor * k && floor * k < (floor - 1) * n,
  );
  const byRun = new Map<string, PartnerRecord[]>();
  for (const record of kept) {
    const list = byRun.get(record.run);
    if (list) list.push(record);
    else byRun.set(record.run, [record]);
  }
  const weight = ({ exposed, saying, others }: PartnerRecord): number =>
    exposed === 1 ? others / saying : others / (others - saying);
  const sumsOf = (some: readonly PartnerRecord[]): [number, number, number, number] => {
    const of = (exposed: 0 | 1, value: (record: PartnerRecord) => number): number =>
      sum(some.flatMap((record) => (record.exposed === exposed ? [value(record)] : [])));
    return [
      of(1, (r) => weight(r) * r.outcome),
      of(1, weight),
      of(0, (r) => weight(r) * r.outcome),
      of(0, weight),
    ];
  };
  const sums = sumsOf(kept);
  if (!(sums[1] > 0) || !(sums[3] > 0))
    throw new SpillwayError(
      `partner effect: of ${records.length} records ${kept.length} have a propensity within the limits, ${sums[1] > 0 ? "all with" : "none with"} the target heard: wanted both kinds`,
    );
  const effectOf = ([a, b, c, d]: readonly number[]): number => a! / b! - c! / d!;
  const means = [sums[0] / sums[1], sums[2] / sums[3]] as const;
  const exposed = kept.filter((record) => record.exposed === 1);
  const outcomes = [
    exposed.reduce((total, { outcome }) => total + outcome, 0),
    kept.reduce((total, record) => total + (record.exposed === 1 ? 0 : record.outcome), 0),
  ] as const;
  const effect = effectOf(sums);
  const base = {
    runs: byRun.size,
    n: kept.length,
    exposed: exposed.length,
    naive: outcomes[0] / exposed.length - outcomes[1] / (kept.length - exposed.length),
    effect,
    means,
    sums,
    outcomes,
  };
  const runs = [...byRun.values()];
  const G = runs.length;
  if (G < 2) return base;
  const parts = runs.map(sumsOf);
  const linearised = Math.sqrt(
    sum(
      runs.map(
        (run) =>
          sum(
            run.map((record) =>
              record.exposed === 1
                ? (weight(record) * (record.outcome - means[0])) / sums[1]
                : (-weight(record) * (record.outcome - means[1])) / sums[3],
            ),
          ) ** 2,
      ),
    ),
  );
  const left = parts.map((_, g) =>
    effectOf([0, 1, 2, 3].map((k) => sum(parts.flatMap((part, other) => (other === g ? [] : [part[k]!]))))),
  );
  const centre = sum(left) / G;
  const jackknife = Math.sqrt(((G - 1) / G) * sum(left.map((one) => (one - centre) ** 2)));
  const errors = {
    linearised,
    jackknife,
    ...(redraws > 0 ? { bootstrap: redrawn(parts, effectOf, redraws) } : {}),
  };
  if (!Object.values(errors).every(Number.isFinite)) return base;
  if (!(jackknife > 0)) return { ...base, errors };
  const reach = studentTQuantile((1 + confidence) / 2, G - 1) * jackknife;
  return { ...base, errors, interval: [effect - reach, effect + reach] };
}

/** Standard deviation over runs drawn with replacement. */
function redrawn(
  parts: readonly (readonly number[])[],
  effectOf: (sums: readonly number[]) => number,
  redraws: number,
): number {
  const random = rng("partner effect");
  const found = Array.from({ length: redraws }, () => {
    const total = [0, 0, 0, 0];
    for (let g = 0; g < parts.length; g++) {
      const part = parts[random.integer(parts.length)]!;
      for (let k = 0; k < 4; k++) total[k]! += part[k]!;
    }
    return effectOf(total);
  });
  const mean = sum(found) / redraws;
  return Math.sqrt(sum(found.map((one) => (one - mean) ** 2)) / redraws);
}
