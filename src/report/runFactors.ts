import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { formatJson } from "../core/formatJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import { type Grid, type GridCell, gridCells } from "../diagnose/gridCells.ts";
import { estimatesCsv } from "../experiment/estimates/estimatesCsv.ts";
import type { RunStudyOptions } from "../experiment/runStudy.ts";
import { writeFileWhole } from "../log/files/writeFileWhole.ts";
import { prepareStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { type Change, changedStudy } from "../study-file/changedStudy.ts";
import type { FactorRun } from "./FactorRun.ts";
import { type FactorEffects, factorEffects } from "./factorEffects.ts";
import { factorsCsv } from "./factorsCsv.ts";
import { factorsReport } from "./factorsReport.ts";
import { run } from "./run.ts";

export interface RunFactorsOptions extends RunStudyOptions {
  /** Makes the study of each cell from its data. */
  readonly studyOf: (data: Json) => Promise<Study>;
  /** What a cell changes in the study. Default: its paths take its values; factors by name change more than one place, or none. */
  readonly changesOf?: (cell: GridCell) => readonly Change[];
  /** Told before each cell. */
  readonly onCell?: (cell: GridCell, number: number, cells: number) => void;
}

export interface FactorRuns {
  readonly paths: readonly string[];
  /** What each factor changes in each contrast; no rows until all runs are complete. */
  readonly effects: FactorEffects;
  /** The cells that were begun; only the last can be incomplete. */
  readonly runs: readonly FactorRun[];
  readonly complete: boolean;
}

/**
 * Runs a study for every combination of some settings (the factors of a factorial study), one after another, each in a folder of its
 * own: `1`, `2` … in `out`, with `factors.json` to say which is which and, when all are complete, `estimates.csv` of all of them with
 * a column for each factor, `effects.csv` of what each factor changes ({@link factorEffects}), and `factors.html` of both ({@link factorsReport}). Every combination is made into a study, with its network and design, before the first is run, so that none is
 * found to be impossible after money was spent. All have the study's seed, and so the same plan where design and network are the same. Called again with the
 * same factors it resumes; limits and budgets are those of each run.
 *
 * @param data the study as data.
 * @throws SpillwayError for paths that lead nowhere, a combination that is no study, and a folder that holds other factors.
 */
export async function runFactors(data: Json, grid: Grid, options: RunFactorsOptions): Promise<FactorRuns> {
  wantArgument("runFactors", "a grid", grid);
  wantArgument("runFactors", "options", options, { fields: ["studyOf"] });
  const { studyOf, onCell, out, changesOf = (cell: GridCell) => cell, ...rest } = options;
  const cells = gridCells(grid);
  const studies: Study[] = [];
  for (const changes of cells) {
    const study = await studyOf(changedStudy(data, changesOf(changes)));
    // Whether the design fits the network is seen here.
    prepareStudy(study);
    studies.push(study);
  }
  const paths = Object.keys(grid);
  keepFactors(join(out, "factors.json"), paths, cells);
  const runs: FactorRun[] = [];
  for (const [k, changes] of cells.entries()) {
    onCell?.(changes, k, cells.length);
    const folder = join(out, `${k + 1}`);
    const result = await run(studies[k]!, { ...rest, out: folder });
    runs.push({ changes, folder, result });
    if (!result.complete)
      return { paths, runs, complete: false, effects: { rows: [], because: "not all runs are complete" } };
  }
  writeFileWhole(join(out, "estimates.csv"), factorsCsv(paths, runs), { own: true });
  const effects = factorEffects(paths, runs);
  if (effects.rows.length > 0)
    writeFileWhole(join(out, "effects.csv"), estimatesCsv(effects.rows), { own: true });
  const name = studies[0]?.name ?? "Factorial study";
  writeFileWhole(join(out, "factors.html"), await factorsReport(name, paths, runs, effects), { own: true });
  return { paths, runs, complete: true, effects };
}

/** Says which folder is which; a folder with other factors is left alone. */
function keepFactors(file: string, paths: readonly string[], cells: readonly GridCell[]): void {
  const factors = {
    paths,
    runs: cells.map((changes, k) => ({
      folder: `${k + 1}`,
      ...Object.fromEntries(changes),
    })),
  };
  const there = textOf(file);
  if (there === undefined) {
    writeFileWhole(file, formatJson(factors), { own: true });
    return;
  }
  let same = false;
  try {
    same = canonicalJson(JSON.parse(there)) === canonicalJson(factors);
  } catch {
    // Not ours: the same answer.
  }
  if (!same)
    throw new SpillwayError(
      `run: ${file} holds other factors: take another folder, or the factors that it holds`,
    );
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SpillwayError(`run: cannot read "${file}" (${(cause as NodeJS.ErrnoException).code})`, {
      kind: "failure",
      cause,
    });
  }
}
