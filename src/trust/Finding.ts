/** What a check of a log found, and what that means. */
export interface Finding {
  readonly check: string;
  /** Where: a field or column, or a pair of tables. */
  readonly where?: string;
  /** `flagged`: look before any effect; `clean`: looked and found nothing; `cannot tell`: the log does not hold what would show it. */
  readonly verdict: "flagged" | "clean" | "cannot tell";
  /** What was found and what it means, in one or two sentences. */
  readonly says: string;
  /** Chance of what was found, or more, in an honest log: by the null that the check names. At most 0.001 where a check flags. */
  readonly p?: number;
  /** How many rows it concerns. */
  readonly rows?: number;
}

/** Chance at most of a false alarm, of each check over the whole log. */
export const FALSE_ALARM = 1e-3;
