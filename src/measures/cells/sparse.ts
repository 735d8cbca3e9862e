import { z } from "zod";

/** Records that each cell of a joint table should have on average. */
const ENOUGH = 10;

/** The setting of what happens with fewer records than that. */
export const fewRecordsField = (): z.ZodDefault<z.ZodEnum<{ warn: "warn"; refuse: "refuse" }>> =>
  z.enum(["warn", "refuse"], { error: "must be warn or refuse" }).default("warn");

/** A sentence where there are fewer than ten records a cell; undefined where there are enough. */
export function sparse(n: number, cells: number): string | undefined {
  if (n >= ENOUGH * cells) return undefined;
  return `${n} records for a table of ${cells} cells, and ${ENOUGH} for each are wanted: the bias is larger than its correction can mend; use shorter histories or fewer, coarser values`;
}
