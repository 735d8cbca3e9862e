import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Grouping, Measurements, RoundData, WorldContext } from "../../estimators/ExperimentData.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import { findColumn, numberColumn, type Table, textColumn } from "../log/table/Table.ts";
import type { Network } from "../network/Network.ts";

/** Which columns of a table mean what. */
export interface ContextColumns {
  /** Columns of numbers that are outcomes. Default `outcome`. */
  readonly outcomes?: readonly string[];
  /** Columns of numbers that were known before the assignment; the same in all rounds of an agent. */
  readonly covariates?: readonly string[];
  /** Column of the cluster, run or room of an agent; the same in all rounds. */
  readonly cluster?: string;
}

/**
 * What a table says of each world of a plan beside the outcome in question: its rounds, its outcomes by name, clusters and covariates,
 * as `inquire` takes them. The table has columns `agent` and `outcome`, and `world`, `round` and `arm` where there are several; arms of a round default to
 * the plan's. Cost: linear in the rows.
 *
 * @throws SpillwayError for agents and worlds that the plan has not, two rows of one agent in one round, an arm that the design has not,
 * and a covariate or cluster that changes between the rounds of an agent.
 */
export function worldContexts(
  table: Table,
  plan: Pick<TreatmentPlan, "arms" | "agents" | "assignments">,
  given: { readonly network: Network; readonly exposure: Exposure },
  { outcomes = ["outcome"], covariates = [], cluster }: ContextColumns = {},
): WorldContext[] {
  wantArgument("worldContexts", "a network and an exposure", given, { fields: ["network"] });
  const { network, exposure } = given;
  wantArgument("worldContexts", "a table of units", table, { fields: ["columns"] });
  wantArgument("worldContexts", "a plan", plan, { fields: ["assignments"] });
  const number = new Map(plan.agents.map((id, i) => [id, i]));
  const rowsOf = plan.assignments.map(() => new Map<number, Int32Array>());
  const agent = textColumn(table, "agent");
  const [world, round] = ["world", "round"].map((name) =>
    findColumn(table, name) ? numberColumn(table, name) : undefined,
  );
  for (let row = 0; row < table.rows; row++) {
    const w = world?.known[row] ? world.values[row]! : 0;
    const rounds = rowsOf[w];
    if (!rounds)
      throw new SpillwayError(
        `table: world ${w} is not in the plan, which has worlds 0 to ${plan.assignments.length - 1}`,
      );
    const id = agent.known[row] ? agent.texts[agent.codes[row]!]! : "";
    const i = number.get(id);
    if (i === undefined) throw new SpillwayError(`table: agent ${shown(id)} is not in the plan`);
    const t = round?.known[row] ? round.values[row]! : 1;
    const rows = rounds.get(t) ?? new Int32Array(plan.agents.length).fill(-1);
    if (rows[i] !== -1)
      throw new SpillwayError(`table: agent ${shown(id)} stands twice in round ${t} of world ${w}`);
    rows[i] = row;
    rounds.set(t, rows);
  }
  return rowsOf.map((rounds, w): WorldContext => {
    const order = [...rounds.keys()].sort((a, b) => a - b);
    const data = order.map((t): RoundData => {
      const arms = armsOf(table, plan, w, rounds.get(t)!);
      const condition = exposure.of(network, arms);
      return { round: t, arms, condition, outcomes: byName(table, outcomes, [rounds.get(t)!]) };
    });
    const all = order.map((t) => rounds.get(t)!);
    return present({
      rounds: data,
      outcomes: data.at(-1)?.outcomes,
      clusters: cluster === undefined ? undefined : groupsOf(table, cluster, all),
      covariates: covariates.length === 0 ? undefined : byName(table, covariates, all),
    });
  });
}

function armsOf(
  table: Table,
  { arms, assignments }: Pick<TreatmentPlan, "arms" | "assignments">,
  world: number,
  rows: Int32Array,
): Uint8Array {
  const column = findColumn(table, "arm") ? textColumn(table, "arm") : undefined;
  const code = column?.texts.map((name) => arms.indexOf(name));
  return Uint8Array.from(assignments[world]!, (planned, i) => {
    const row = rows[i]!;
    if (!column || row === -1 || column.known[row] === 0) return planned;
    const arm = code![column.codes[row]!]!;
    if (arm === -1)
      throw new SpillwayError(
        `table: there is no arm ${shown(column.texts[column.codes[row]!])}; the arms of the design are ${arms.join(", ")}`,
      );
    return arm;
  });
}

/** Numbers by name and agent, from the rows of one round or of several in which they must be the same. */
function byName(
  table: Table,
  names: readonly string[],
  rounds: readonly Int32Array[],
): ReadonlyMap<string, Measurements> {
  return new Map(
    names.map((name) => {
      const column = numberColumn(table, name);
      const n = rounds[0]?.length ?? 0;
      const values = new Float64Array(n);
      const observed = new Uint8Array(n);
      for (const rows of rounds)
        rows.forEach((row, i) => {
          if (row === -1 || column.known[row] === 0) return;
          if (observed[i] === 1 && values[i] !== column.values[row])
            throw changes(name, values[i]!, column.values[row]!);
          values[i] = column.values[row]!;
          observed[i] = 1;
        });
      return [name, { values, observed }];
    }),
  );
}

function groupsOf(table: Table, name: string, rounds: readonly Int32Array[]): Grouping {
  const column =
    findColumn(table, name)?.kind === "number" ? numberColumn(table, name) : textColumn(table, name);
  const n = rounds[0]?.length ?? 0;
  const found: (string | undefined)[] = new Array(n).fill(undefined);
  for (const rows of rounds)
    rows.forEach((row, i) => {
      if (row === -1 || column.known[row] === 0) return;
      const group = column.kind === "number" ? String(column.values[row]) : column.texts[column.codes[row]!]!;
      if (found[i] !== undefined && found[i] !== group) throw changes(name, found[i], group);
      found[i] = group;
    });
  const without = found.indexOf(undefined);
  if (without >= 0)
    throw new SpillwayError(`table: column ${name} must hold the cluster of every agent, and one has none`);
  const names = [...new Set(found as string[])].sort();
  const index = new Map(names.map((group, k) => [group, k]));
  return { names, of: Uint32Array.from(found as string[], (group) => index.get(group)!) };
}

const changes = (name: string, before: string | number, after: string | number): SpillwayError =>
  new SpillwayError(
    `table: column ${name} must be the same in all rounds of an agent, got ${shown(before)} and ${shown(after)}`,
  );
