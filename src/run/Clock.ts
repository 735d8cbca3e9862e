/** What tells a run the time. It is an argument so that a run is a function of its inputs; tests give one that stands still. */
export interface Clock {
  /** Milliseconds since any fixed moment, never going back. */
  elapsed(): number;
  /** The time of day in UTC as ISO 8601. */
  time(): string;
}
