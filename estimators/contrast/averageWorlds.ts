import { sum } from "../../src/core/numbers/sum.ts";
import { present } from "../../src/core/present.ts";
import type { Estimate, EstimateRow, Redrawn } from "../Estimator.ts";
import { waldInterval } from "../interval/waldInterval.ts";

/**
 * One row for several worlds: the mean of their estimates, with variance Σ V/W² because assignments are drawn
 * independently for each world. No estimate in one world means none for the mean, since leaving worlds out for what
 * happened in them would bias it.
 */
export function averageWorlds(rows: readonly EstimateRow[], confidence: number): EstimateRow {
  const head = rows[0]!;
  const worlds = rows.length;
  const notes = [...new Set(rows.flatMap((row) => row.notes))];
  const both = (pairs: readonly (readonly [number, number])[]): [number, number] => [
    sum(pairs.map(([first]) => first)),
    sum(pairs.map(([, second]) => second)),
  ];
  const base = {
    contrast: head.contrast,
    claim: head.claim,
    estimand: head.estimand,
    first: head.first,
    second: head.second,
    estimator: head.estimator,
    n: both(rows.map((row) => row.n)),
    expected: both(rows.map((row) => row.expected)),
    population: Math.min(...rows.map((row) => row.population)),
    excluded: [...new Set(rows.flatMap((row) => row.excluded))],
    naive: head.naive,
    notes: [...notes, `mean of ${worlds} worlds`],
    warnings: [...new Set(rows.flatMap((row) => row.warnings))],
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
  const sizes = found.flatMap((row) => row.effective ?? []);
  const stands = found.flatMap((row) => (row.represented ? [row.represented] : []));
  const shares = found.flatMap((row) => row.topShare ?? []);
  // Worlds share their simulated probabilities, so the errors may add up instead of averaging out.
  const result: Estimate = {
    ...base,
    estimate,
    confidence,
    ...(sizes.length > 0
      ? {
          effective: [
            sum(sizes.filter((_, k) => k % 2 === 0)),
            sum(sizes.filter((_, k) => k % 2 === 1)),
          ] as const,
        }
      : {}),
    ...(stands.length > 0
      ? { represented: both(stands).map((total) => total / stands.length) as [number, number] }
      : {}),
    ...(shares.length > 0 ? { topShare: Math.max(...shares) } : {}),
    ...(errors.length > 0 ? { mcse: sum(errors) / worlds } : {}),
  };
  const withheld = found.findIndex((row) => row.ci === undefined);
  if (withheld >= 0)
    return { ...result, withheld: `in world ${withheld}: ${found[withheld]!.withheld ?? "no interval"}` };
  const variance = sum(found.map((row) => row.variance!)) / worlds ** 2;
  const methods = [...new Set(found.map((row) => row.varianceMethod))];
  const { chosen } = found[0]!;
  return {
    ...result,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: methods.join("+"),
    ...averageInterval(found, estimate, variance, confidence),
    ...present({ chosen }),
  };
}

/**
 * The interval of a mean of worlds. Wald's has the mean's own variance, and the least of the worlds' degrees of freedom. Of
 * other intervals the distances from the estimate to each end are combined like standard errors, √(Σ d²)/W: exact for a
 * normal law, and careful for others, whose tails a mean of independent worlds makes thinner.
 */
function averageInterval(
  found: readonly Estimate[],
  estimate: number,
  variance: number,
  confidence: number,
): Pick<Estimate, "ci" | "interval" | "degrees" | "redraws"> {
  const kinds = [...new Set(found.map((row) => row.interval))];
  if (kinds.every((kind) => kind?.startsWith("wald"))) {
    // The worlds' own degrees of freedom add up to at least those of one of them; the least is used.
    const df = Math.min(...found.map((row) => row.degrees ?? Number.POSITIVE_INFINITY));
    return waldInterval(estimate, variance, df, confidence);
  }
  const distance = (end: 0 | 1): number =>
    Math.sqrt(sum(found.map((row) => (row.ci![end] - row.estimate) ** 2))) / found.length;
  const redraws = found.map((row) => row.redraws);
  return {
    ci: [estimate - distance(0), estimate + distance(1)],
    interval: kinds.join("+"),
    ...(redraws.every((one) => one !== undefined) ? { redraws: averageRedraws(redraws) } : {}),
  };
}

/** Worlds share their redraws, so the errors may add up instead of averaging out. */
function averageRedraws(redraws: readonly Redrawn[]): Redrawn {
  const errors = redraws.flatMap((one) => one.mcse ?? []);
  return {
    used: Math.min(...redraws.map((one) => one.used)),
    leftOut: Math.max(...redraws.map((one) => one.leftOut)),
    listed: redraws.every((one) => one.listed),
    ...(errors.length > 0
      ? { mcse: Math.sqrt(sum(errors.map((error) => error ** 2)) / redraws.length) }
      : {}),
  };
}
