/** One number of an agent under an assignment, with which its outcome may go. */
export interface MapFeature {
  readonly name: string;
  /** Of agent i. */
  of(i: number, arms: Uint8Array): number;
}

/** What of an assignment an outcome may depend on: a map of a chain, each finer than the one before it. */
export interface ExposureMap {
  /** Name in settings and tables. */
  readonly name: string;
  /** What an outcome depends on under it, in words that follow "depend on". */
  readonly words: string;
  /** Whether agent i has the same exposure under two assignments. */
  same(i: number, one: Uint8Array, other: Uint8Array): boolean;
  /** Groups of agents with the same exposure as far as a regression should hold it: what outcomes differ by between them is taken out. Default: the own arm. */
  classes?(arms: Uint8Array): Uint8Array;
  /** Whether the arms of an agent's neighbours are left so free by its exposure that agents with common neighbours can be focal together. */
  readonly loose: boolean;
  /** Agents whose arms can change agent i's exposure, itself among them where its own can. */
  looksAt(i: number): Iterable<number>;
  /** What it has beyond the map before it: numbers that a test looks at when that one is the hypothesis. */
  readonly features: readonly MapFeature[];
}
