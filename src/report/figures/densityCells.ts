import type { ReportInput } from "../ReportInput.ts";

/** Cells on a side: so many that a cell has some forty agents on average, and neither so few that nothing shows nor so many that nobody sees them. */
export function cellsOnSide(n: number): number {
  return Math.min(32, Math.max(10, Math.round(Math.sqrt(n / 40))));
}

/** Agents of one part of the layout. */
export interface DensityCell {
  readonly column: number;
  readonly row: number;
  readonly agents: number;
  /** Share of them that is not in the first arm. */
  readonly share: number;
  /** Mean outcome of those that have one; absent where none has. */
  readonly mean?: number;
}

/** What the density picture needs. */
export type DensityInput = Pick<ReportInput, "network" | "arms" | "assignment" | "values"> & {
  readonly places: NonNullable<ReportInput["places"]>;
};

/** The cells of a layout that hold agents, row by row. Cost: O(n). */
export function densityCells({ network, assignment, values, places }: DensityInput): DensityCell[] {
  const side = cellsOnSide(network.n);
  const cells = side * side;
  const [agents, treated, known, sum] = [0, 1, 2, 3].map(() => new Float64Array(cells));
  const at = (unit: number): number => Math.min(side - 1, Math.floor(unit * side));
  for (let i = 0; i < network.n; i++) {
    const cell = at(places.y[i]!) * side + at(places.x[i]!);
    agents![cell]!++;
    if (assignment[i] !== 0) treated![cell]!++;
    const outcome = values?.[i];
    if (outcome === undefined) continue;
    known![cell]!++;
    sum![cell] = sum![cell]! + outcome;
  }
  return Array.from({ length: cells }, (_, cell) => cell).flatMap((cell) => {
    const count = agents![cell]!;
    if (count === 0) return [];
    return [
      {
        ...{ column: cell % side, row: Math.floor(cell / side), agents: count },
        share: treated![cell]! / count,
        ...(known![cell]! > 0 ? { mean: sum![cell]! / known![cell]! } : {}),
      },
    ];
  });
}

/** The range of a value in which nine of ten agents' cells lie, each cell counted by its agents; undefined where no cell has it. */
export function middleRange(
  cells: readonly DensityCell[],
  of: "share" | "mean",
): readonly [low: number, high: number] | undefined {
  const sorted = cells
    .flatMap((cell) => (cell[of] === undefined ? [] : [{ value: cell[of], agents: cell.agents }]))
    .sort((a, b) => a.value - b.value);
  const all = sorted.reduce((total, one) => total + one.agents, 0);
  const at = (share: number): number => {
    let below = 0;
    for (const one of sorted) {
      below += one.agents;
      if (below >= share * all) return one.value;
    }
    return sorted.at(-1)!.value;
  };
  return sorted.length === 0 ? undefined : [at(0.05), at(0.95)];
}
