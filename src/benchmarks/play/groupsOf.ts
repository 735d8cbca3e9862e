import { meanKnown, type Played } from "./Played.ts";

/** A group of agents with consecutive numbers in one world. */
interface Group {
  /** How many of it are treated. */
  readonly treated: number;
  /** Mean outcome by round, from round 1 at 0: of all, of the treated, of the others. */
  readonly all: readonly (number | undefined)[];
  readonly own: readonly (number | undefined)[];
  readonly others: readonly (number | undefined)[];
}

/** The groups of all worlds, `size` agents each in the order of the network's ids. */
export function groupsOf({ arms, outcomes }: Played, size: number, treatedArm: string): Group[] {
  return arms.flatMap((row, w) =>
    Array.from({ length: row.length / size }, (_, g): Group => {
      const members = Array.from({ length: size }, (_, k) => g * size + k);
      const treated = members.filter((i) => row[i] === treatedArm);
      const rest = members.filter((i) => row[i] !== treatedArm);
      const of = (some: readonly number[]): (number | undefined)[] =>
        outcomes[w]!.map((round) => meanKnown(some.map((i) => round[i])));
      return { treated: treated.length, all: of(members), own: of(treated), others: of(rest) };
    }),
  );
}

/** A mapping from agent to group in YAML, for consecutive groups. */
export function groupMapping(groups: number, size: number): string {
  return JSON.stringify(
    Object.fromEntries(
      Array.from({ length: groups * size }, (_, i) => [`${i}`, `group ${Math.floor(i / size)}`]),
    ),
  );
}
