import { sum } from "../src/core/sum.ts";
import type { Estimate, EstimateRow } from "./Estimator.ts";
import { waldInterval } from "./waldInterval.ts";

/**
 * One row for several worlds: the mean of their estimates, with variance Σ V/W² because assignments are drawn
 * independently for each world. No estimate in one world means none for the mean, since leaving worlds out for what
 * happened in them would bias it.
 */
export function averageWorlds(rows: readonly EstimateRow[], confidence: number): EstimateRow {
  const head = rows[0]!;
  const worlds = rows.length;
  const notes = [...new Set(rows.flatMap((row) => row.notes))];
  const n: [number, number] = [sum(rows.map((row) => row.n[0])), sum(rows.map((row) => row.n[1]))];
  const base = {
    contrast: head.contrast,
    first: head.first,
    second: head.second,
    estimator: head.estimator,
    n,
    population: Math.min(...rows.map((row) => row.population)),
    excluded: [...new Set(rows.flatMap((row) => row.excluded))],
    naive: head.naive,
    notes: [...notes, `mean of ${worlds} worlds`],
  };
  const without = rows.findIndex((row) => "because" in row);
  if (without >= 0) {
    return {
      ...base,
      because: `no estimate in world ${without}: ${(rows[without] as { because: string }).because}`,
    };
  }
  const found = rows as readonly Estimate[];
  const estimate = sum(found.map((row) => row.estimate)) / worlds;
  const errors = found.map((row) => row.mcse).filter((mcse) => mcse !== undefined);
  // Worlds share their simulated probabilities, so the errors may add up instead of averaging out.
  const result: Estimate = {
    ...base,
    estimate,
    confidence,
    ...(errors.length > 0 ? { mcse: sum(errors) / worlds } : {}),
  };
  const withheld = found.findIndex((row) => row.variance === undefined);
  if (withheld >= 0)
    return { ...result, withheld: `in world ${withheld}: ${found[withheld]!.withheld ?? "no variance"}` };
  const variance = sum(found.map((row) => row.variance!)) / worlds ** 2;
  const methods = [...new Set(found.map((row) => row.varianceMethod))];
  // The worlds' own degrees of freedom add up to at least those of one of them; the least is used.
  const df = Math.min(...found.map((row) => row.degrees ?? Number.POSITIVE_INFINITY));
  return {
    ...result,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: methods.join("+"),
    ...waldInterval(estimate, variance, df, confidence),
  };
}
