import type { Law } from "../../designs/Design.ts";
import type { WorldData } from "../ExperimentData.ts";

/** One group of a two-stage experiment, as it came out. */
export interface GroupMeans {
  readonly name: string;
  readonly size: number;
  /** Number of its treated agents, whether or not their outcomes are known. */
  readonly treated: number;
  /** Saturations, by number, under which so many are treated: one, unless two saturations come to the same here. */
  readonly saturations: readonly number[];
  /** Of its untreated and of its treated agents, and of both together: how many outcomes are known, their mean, and their sample variance. */
  readonly untreatedSeen: Seen;
  readonly treatedSeen: Seen;
  readonly allSeen: Seen;
}

/** Outcomes of some agents. */
export interface Seen {
  readonly count: number;
  /** 0 where there are none. */
  readonly mean: number;
  /** Sample variance; undefined below two outcomes, where it is unknown and not 0. */
  readonly variance?: number;
}

/** The groups of a two-stage experiment with their outcomes. Cost: O(n + groups × saturations). */
export function groupMeans(
  { group, labels, sizes, treated }: NonNullable<Law["twoStage"]>,
  { arms, outcome, observed }: WorldData,
): GroupMeans[] {
  const members = sizes.map(() => [] as number[]);
  group.forEach((g, i) => {
    members[g]!.push(i);
  });
  return members.map((inside, g): GroupMeans => {
    const count = inside.reduce((sum, i) => sum + arms[i]!, 0);
    const known = inside.filter((i) => observed[i] === 1);
    const seen = (arm?: number): Seen =>
      seenOf(known.filter((i) => arm === undefined || arms[i] === arm).map((i) => outcome[i]!));
    return {
      name: labels[g]!,
      size: sizes[g]!,
      treated: count,
      saturations: treated.flatMap((row, s) => (row[g] === count ? [s] : [])),
      untreatedSeen: seen(0),
      treatedSeen: seen(1),
      allSeen: seen(),
    };
  });
}

function seenOf(values: readonly number[]): Seen {
  const count = values.length;
  if (count === 0) return { count, mean: 0 };
  // From the first value, as means of numbers far from 0 lose digits.
  const origin = values[0]!;
  const mean = values.reduce((sum, y) => sum + (y - origin), 0) / count;
  const squares = values.reduce((sum, y) => sum + (y - origin - mean) ** 2, 0);
  return { count, mean: origin + mean, ...(count > 1 ? { variance: squares / (count - 1) } : {}) };
}
