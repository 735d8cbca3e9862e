import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Finding } from "../trust/Finding.ts";
import { trustLog } from "../trust/trustLog.ts";
import { type CompareSystemsOptions, compareSystems, type SystemComparison } from "./compareSystems.ts";
import { parsePair } from "./parsePair.ts";
import { type ReadScoresOptions, readScores } from "./readScores.ts";

export interface CompareSystemFilesOptions
  extends ReadScoresOptions,
    Omit<CompareSystemsOptions, "contrasts"> {
  /** Systems to compare, as `name=first:second`. */
  readonly contrasts?: readonly string[];
  /** Further logs with the answers, which are looked at for repeats. */
  readonly answers?: readonly string[];
}

/** Checks of answers whose flags mean that scores are not of independent answers. */
const OF_ANSWERS = ["repeated texts", "repeated durations", "filled-in sentences", "choices after failures"];

/** A comparison with what checks of the answers found. */
export interface FilesComparison extends SystemComparison {
  readonly findings: readonly Finding[];
}

/**
 * {@link compareSystems} of tables and of logs of Inspect, with the checks of {@link trustLog} for answers that are filled in, cached or copied.
 *
 * @throws SpillwayError with file and line for what cannot be read.
 */
export async function compareSystemFiles(
  files: readonly string[],
  options: CompareSystemFilesOptions = {},
): Promise<FilesComparison> {
  wantArgument("compareSystemFiles", "a list of files", files, { fields: ["map"] });
  wantArgument("compareSystemFiles", "options", options);
  if (files.length === 0) throw new SpillwayError("compare: wanted at least one table of scores, got none");
  const {
    contrasts,
    answers = [],
    dialect,
    skipDamaged,
    system,
    task,
    repetition,
    team,
    cluster,
    scores,
    ...rest
  } = options;
  const table = await readScores(
    files,
    present({ dialect, skipDamaged, system, task, repetition, team, cluster, scores }),
  );
  const systems = [...new Set(table.rows.map((row) => row.system))];
  const found = compareSystems(table, {
    ...rest,
    ...present({ contrasts: contrasts?.map((text) => parsePair(text, systems)) }),
  });
  const again = files.filter((file) => file !== "-");
  const logs = [...again, ...answers];
  const findings =
    logs.length === 0
      ? []
      : (
          await Promise.all([
            ...(again.length > 0 ? [trustLog(again, present({ dialect, skipDamaged }))] : []),
            ...answers.map((file) => trustLog([file], present({ dialect }))),
          ])
        ).flatMap((report) => report.findings.filter(({ check }) => OF_ANSWERS.includes(check)));
  const flagged = findings.filter(({ verdict }) => verdict === "flagged");
  const warnings = flagged.map(
    ({ check, where, rows }) =>
      `${check}${where === undefined ? "" : ` in ${where}`}${rows === undefined ? "" : `, ${rows} rows`}: not every score is of an answer of its own, so tasks are fewer answers than they look`,
  );
  const unread = files.length > again.length;
  return {
    ...found,
    rows: found.rows.map((row) => ({ ...row, warnings: [...row.warnings, ...warnings] })),
    notes: [
      ...table.notes,
      ...found.notes,
      ...(unread ? ["standard input is read once: its answers were not looked at for repeats"] : []),
    ],
    findings,
  };
}
