import { formatPlace, type Place } from "../../core/SpillwayError.ts";

/** The account of what a reader met and did not use. */
export interface LeftOut {
  /**
   * Counts one occurrence.
   *
   * @param what the thing, in words that name it in its format: attribute "label" of node.
   * @param hint what to do if it matters after all.
   */
  add(what: string, place: Place, hint?: string): void;
  /** Counts nothing, but is said once: what the reader had to suppose. */
  say(sentence: string): void;
  /** One sentence for each thing, with its count and its first place. */
  notes(): string[];
}

/** Things that are told one by one; the others are named together. */
const TOLD = 12;
/** Characters of one name that are told. */
const LONGEST = 120;

/**
 * The one account of everything left out that all readers of files keep, so that nothing is dropped silently: each thing once, with
 * how often it occurred and where first, in the order in which they occurred.
 */
export function leftOut(): LeftOut {
  const things = new Map<string, { count: number; place: Place; hint?: string | undefined }>();
  const sentences = new Set<string>();
  return {
    add(what, place, hint) {
      const known = things.get(what);
      if (known) known.count++;
      else things.set(what, { count: 1, place, hint });
    },
    say(sentence) {
      sentences.add(sentence);
    },
    notes() {
      const all = [...things];
      const told = all.slice(0, TOLD).map(([what, { count, place, hint }]) => {
        const times =
          count === 1 ? `at ${formatPlace(place)}` : `${count} times, first at ${formatPlace(place)}`;
        return `${cut(what)} was left out (${times})${hint === undefined ? "" : `: ${hint}`}`;
      });
      const rest = all.slice(TOLD);
      const more =
        rest.length === 0
          ? []
          : [
              `${rest.length} more sort${rest.length === 1 ? " of thing was" : "s of things were"} left out: ${rest
                .slice(0, TOLD)
                .map(([what]) => cut(what))
                .join(", ")}${rest.length > TOLD ? ", …" : ""}`,
            ];
      return [...sentences, ...told, ...more];
    },
  };
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
