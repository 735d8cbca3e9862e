import { prepareStudy } from "../../../study/prepareStudy.ts";
import { studyPairs } from "../../../study/studyPairs.ts";
import { estimandOf } from "../../../truth/Estimand.ts";
import { studySimulator } from "../../../truth/studySimulator.ts";
import { truths } from "../../../truth/truths.ts";
import { studyOf } from "./playStudy.ts";
import type { SandboxState } from "./SandboxState.ts";

/** How an estimator does over simulated experiments. */
interface DiagnosedRow {
  readonly contrast: string;
  readonly estimator: string;
  readonly truth?: number;
  readonly bias?: number;
  /** Monte Carlo error of the bias. */
  readonly mcse?: number;
  readonly sd?: number;
  readonly coverage?: number;
  /** Simulations with an estimate, and with an interval. */
  readonly estimates: number;
  readonly intervals: number;
}

export interface Diagnosed {
  readonly simulations: number;
  readonly rows: readonly DiagnosedRow[];
}

/** Simulates the experiment over and over, under new assignments, and tells the rows after every few: the background of the sandbox. */
export async function diagnoseStudy(
  state: SandboxState,
  simulations: number,
  tell: (found: Diagnosed) => void,
): Promise<Diagnosed> {
  const study = await studyOf(state);
  const prepared = prepareStudy(study);
  const inquiries = [...study.inquiry, ...(study.further ?? [])];
  const simulate = studySimulator(
    study,
    { redraw: "assignment", replays: 50, estimands: inquiries.map(estimandOf) },
    prepared,
  );
  const pairs = studyPairs(study);
  const known = new Map((truths(prepared)?.contrasts ?? []).map(({ contrast, value }) => [contrast, value]));
  const estimates = pairs.map(() => [] as number[]);
  const held = pairs.map(() => [0, 0]);
  let done = 0;
  const rows = (): Diagnosed => ({
    simulations: done,
    rows: pairs.map(({ inquiry, estimator }, k): DiagnosedRow => {
      const values = estimates[k]!;
      const truth = known.get(inquiry.name);
      const n = values.length;
      const mean = n === 0 ? undefined : values.reduce((sum, one) => sum + one, 0) / n;
      const sd =
        n < 2 ? undefined : Math.sqrt(values.reduce((sum, one) => sum + (one - mean!) ** 2, 0) / (n - 1));
      const [holding, given] = held[k] as [number, number];
      return {
        ...{ contrast: inquiry.name, estimator: estimator.name, estimates: n, intervals: given },
        ...(truth === undefined ? {} : { truth }),
        ...(truth === undefined || mean === undefined ? {} : { bias: mean - truth }),
        ...(sd === undefined ? {} : { sd, mcse: sd / Math.sqrt(n) }),
        ...(truth === undefined || given === 0 ? {} : { coverage: holding / given }),
      };
    }),
  });
  while (done < simulations) {
    simulate(done++).rows.forEach(({ estimate, low, high }, k) => {
      if (estimate !== undefined) estimates[k]!.push(estimate);
      const truth = known.get(pairs[k]!.inquiry.name);
      if (low === undefined || high === undefined || truth === undefined) return;
      held[k]![1]!++;
      if (low <= truth && truth <= high) held[k]![0]!++;
    });
    if (done % 10 === 0) tell(rows());
  }
  return rows();
}
