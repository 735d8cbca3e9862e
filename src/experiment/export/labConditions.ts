import type { Law } from "../../../designs/Design.ts";
import type { TreatmentPlan } from "../../../designs/plan.ts";
import { csvText } from "../../core/csvText.ts";
import { formatJson } from "../../core/formatJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";

/** Laboratories for which a plan becomes a table of conditions; `plain` is read back by `estimate --assignments`. */
export type Lab = "otree" | "empirica" | "deliberate-lab" | "plain";

/** What a laboratory calls a world and a participant. */
const NAMES: Readonly<Record<Lab, readonly [world: string, participant: string]>> = {
  otree: ["session", "participant_label"],
  empirica: ["game", "participantIdentifier"],
  "deliberate-lab": ["cohort", "publicId"],
  plain: ["world", "agent"],
};

/** Who is to be in which condition, one row for each world and agent. */
interface LabConditions {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * The plan as a table of conditions for a laboratory with people: world (from 1; `plain` from 0), participant, arm, the exact probability of that arm, and of every arm.
 *
 * @throws SpillwayError for a design whose probabilities of single agents are not known exactly.
 */
export function labConditions(plan: TreatmentPlan, law: Law, lab: Lab): LabConditions {
  const { arms, agents, assignments } = plan;
  const [world, participant] = NAMES[lab];
  const chances = agents.map((agent, i) =>
    arms.map((_, arm) => {
      const chance = law.marginal(i, arm);
      if (chance === undefined)
        throw new SpillwayError(
          `export: the design ${plan.design.name} gives no exact probability for agent ${shown(agent)}: its assignments are in plan.json, and probabilities can be simulated with spillway probabilities`,
        );
      return chance;
    }),
  );
  const plain = lab === "plain";
  const rows = assignments.flatMap((assignment, w) =>
    agents.map((agent, i) => {
      const arm = assignment[i]!;
      const more = plain ? [] : chances[i]!;
      return [plain ? w : w + 1, agent, arms[arm]!, chances[i]![arm]!, ...more];
    }),
  );
  const more = plain ? [] : arms.map((arm) => `probability.${arm}`);
  return { columns: [world, participant, "arm", "probability", ...more], rows };
}

/** The table as CSV. */
export function conditionsCsv({ columns, rows }: LabConditions): string {
  return csvText(columns, rows, "programs");
}

/** The table as JSON: a list with an object for each row. */
export function conditionsJson({ columns, rows }: LabConditions): string {
  return formatJson(rows.map((row) => Object.fromEntries(columns.map((name, c) => [name, row[c]]))));
}
