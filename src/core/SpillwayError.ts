import { cut } from "./cut.ts";

/** Whose mistake it was: `input` means the request must change (exit code 2), `failure` that something broke (exit code 1). */
export type ErrorKind = "input" | "failure";

/** Where in a text that is a setting the fault stands: which setting, and line and column of the text, from 1. */
export interface TextPlace {
  readonly setting: string;
  readonly line?: number;
  readonly column?: number;
}

/** Characters of a message, at most: what came may be of any length. */
const LONGEST = 1900;

/** Where in a file the fault stands; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * The one error type of Spillway. Its message says who complains, what was wanted, what came, and the way out:
 * `complete: treated must be an integer from 1 to 59, got 60`.
 */
export class SpillwayError extends Error {
  readonly kind: ErrorKind;
  readonly place?: Place;
  /** For faults in a text that whoever complains has at hand without its file. */
  readonly inside?: TextPlace;

  constructor(
    message: string,
    options: { kind?: ErrorKind; place?: Place; inside?: TextPlace; cause?: unknown } = {},
  ) {
    const { kind = "input", place, inside, cause } = options;
    super(
      cut(place ? `${formatPlace(place)}: ${message}` : message, LONGEST),
      cause === undefined ? undefined : { cause },
    );
    this.name = "SpillwayError";
    this.kind = kind;
    if (place) this.place = place;
    if (inside) this.inside = inside;
  }
}

/** `edges.csv:12:3`, as editors and terminals link it. */
export function formatPlace({ file, line, column }: Place): string {
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");
}
