import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { outcomeReading } from "../log/units/chosenOutcome.ts";
import { outcomeColumn } from "../study/furtherOutcomes.ts";
import type { Study } from "../study/study.ts";

/** An outcome that is asked about, and where it stands in a table; without a reading it is the table's own. */
interface AskedOutcome {
  readonly name: string;
  readonly reading?: ReturnType<typeof outcomeReading>;
}

/**
 * The outcomes that are asked about: those that are named, else all that the study names. A name is that of an outcome of the study, or a
 * column of the table (`answer.vote`, or `answer.vote=yes` for a share).
 *
 * @param mayLack whether a table without the column of an outcome of the study is one in which nobody answered, as in a run's folder
 * @throws SpillwayError for an outcome that is named twice.
 */
export function chosenOutcomes(
  { data: { outcome, outcomes = {} } }: Study,
  named: readonly string[] | undefined,
  mayLack: boolean,
): readonly AskedOutcome[] {
  const wanted = named ?? [outcome, ...Object.keys(outcomes)];
  const twice = wanted.find((name, k) => wanted.indexOf(name) !== k);
  if (twice !== undefined) throw new SpillwayError(`specify: the outcome ${shown(twice)} is named twice`);
  return wanted.map((name) => {
    if (name === outcome) return { name };
    if (!Object.hasOwn(outcomes, name)) return { name, reading: outcomeReading(name) };
    const { points } = outcomes[name]!;
    return { name, reading: { column: outcomeColumn(outcomes[name]!), mayLack, ...present({ points }) } };
  });
}
