/** How often something occurred, and when for the first and the last time. */
export interface Use {
  readonly turns: number;
  /** Times of its first and its last turn. */
  readonly first: string;
  readonly last: string;
}

/** Counts, by arm, the names that turns give. */
interface UsesByArm {
  take(arm: string, name: string, at: string): void;
  /** Every name that occurred in an arm, in the order in which they were met. */
  of(arm: string): readonly (Use & { readonly name: string })[];
  arms(): readonly string[];
}

/** Names are what others say, and may be another one in each turn: those beyond this number are counted together. */
const MOST = 1000;
const OTHERS = "(others)";

/** Counts names by arm, in little memory whatever they are. */
export function usesByArm(): UsesByArm {
  const found = new Map<string, Map<string, { turns: number; first: string; last: string }>>();
  return {
    take(arm, given, at) {
      const uses = found.get(arm) ?? new Map<string, { turns: number; first: string; last: string }>();
      const name = uses.size < MOST || uses.has(given) ? given : OTHERS;
      const use = uses.get(name) ?? { turns: 0, first: at, last: at };
      use.turns++;
      if (at < use.first) use.first = at;
      if (at > use.last) use.last = at;
      found.set(arm, uses.set(name, use));
    },
    of: (arm) => [...(found.get(arm) ?? [])].map(([name, use]) => ({ name, ...use })),
    arms: () => [...found.keys()],
  };
}
