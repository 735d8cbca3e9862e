import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Estimator } from "../../estimators/Estimator.ts";
import {
  type Measurements,
  OUTCOME,
  type RoundData,
  type WorldContext,
} from "../../estimators/ExperimentData.ts";
import { missingMark } from "../core/missingMark.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import type { UnitRow } from "../log/units/UnitRow.ts";
import { degree, type Network } from "../network/Network.ts";

/** Where what estimators need beside arms and outcomes is found. */
interface ContextSources {
  readonly network: Network;
  readonly exposure: Exposure;
  readonly plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">;
  /** Rows of all rounds that are needed, by world and agent, with their numbers. */
  readonly units?: readonly UnitRow[];
  /** Numbers known of agents, by name and agent. */
  readonly known?: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/**
 * What the estimators need of each world beside arms and outcomes: covariates by name (columns of the units, what is known of agents, and `degree`,
 * the number of in-neighbours), and the rounds; undefined where none needs anything.
 *
 * @throws SpillwayError for a covariate of the units that is no number; an empty cell, or a mark of a missing value, is a covariate that is not known.
 */
export function studyContexts(
  estimators: readonly Pick<Estimator, "needs">[],
  sources: ContextSources,
): WorldContext[] | undefined {
  const names = new Set(estimators.flatMap(({ needs }) => needs?.covariates ?? []));
  const rounds = estimators.some(({ needs }) => needs?.rounds !== undefined && needs.rounds.length > 0);
  if (names.size === 0 && !rounds) return undefined;
  const { plan, units = [] } = sources;
  const index = new Map(plan.agents.map((id, i) => [id, i]));
  const byWorld = plan.assignments.map((): UnitRow[] => []);
  for (const row of units) byWorld[row.world]?.push(row);
  return byWorld.map((rows, world) => ({
    ...(names.size === 0 ? {} : { covariates: covariatesOf(names, sources, rows, index) }),
    ...(rounds ? { rounds: roundsOf(rows, sources, world, index) } : {}),
  }));
}

function covariatesOf(
  names: ReadonlySet<string>,
  { network, known }: ContextSources,
  rows: readonly UnitRow[],
  index: ReadonlyMap<string, number>,
): ReadonlyMap<string, Measurements> {
  const found = new Map<string, Measurements>();
  const inRows = new Set(rows.flatMap(({ covariates }) => Object.keys(covariates ?? {})));
  for (const name of names) {
    const values = new Float64Array(network.n);
    const observed = new Uint8Array(network.n);
    const put = (i: number | undefined, value: number): void => {
      if (i === undefined || !Number.isFinite(value)) return;
      values[i] = value;
      observed[i] = 1;
    };
    if (inRows.has(name)) {
      for (const { agent, covariates } of rows) {
        const cell = covariates?.[name];
        if (cell === undefined || missingMark(cell)) continue;
        const value = Number(cell);
        if (!Number.isFinite(value))
          throw new SpillwayError(
            `covariates: column ${shown(name)} must hold numbers, and that of agent ${shown(agent)} is ${shown(cell)}: give a column of 0 and 1 for each group but one in its place, or leave it out`,
          );
        put(index.get(agent), value);
      }
    } else if (known?.has(name)) for (const [agent, value] of known.get(name)!) put(index.get(agent), value);
    else if (name === "degree") for (let i = 0; i < network.n; i++) put(i, degree(network, i));
    else continue;
    found.set(name, { values, observed });
  }
  return found;
}

function roundsOf(
  rows: readonly UnitRow[],
  { network, exposure, plan }: ContextSources,
  world: number,
  index: ReadonlyMap<string, number>,
): RoundData[] {
  const byRound = new Map<number, UnitRow[]>();
  for (const row of rows) {
    const round = row.round ?? 1;
    const known = byRound.get(round);
    if (known) known.push(row);
    else byRound.set(round, [row]);
  }
  return [...byRound.keys()]
    .sort((a, b) => a - b)
    .map((round): RoundData => {
      const arms = Uint8Array.from(plan.assignments[world]!);
      const values = new Float64Array(network.n);
      const observed = new Uint8Array(network.n);
      for (const { agent, arm, outcome } of byRound.get(round)!) {
        const i = index.get(agent);
        if (i === undefined) continue;
        const code = plan.arms.indexOf(arm);
        if (code >= 0) arms[i] = code;
        if (outcome === undefined) continue;
        values[i] = outcome;
        observed[i] = 1;
      }
      return {
        round,
        arms,
        condition: exposure.of(network, arms),
        outcomes: new Map([[OUTCOME, { values, observed }]]),
      };
    });
}
