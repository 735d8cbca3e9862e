/** A map that comes with Spillway. */
export interface ReadyMap {
  readonly name: string;
  /** What its logs are called in a sentence. */
  readonly about: string;
  /** What the beginning of such a log holds: all of it. */
  readonly signs: readonly RegExp[];
  /** The map in YAML. */
  readonly yaml: string;
}
