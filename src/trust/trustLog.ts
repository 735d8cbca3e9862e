import { few } from "../core/few.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { type AnswerCheckOptions, answerChecks, fieldNames } from "./answers/answerChecks.ts";
import { type AnswerFieldsOptions, answerFields } from "./answers/answerFields.ts";
import type { Finding } from "./Finding.ts";

export type TrustLogOptions = AnswerCheckOptions & AnswerFieldsOptions;

/** What checks of a log found. */
export interface TrustReport {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * Whether the answers of a log can be an agent's own: filled in, cached and copied answers are looked for in every field, without a map. Each check
 * flags an honest log with a chance of at most 0.001, and says so where the log does not hold what would show it.
 *
 * @param files the log, in one file or several, in any format that maps read.
 * @throws SpillwayError with file and line for damaged records, and for a field named in the options that the log does not have.
 */
export async function trustLog(
  files: readonly string[],
  options: TrustLogOptions = {},
): Promise<TrustReport> {
  wantArgument("trustLog", "a list of files", files, { fields: ["map"] });
  if (files.length === 0) throw new SpillwayError("trust: wanted at least one log, got none");
  const { dialect, skipDamaged, ...more } = options;
  const { tables, notes } = await answerFields(files, present({ dialect, skipDamaged }));
  const names = fieldNames(tables);
  for (const name of [...(more.texts ?? []), ...(more.durations ?? []), ...(more.choices ?? [])])
    if (!names.some((one) => one === name || one.endsWith(`.${name}`)))
      throw new SpillwayError(
        `trust: the log has no field ${shown(name)}${suggest(name, names)}: it has ${few(names.map((one) => shown(one)))}`,
        { place: { file: files[0]! } },
      );
  return { findings: answerChecks(tables, more), notes };
}
