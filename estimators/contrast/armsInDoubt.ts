import type { Law } from "../../designs/Design.ts";
import { type ClusteredFit, clusteredFit } from "../../designs/fit/clusteredFit.ts";
import { fitOfArms } from "../../designs/fit/fitOfArms.ts";
import type { TreatmentPlan } from "../../designs/plan.ts";
import { rng } from "../../src/core/rng.ts";
import { SpillwayError } from "../../src/core/SpillwayError.ts";
import type { ExposureProbabilities } from "../../src/probability/PairProbabilities.ts";
import type { Grouping } from "../ExperimentData.ts";

/** What to do with arms that the design given can hardly have assigned: `refuse` to estimate, or `warn` in every row. */
export type UnlikelyArms = "refuse" | "warn";

/** Below this chance the design is not that of these arms. */
const REFUSED = 1e-6;
/** Below this one the arms are worth a warning. */
const DOUBTED = 1e-3;

/** The arms that a plan assigned, and its seed where it is known. */
type AssignedArms = Pick<TreatmentPlan, "assignments"> & Partial<Pick<TreatmentPlan, "seed">>;

/** What is known of agents whose arms may hang together beyond the design. */
interface ArmClusters {
  /** Declared clusters, one grouping for each world: arms are compared with the design by clusters, not by agents. */
  readonly declared?: readonly Grouping[];
  /** Groupings by name that somebody might declare: where one explains the arms, a warning takes the place of a refusal. */
  readonly suspected?: Readonly<Record<string, readonly Grouping[]>>;
}

/** With fewer clusters than this nothing is explained by them. */
const FEWEST_CLUSTERS = 10;

/**
 * Whether the design given is the one that assigned these arms: every weight is made of its probabilities. What its law gives with a chance below 1e-6 is
 * refused, below 1e-3 it gets a warning; a plan that the law draws again from the plan's own seed is never in doubt.
 *
 * @returns warnings for all rows.
 * @throws SpillwayError when the arms are refused and `unlikely` is not `warn`.
 */
export function armsInDoubt(
  plan: AssignedArms,
  { law, network }: Pick<ExposureProbabilities, "law" | "network">,
  unlikely: UnlikelyArms = "refuse",
  { declared, suspected = {} }: ArmClusters = {},
): string[] {
  const fit = fitOfArms(law, plan.assignments, network);
  const together = fit.neighbours !== undefined && fit.neighbours.p < REFUSED;
  if ((fit.p >= DOUBTED && !together) || isDrawnAgain(plan, law)) return [];
  if (fit.p >= DOUBTED)
    return [
      `neighbours are in one arm more often or less often than the design given makes likely: ${fit.neighbours!.found}: make sure that agents were assigned by this design, and not in groups or in turn`,
    ];
  const { found, impossible } = fit;
  const byClusters = (groups: readonly Grouping[]): ClusteredFit | undefined =>
    impossible
      ? undefined
      : clusteredFit(
          law,
          plan.assignments,
          groups.map(({ of }) => of),
        );
  const p = Math.max(fit.p, declared ? (byClusters(declared)?.p ?? 0) : 0);
  if (p >= DOUBTED) return [];
  if (p >= REFUSED)
    return [
      `the arms are improbable under the design given: ${found} (p = ${p.toPrecision(2)}): make sure that it is the design that assigned them`,
    ];
  const explaining = Object.entries(suspected).find(
    ([, groups]) =>
      groups.every(({ names }) => names.length >= FEWEST_CLUSTERS) &&
      byClusters(groups)?.systematic === false,
  );
  if (explaining)
    return [
      `agents were not assigned independently of each other as the design given says: ${found}; with the agents of one ${explaining[0]} taken together chance may explain it: give --cluster ${explaining[0]}, and make sure of the design`,
    ];
  const way =
    'give the design that was used, or estimate all the same with unlikelyArms: "warn" (--allow-unlikely-arms)';
  if (unlikely === "refuse")
    throw new SpillwayError(
      impossible
        ? `estimate: this assignment cannot come from the stated design: ${found}: is this the design that was used? ${capital(way)}`
        : `estimate: the design given is not the one that assigned these arms: ${found} (p ${p < 1e-300 ? "< 1e-300" : `= ${p.toPrecision(2)}`}): ${way}`,
    );
  return [
    `the design given is not the one that assigned these arms: ${found}: estimates, errors and intervals rest on probabilities that are not those of this experiment`,
  ];
}

/** Whether the law draws the plan again from the plan's seed. */
function isDrawnAgain({ seed, assignments }: AssignedArms, law: Law): boolean {
  if (seed === undefined) return false;
  const stream = rng(seed).fork("assign");
  return assignments.every((assignment, w) => {
    const drawn = law.draw(stream.fork(w));
    return drawn.length === assignment.length && drawn.every((arm, i) => arm === assignment[i]);
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
