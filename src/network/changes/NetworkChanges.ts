/**
 * How a network changes over the rounds of a run, as plain data: a rule with its settings, and the seed from which it draws. Edges of every
 * round follow from these alone, never from arms, messages or outcomes.
 */
export interface NetworkChanges {
  readonly rule: { readonly kind: string; readonly [setting: string]: unknown };
  /** Seed of all that the rule draws. */
  readonly seed: string;
}
