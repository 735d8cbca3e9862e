import { listed, named } from "./clause.ts";

/** A contrast that was asked, with what its conditions mean where that is known. */
interface Asked {
  readonly name: string;
  readonly first: string;
  readonly second: string;
  /** Words that follow "being". */
  readonly being?: string | undefined;
  readonly than?: string | undefined;
}

/** Contrasts whose conditions are told in full. */
const TOLD = 3;

/** What was asked of a few contrasts, as `How much does … change wellbeing`; of many, their names. */
export function askedClause(asked: readonly Asked[], outcome: string): string {
  if (asked.length > TOLD)
    return `By how much do the conditions of ${listed(asked.map(({ name }) => named(name)))} change ${outcome}`;
  const words = asked.map(({ first, second, being, than }) =>
    being !== undefined && than !== undefined
      ? [`being ${being}`, `being ${than}`]
      : [`condition ${named(first)}`, `condition ${named(second)}`],
  );
  // What all are compared with is said once, at the end.
  const common = new Set(words.map(([, second]) => second)).size === 1 ? words[0]![1] : undefined;
  const parts = words.map(([first, second], k) => {
    const against = common === undefined ? ` against ${second}` : "";
    return `${first}${against}${asked.length === 1 ? "" : ` (${named(asked[k]!.name)})`}`;
  });
  return `By how much ${asked.length === 1 ? "does" : "do"} ${listed(parts)} change ${outcome}${common === undefined ? "" : `, compared with ${common},`}`;
}
