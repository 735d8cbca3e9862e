import type { ReportInput } from "../ReportInput.ts";

const KNOWN: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    "any-treated",
    new Map([
      ["none", "untreated with no treated neighbour"],
      ["indirect", "untreated with a treated neighbour"],
      ["direct", "treated with no treated neighbour"],
      ["both", "treated with a treated neighbour"],
    ]),
  ],
  [
    "all-treated",
    new Map([
      ["none", "untreated with no treated neighbour"],
      ["mixed", "in a partly treated neighbourhood"],
      ["all", "treated with every neighbour treated"],
    ]),
  ],
]);

/**
 * What a condition means, as words that follow "being": the caller's own, or those of an exposure that Spillway knows.
 * Undefined for others: a name chosen by a user must not be given a meaning by guessing.
 */
export function conditionMeaning(
  { conditions, meanings, exposure }: Pick<ReportInput, "conditions" | "meanings" | "exposure">,
  condition: string,
): string | undefined {
  const given = meanings?.[conditions.indexOf(condition)];
  if (given !== undefined) return given;
  // Beyond one hop a "neighbour" is anybody near, which these words do not say.
  if (exposure === undefined || (exposure.params.hops ?? 1) !== 1) return undefined;
  if (exposure.name === "own-arm") return `in arm ${condition}`;
  return KNOWN.get(exposure.name)?.get(condition);
}
