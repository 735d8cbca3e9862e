/** Points of some dimensions, one after the other: coordinate d of point i is at i × dimensions + d. */
export interface Points {
  readonly size: number;
  readonly dimensions: number;
  readonly at: Float64Array;
}

/** The points of several columns of equal length. */
export function pointsOf(columns: readonly Float64Array[]): Points {
  const dimensions = columns.length;
  const size = columns[0]?.length ?? 0;
  const at = new Float64Array(size * dimensions);
  for (const [d, column] of columns.entries())
    for (let i = 0; i < size; i++) at[i * dimensions + d] = column[i]!;
  return { size, dimensions, at };
}
