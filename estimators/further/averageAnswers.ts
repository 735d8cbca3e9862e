import { sum } from "../../src/core/numbers/sum.ts";
import { present } from "../../src/core/present.ts";
import type { FurtherEstimate } from "../Estimator.ts";
import { chebyshevInterval } from "../interval/chebyshevInterval.ts";
import { waldInterval } from "../interval/waldInterval.ts";
import { betweenWorlds } from "./betweenWorlds.ts";
import type { FurtherRow } from "./furtherHead.ts";

/**
 * One row for several worlds: the mean of their answers, with variance Σ V/W². No answer in one world means none for the
 * mean, since leaving worlds out for what happened in them would bias it. Worlds without errors of their own have that of their spread.
 */
export function averageAnswers(rows: readonly FurtherRow[], confidence: number): FurtherRow {
  const worlds = rows.length;
  const { kind, contrast, estimator, claim, estimand, naive } = rows[0]!;
  const head = {
    ...{ kind, contrast, estimator, claim, estimand, naive },
    population: Math.min(...rows.map((row) => row.population)),
    excluded: [...new Set(rows.flatMap((row) => row.excluded))],
    notes: [...new Set(rows.flatMap((row) => row.notes)), `mean of ${worlds} worlds`],
    warnings: [...new Set(rows.flatMap((row) => row.warnings))],
  };
  const without = rows.findIndex((row) => "because" in row);
  if (without >= 0)
    return {
      ...head,
      because: `no answer in world ${without}: ${(rows[without] as { because: string }).because}`,
    };
  const found = rows as readonly FurtherEstimate[];
  const groups = sumOfGroups(found);
  const result = {
    ...head,
    kind: found[0]!.kind,
    estimate: sum(found.map((row) => row.estimate)) / worlds,
    confidence,
    ...present({ groups }),
  };
  const withheld = found.findIndex((row) => row.ci === undefined);
  if (found.every((row) => row.variance === undefined))
    return betweenWorlds(
      { ...result, withheld: `in each world: ${found[0]!.withheld ?? "no interval"}` },
      found,
    );
  if (withheld >= 0)
    return { ...result, withheld: `in world ${withheld}: ${found[withheld]!.withheld ?? "no interval"}` };
  const variance = sum(found.map((row) => row.variance!)) / worlds ** 2;
  // The worlds' own degrees of freedom add up to at least those of one of them; the least is used.
  const degrees = Math.min(...found.map((row) => row.degrees ?? Number.POSITIVE_INFINITY));
  const wald = found.every((row) => row.interval?.startsWith("wald"));
  return {
    ...result,
    variance,
    se: Math.sqrt(variance),
    varianceMethod: [...new Set(found.map((row) => row.varianceMethod))].join("+"),
    ...(wald
      ? waldInterval(result.estimate, variance, degrees, confidence)
      : chebyshevInterval(result.estimate, variance, confidence)),
    ...present({ chosen: found[0]!.chosen }),
  };
}

function sumOfGroups(rows: readonly FurtherEstimate[]): Record<string, number> | undefined {
  const groups = new Map<string, number>();
  for (const row of rows)
    for (const [name, count] of Object.entries(row.groups ?? {}))
      groups.set(name, (groups.get(name) ?? 0) + count);
  return groups.size === 0 ? undefined : Object.fromEntries(groups);
}
