import type { Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import type { Change } from "../study-file/changedStudy.ts";

/** A cell of a grid: what is changed. */
export type GridCell = readonly Change[];

/** Settings that vary: for each path, such as `data.assign.treated`, the values that it takes. */
export type Grid = Readonly<Record<string, readonly Json[]>>;

/** Most cells of a grid. */
const MOST_CELLS = 10_000;

/**
 * Every combination of the values of some settings, the last path changing fastest.
 *
 * @throws SpillwayError for paths without values, and more than 10,000 combinations.
 */
export function gridCells(grid: Grid): GridCell[] {
  let cells: GridCell[] = [[]];
  for (const [path, values] of Object.entries(grid)) {
    if (values.length === 0) throw new SpillwayError(`vary: wanted values for ${path}, got none`);
    if (cells.length * values.length > MOST_CELLS)
      throw new SpillwayError(
        `vary: wanted at most ${MOST_CELLS} combinations, got ${cells.length * values.length} and more`,
      );
    cells = cells.flatMap((cell) => values.map((value) => [...cell, [path, value] as const]));
  }
  return cells;
}
