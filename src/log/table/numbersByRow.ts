import type { Column } from "./Table.ts";

/** A column of numbers, of which those that are undefined are missing. */
export function numbersByRow(name: string, rows: number, of: (row: number) => number | undefined): Column {
  const values = new Float64Array(rows);
  const known = new Uint8Array(rows);
  for (let k = 0; k < rows; k++) {
    const value = of(k);
    if (value === undefined) continue;
    values[k] = value;
    known[k] = 1;
  }
  return { kind: "number", name, values, known };
}
