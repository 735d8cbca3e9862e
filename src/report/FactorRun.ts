import type { GridCell } from "../diagnose/gridCells.ts";
import type { FinishedRun, StoppedRun } from "../experiment/runStudy.ts";

/** A cell with its run. */
export interface FactorRun {
  readonly changes: GridCell;
  readonly folder: string;
  readonly result: StoppedRun | FinishedRun;
}
