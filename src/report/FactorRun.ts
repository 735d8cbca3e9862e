import type { GridCell } from "../study/gridCells.ts";
import type { FinishedRun, StoppedRun } from "../study/runStudy.ts";

/** A cell with its run. */
export interface FactorRun {
  readonly changes: GridCell;
  readonly folder: string;
  readonly result: StoppedRun | FinishedRun;
}
