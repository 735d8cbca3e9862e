import { mean, sampleVariance } from "simple-statistics";
import type { AnswerRow, Estimate } from "../../estimators/Estimator.ts";
import { degree } from "../network/Network.ts";
import type { StudyResult } from "./finishStudy.ts";

type WithInterval = Estimate & Required<Pick<Estimate, "ci">>;

/**
 * For each contrast whose naive interval misses the known truth, while the first other interval holds it: a sentence that
 * says by how much and why. A reason is named only when world 0 shows it: the agents who ended in the two conditions have
 * different numbers of in-neighbours (by more than two standard errors), so they were unlike before anything was done; or
 * whole clusters were drawn, while a naive standard error counts every agent as drawn alone.
 */
export function naiveSentences(result: StudyResult): string[] {
  const { rows, truths } = result;
  return rows.filter(withInterval).flatMap((row) => {
    const truth = truths?.contrasts.find(({ contrast }) => contrast === row.contrast)?.value;
    if (!row.naive || truth === undefined || holds(row, truth)) return [];
    const other = rows.find((one) => one.contrast === row.contrast && !one.naive && withInterval(one));
    if (other === undefined || !holds(other as WithInterval, truth)) return [];
    const reasons = [unlike(result, row), drawnTogether(result)].filter((reason) => reason !== undefined);
    if (reasons.length === 0) return [];
    const interval = `${row.ci[0].toFixed(2)} to ${row.ci[1].toFixed(2)}`;
    return [
      `The naive estimate of ${row.contrast} is wrong: ${row.estimate.toFixed(2)} (${interval}) where the truth is ${truth.toFixed(2)}, because ${reasons.join(", and ")}.`,
    ];
  });
}

function withInterval(row: AnswerRow): row is WithInterval {
  return !("kind" in row) && "ci" in row && row.ci !== undefined;
}

function holds({ ci }: WithInterval, truth: number): boolean {
  return ci[0] <= truth && truth <= ci[1];
}

function unlike({ prepared, plan }: StudyResult, row: WithInterval): string | undefined {
  const { network, study, law } = prepared;
  const { expose } = study.data;
  const bound = expose.forArms?.(law.arms) ?? expose;
  const condition = bound.of(network, Uint8Array.from(plan.assignments[0]!));
  const [first, second] = [row.first, row.second].map((name) => {
    const c = bound.conditions.indexOf(name);
    return Array.from(network.ids, (_, i) => i)
      .filter((i) => condition[i] === c)
      .map((i) => degree(network, i));
  }) as [number[], number[]];
  if (Math.min(first.length, second.length) < 2) return undefined;
  const error = Math.sqrt(sampleVariance(first) / first.length + sampleVariance(second) / second.length);
  if (Math.abs(mean(first) - mean(second)) <= 2 * error) return undefined;
  return `agents who ended in ${row.first} have ${mean(first).toFixed(1)} neighbours on average and those in ${row.second} ${mean(second).toFixed(1)}, so it compares agents that differ even without treatment`;
}

function drawnTogether({ prepared: { law, network } }: StudyResult): string | undefined {
  const { structure } = law;
  if (!("block" in structure) || structure.blocks === network.n) return undefined;
  return `it treats ${network.n} agents as assigned one by one, but ${structure.blocks} clusters were assigned as wholes`;
}
