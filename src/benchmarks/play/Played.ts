/** What the agents of one variant did, as its journal says. */
export interface Played {
  /** Arm of each agent by world. */
  readonly arms: readonly (readonly string[])[];
  /** Outcome of each agent by world and round, from round 1 at 0; undefined where there is none. */
  readonly outcomes: readonly (readonly (readonly (number | undefined)[])[])[];
}

/** Outcomes of the last round of each world. */
export function lastOutcomes({ outcomes }: Played): (readonly (number | undefined)[])[] {
  return outcomes.map((rounds) => rounds.at(-1)!);
}

/** Mean of what is known; undefined where nothing is. */
export function meanKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
