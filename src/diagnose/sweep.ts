import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { ExperimentScope } from "../experiment/experimentScope.ts";
import type { StudyCost } from "../experiment/studyCost.ts";
import type { ExperimentPool, ExperimentThread, Help } from "../parallel/simulateExperiments.ts";
import type { Study } from "../study/study.ts";
import { changedStudy } from "../study-file/changedStudy.ts";
import { parseStudy } from "../study-file/parseStudy.ts";
import { type DiagnoseOptions, type DiagnosisRow, diagnose } from "./diagnose.ts";
import { diagnosisTable } from "./diagnosisTable.ts";
import { type Grid, type GridCell, gridCells } from "./gridCells.ts";

export interface SweepOptions extends Omit<DiagnoseOptions, "onProgress" | "pool"> {
  /** Makes the study of each cell from its data. Default: {@link parseStudy} of the data alone, so that a study must not name files. */
  readonly studyOf?: (data: Json) => Promise<Study>;
  /** Says what the experiment of a cell would cost, from its data. Left out, nothing is said of costs. */
  readonly costOf?: (data: Json) => Promise<StudyCost>;
  /** Told before each cell; with several workers the next may begin before the last has ended. */
  readonly onCell?: (cell: GridCell, number: number, cells: number) => void;
}

/** A cell with what came of it. */
export type SweptCell = { readonly changes: GridCell } & (
  | {
      readonly rows: readonly DiagnosisRow[];
      readonly simulations: number;
      readonly cost?: StudyCost;
      readonly experiment?: ExperimentScope;
    }
  | { readonly cannot: string; readonly cost?: undefined }
);

/** Diagnoses of a study with some settings varied. */
export interface Sweep {
  /** The paths that are varied. */
  readonly paths: readonly string[];
  readonly cells: readonly SweptCell[];
  /** False when the signal stopped it. */
  readonly complete: boolean;
}

/**
 * Diagnoses a study for every combination of some settings. All cells have the study's seed, and simulation s the same streams
 * in each of them (common random numbers), so that differences between cells are known better than the cells themselves. A
 * combination that is not possible says why.
 *
 * Cost: that of a diagnosis for each cell; with several workers the threads are started once.
 *
 * @param data the study as data, in the form of a study file.
 * @param grid for each path of a setting, such as `data.assign.treated`, the values that it takes.
 * @throws SpillwayError for paths that lead nowhere, paths without values, and more than 10,000 cells.
 */
export async function sweep(data: Json, grid: Grid, options: SweepOptions = {}): Promise<Sweep> {
  wantArgument("sweep", "a study as data", data);
  wantArgument("sweep", "a grid", grid);
  wantArgument("sweep", "options", options);
  const {
    studyOf = (changed) => parseStudy(JSON.stringify(changed), { file: "study" }),
    costOf,
    onCell,
    ...rest
  } = options;
  const cells = gridCells(grid);
  const studies = cells.map((changes) => changedStudy(data, changes));
  const { experimentPool } = await import("../parallel/simulateExperiments.ts");
  const pool = (rest.workers ?? 1) > 1 && !rest.redis ? experimentPool(rest.workers!) : undefined;
  const swept: (SweptCell | undefined)[] = cells.map(() => undefined);
  const offers = new Set<Help>();
  const offer = (help: Help): (() => void) => {
    offers.add(help);
    return () => void offers.delete(help);
  };
  let next = 0;
  /** Takes cells as long as there are any below a number. */
  const work = async (below: number, over?: ExperimentPool): Promise<void> => {
    while (next < below && !rest.signal?.aborted) {
      const number = next++;
      const changes = cells[number]!;
      onCell?.(changes, number, cells.length);
      try {
        const cell = await sweptCell(changes, studies[number]!, studyOf, {
          ...rest,
          ...(over ? { pool: over } : {}),
        });
        swept[number] =
          cell && "rows" in cell && costOf ? { ...cell, cost: await costOf(studies[number]!) } : cell;
      } catch (cause) {
        next = cells.length;
        throw cause;
      }
    }
  };
  try {
    // Whole cells for threads, so that what a cell takes before its first simulation is done in one of them only. A thread for which
    // there is none left helps others; and all threads share each of the last cells, of which there are not enough for all.
    const threads = pool?.threads ?? [];
    const whole = cells.length - (cells.length % Math.max(1, threads.length));
    const lane = async (thread: ExperimentThread): Promise<void> => {
      await work(whole, { threads: [thread], offer, destroy: async () => undefined });
      for (const help of offers) {
        // What goes wrong is told by the cell whose work it is.
        await help(thread).catch(() => undefined);
        offers.delete(help);
      }
    };
    await Promise.all(threads.map(lane));
    await work(cells.length, pool);
  } finally {
    await pool?.destroy();
  }
  const found = swept.filter((cell) => cell !== undefined);
  return { paths: Object.keys(grid), cells: found, complete: found.length === cells.length };
}

/** The diagnosis of a cell; undefined when it was stopped, because its rows would be about fewer simulations than others. */
async function sweptCell(
  changes: GridCell,
  data: Json,
  studyOf: (data: Json) => Promise<Study>,
  options: DiagnoseOptions,
): Promise<SweptCell | undefined> {
  try {
    const { rows, simulations, complete, experiment } = await diagnose(await studyOf(data), options);
    return complete ? { changes, rows, simulations, ...present({ experiment }) } : undefined;
  } catch (cause) {
    if (!(cause instanceof SpillwayError) || cause.kind !== "input") {
      if (options.signal?.aborted) return undefined;
      throw cause;
    }
    return { changes, cannot: cause.message };
  }
}

/** A value of a setting as a cell of a table: text and numbers as they are, all else as JSON. */
export function settingText(value: Json): string {
  return typeof value === "string" ? value : canonicalJson(value);
}

/** A sweep as one long table: a row for each cell, contrast and estimator; impossible cells have their reason in the last column. */
export function sweepTable(given: Sweep): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
} {
  wantArgument("sweepTable", "a sweep", given, { fields: ["paths", "cells"] });
  const { paths, cells } = given;
  const all = cells.flatMap((cell) => ("rows" in cell ? cell.rows : []));
  const { header } = diagnosisTable(all);
  // Names of diagnosands of one's own depend on all rows, so the table is made of all and cut into cells again.
  const rows = diagnosisTable(all).rows.values();
  const costed = cells.some(({ cost }) => cost !== undefined);
  return {
    header: [...paths, ...header, ...(costed ? ["calls", "money"] : []), "cannot"],
    rows: cells.flatMap((cell) => {
      const values = cell.changes.map(([, value]) => settingText(value));
      const cost = costed ? [cell.cost?.calls, cell.cost?.money] : [];
      if ("cannot" in cell) return [[...values, ...header.map(() => undefined), ...cost, cell.cannot]];
      return cell.rows.map(() => [...values, ...(rows.next().value ?? []), ...cost, undefined]);
    }),
  };
}
