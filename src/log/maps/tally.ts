import { formatPlace, type Place } from "../../core/SpillwayError.ts";

/** Counts what did not match, by what it was, with the first place of each. */
interface Tally {
  add(what: string, place: Place): void;
  list(): { readonly what: string; readonly count: number; readonly first: string }[];
}

/** Different things that are counted apart. */
const MOST = 200;

/** An empty tally. */
export function tally(): Tally {
  const counts = new Map<string, { count: number; first: string }>();
  return {
    add(what, place) {
      const known = counts.get(what) ?? (counts.size >= MOST ? counts.get(OTHER) : undefined);
      if (known) known.count++;
      else counts.set(counts.size >= MOST ? OTHER : what, { count: 1, first: formatPlace(place) });
    },
    list: () => [...counts].map(([what, one]) => ({ what, ...one })),
  };
}

const OTHER = "other things";
