import type { AnswerRow } from "../../estimators/Estimator.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { settingText } from "../diagnose/sweep.ts";
import type { FinishedRun } from "../experiment/runStudy.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { analyze } from "../study/analyze.ts";
import { studyData } from "../study/studyData.ts";
import type { FactorRun } from "./FactorRun.ts";

/** What each factor changes in each contrast, or why that cannot be said. */
export interface FactorEffects {
  readonly rows: readonly AnswerRow[];
  readonly because?: string;
}

interface Cell {
  readonly levels: readonly string[];
  readonly result: FinishedRun;
  readonly outcomes: ReadonlyMap<string, number>;
}

/**
 * By how much each level of a factor changes each contrast, against the first level, on average over the other factors. All runs of a factorial study have one plan, so an agent's outcomes under two
 * levels differ by the level and by chance alone: the study's own estimators are applied to the difference of its outcomes, with the errors and intervals of the design. An agent without an outcome
 * in one of the runs that are compared has no difference.
 *
 * @returns no rows, and the reason, where the runs have not one plan, network, exposure, and the same questions and estimators.
 */
export function factorEffects(paths: readonly string[], runs: readonly FactorRun[]): FactorEffects {
  const cells = runs.flatMap(({ changes, result }): Cell[] =>
    result.complete
      ? [
          {
            levels: changes.map(([, value]) => settingText(value)),
            result,
            outcomes: new Map(
              result.units.flatMap((unit) =>
                unit.outcome === undefined ? [] : [[keyOf(unit), unit.outcome] as const],
              ),
            ),
          },
        ]
      : [],
  );
  const [first] = cells;
  if (first === undefined || cells.length < runs.length)
    return { rows: [], because: "not all runs are complete" };
  if (new Set(cells.map(({ result }) => askedOf(result))).size > 1)
    return {
      rows: [],
      because:
        "the runs differ in plan, network, exposure, questions or estimators, so their outcomes cannot be compared agent by agent",
    };
  const rows = paths.flatMap((path, p) => {
    const levels = [...new Set(cells.map((cell) => cell.levels[p]!))];
    const [base, ...others] = levels;
    return others.flatMap((level) => {
      const name = `${path}: ${level} − ${base}`;
      const units = differences(cells, first.result.units, p, [level, base!]);
      return effectRows(first.result, units).map((row) => ({ ...row, contrast: `${name}: ${row.contrast}` }));
    });
  });
  return { rows };
}

function effectRows({ prepared, plan }: FinishedRun, units: readonly UnitRow[]): AnswerRow[] {
  const { outcomes: _, ...data } = prepared.study.data;
  return analyze({ study: { ...prepared.study, data }, plan, units, prepared });
}

/** Of each agent, the mean outcome in runs with the first level minus in those with the second, whose other levels are the same. */
function differences(
  cells: readonly Cell[],
  units: readonly UnitRow[],
  p: number,
  [level, base]: readonly [string, string],
): UnitRow[] {
  const at = (wanted: string): Cell[] => cells.filter(({ levels }) => levels[p] === wanted);
  const [ones, others] = [at(level), at(base)];
  const mean = (some: readonly Cell[], key: string): number | undefined => {
    let sum = 0;
    for (const { outcomes } of some) {
      const outcome = outcomes.get(key);
      if (outcome === undefined) return undefined;
      sum += outcome / some.length;
    }
    return sum;
  };
  return units.map(({ outcome: _, covariates: __, ...unit }) => {
    const [one, other] = [mean(ones, keyOf(unit)), mean(others, keyOf(unit))];
    return one === undefined || other === undefined
      ? { ...unit, status: "missing" }
      : { ...unit, outcome: one - other, status: "ok" };
  });
}

const keyOf = ({ world, agent }: Pick<UnitRow, "world" | "agent">): string => `${world}:${agent}`;

/** What must be one and the same in all runs. */
function askedOf({ prepared, plan }: FinishedRun): string {
  const {
    inquiry,
    answer,
    data,
    confidence = null,
  } = studyData(prepared.study) as Readonly<Record<string, Json>>;
  const { expose = null } = data as Readonly<Record<string, Json>>;
  const { arms, agents, assignments, networkHash, design } = plan;
  if (inquiry === undefined || answer === undefined)
    throw new SpillwayError("effects: the study asks nothing");
  return canonicalJson([
    ...[inquiry, answer, expose, confidence, networkHash],
    ...([arms, agents, assignments, design] as unknown as Json[]),
  ]);
}
