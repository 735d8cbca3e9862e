import { csvText } from "../../core/csvText.ts";
import { present } from "../../core/present.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { compareSystemFiles, type FilesComparison } from "../../systems/compareSystemFiles.ts";
import { type CommonOptions, emit } from "../output.ts";
import { systemsText } from "../text/systemsText.ts";
import { logsIn } from "./parts/logsIn.ts";

interface CompareOptions extends CommonOptions, TableDialect {
  readonly system?: string;
  readonly task?: string;
  readonly repetition?: string;
  readonly score?: readonly string[];
  readonly team?: string;
  readonly cluster?: string;
  readonly unit?: "task" | "repetition";
  readonly contrast?: readonly string[];
  readonly baseline?: string;
  readonly unpaired?: boolean;
  readonly drawn?: boolean;
  readonly answers?: readonly string[];
  readonly confidence?: number;
  readonly skipDamaged?: number;
  readonly seed?: string;
}

/** What `spillway compare` does. */
export async function compareAction(tables: readonly string[], options: CompareOptions): Promise<void> {
  const { system, task, repetition, score: scores, team, cluster, unit, contrast: contrasts } = options;
  const { baseline, unpaired, drawn, answers, confidence, skipDamaged, seed } = options;
  const { delimiter, decimal, missing } = options;
  const files = tables.flatMap((one) => logsIn(one, "compare"));
  const found = await compareSystemFiles(files, {
    dialect: present({ delimiter, decimal, missing }),
    ...present({
      system,
      task,
      repetition,
      scores,
      team,
      cluster,
      unit,
      contrasts,
      baseline,
      drawn,
      answers,
    }),
    ...present({ confidence, skipDamaged, seed, paired: unpaired === true ? false : undefined }),
  });
  emit(
    { data: found, text: () => systemsText(found), csv: () => rowsCsv(found), notes: found.notes },
    options,
  );
}

const COLUMNS = [
  ...["contrast", "first", "second", "score", "difference", "se", "df", "low", "high", "simultaneous_low"],
  ...[
    "simultaneous_high",
    "p",
    "least_p",
    "adjusted_p",
    "unit",
    "units",
    "tasks",
    "mean_first",
    "mean_second",
  ],
  ...["up", "level", "down", "g", "unpaired_se", "correlation", "u", "rank_biserial", "rank_p", "fisher_p"],
  ...["claim", "estimand", "rests", "notes", "warnings", "because"],
] as const;

function rowsCsv({ rows }: FilesComparison): string {
  return csvText(
    COLUMNS,
    rows.map((row) => [
      ...[row.contrast, row.first, row.second, row.score, row.difference, row.se, row.df],
      ...[row.ci?.[0], row.ci?.[1], row.simultaneous?.[0], row.simultaneous?.[1]],
      ...[row.p, row.least, row.adjusted, row.unit],
      ...[typeof row.units === "number" ? row.units : row.units.join(" / "), row.tasks],
      ...[row.means?.[0], row.means?.[1], row.signs?.[0], row.signs?.[1], row.signs?.[2]],
      ...[row.g, row.unpairedSe, row.correlation],
      ...[row.ranks?.u, row.ranks?.rankBiserial, row.ranks?.p, row.fisher],
      ...[row.claim, row.estimand, row.rests, row.notes.join("; "), row.warnings.join("; ")],
      row.because ?? row.withheld,
    ]),
  );
}
