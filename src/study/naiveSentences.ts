import type { Estimate, EstimateRow } from "../../estimators/Estimator.ts";
import { sum } from "../core/sum.ts";
import { degree } from "../network/Network.ts";
import type { StudyResult } from "./finishStudy.ts";

/**
 * For each contrast whose naive interval misses the known truth: a sentence that says by how much and why. Two reasons
 * are measured on world 0: the agents who ended in the two conditions have different numbers of in-neighbours, so they
 * were unlike before anything was done; and agents treated in one cluster are counted as if each had been drawn alone.
 */
export function naiveSentences({ prepared, plan, rows, truths }: StudyResult): string[] {
  const { network, law, study } = prepared;
  const condition = study.data.expose.of(network, Uint8Array.from(plan.assignments[0]!));
  const neighbors = (name: string): string => {
    const c = study.data.expose.conditions.indexOf(name);
    const seen = Array.from(network.ids, (_, i) => i).filter((i) => condition[i] === c);
    return (sum(seen.map((i) => degree(network, i))) / seen.length).toFixed(1);
  };
  const { structure } = law;
  const clusters = "block" in structure && structure.blocks < network.n ? structure.blocks : undefined;
  return rows.filter(isNaiveEstimate).flatMap((row) => {
    const truth = truths?.contrasts.find(({ contrast }) => contrast === row.contrast)?.value;
    if (truth === undefined || (row.ci[0] <= truth && truth <= row.ci[1])) return [];
    const interval = `${row.ci[0].toFixed(2)} to ${row.ci[1].toFixed(2)}`;
    const alike = `agents who ended in ${row.first} have ${neighbors(row.first)} neighbours on average and those in ${row.second} ${neighbors(row.second)}, so it compares agents who differ anyway`;
    const drawn =
      clusters === undefined
        ? ""
        : `, and it counts ${network.n} agents drawn one by one where ${clusters} clusters were`;
    return [
      `The naive answer for ${row.contrast} is wrong: ${row.estimate.toFixed(2)} (${interval}) where the truth is ${truth.toFixed(2)}, because ${alike}${drawn}.`,
    ];
  });
}

function isNaiveEstimate(row: EstimateRow): row is Estimate & Required<Pick<Estimate, "ci">> {
  return row.naive && "ci" in row && Math.min(...row.n) > 0;
}
