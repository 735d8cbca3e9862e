import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { isAct } from "../journal/isAct.ts";
import type { Turn } from "../Turn.ts";
import { compareUnits } from "./compareUnits.ts";
import type { UnitRow } from "./UnitRow.ts";

export interface UnitTableOptions {
  /** Keep the outcome of the last round (default), of every round, or of each agent's latest turn, whichever round it was in. */
  readonly rounds?: "last" | "all" | "latest";
  /** Number of the last round. Default: the highest that occurs. Give it for a journal that may be incomplete. */
  readonly last?: number;
}

/**
 * The unit table of a run: one row per world and agent, and per round where all are kept, sorted by world, round and
 * agent. A turn that did not end well has no outcome and keeps its status; one that ended well and measured nothing has
 * the status "missing". The fields of an answer of several are covariates,
 * `answer.support`. Answers to questions are no part of it. Worlds and agents without a turn in the last round have no row; with `latest`, agents that never
 * had one, and all rows are of the last round, in which an agent's latest outcome stands. Cost: O(turns log turns).
 */
export function unitTable(turns: Iterable<Turn>, options: UnitTableOptions = {}): UnitRow[] {
  if (!(Symbol.iterator in Object(turns)))
    throw new SpillwayError(`unitTable: wanted turns as a list, got ${shown(turns)}`);
  wantArgument("unitTable", "options", options);
  const { rounds = "last" } = options;
  const list = [...turns].filter(isAct);
  const last = options.last ?? list.reduce((highest, turn) => Math.max(highest, turn.round), 0);
  const kept =
    rounds === "latest"
      ? latest(list).map((turn) => ({ ...turn, round: last }))
      : list.filter(({ round }) => rounds === "all" || round === last);
  return kept
    .map(({ world, round, agent, arm, outcome, status, answer }): UnitRow => {
      if (status !== "ok") return { world, round, agent, arm, status };
      const covariates = answer && { covariates: columnsOf(answer) };
      return outcome === undefined
        ? { world, round, agent, arm, status: "missing", ...covariates }
        : { world, round, agent, arm, outcome, status, ...covariates };
    })
    .sort(compareUnits);
}

/** A column for each field, with a name that no column of the table has. */
function columnsOf(answer: NonNullable<Turn["answer"]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer).map(([field, value]) => [`answer.${field}`, String(value)]),
  );
}

/** The latest turn of each agent in each world. */
function latest(turns: readonly Turn[]): Turn[] {
  const worlds = new Map<number, Map<string, Turn>>();
  for (const turn of turns) {
    const agents = worlds.get(turn.world) ?? new Map<string, Turn>();
    const before = agents.get(turn.agent);
    if (!before || before.round < turn.round) agents.set(turn.agent, turn);
    worlds.set(turn.world, agents);
  }
  return [...worlds.values()].flatMap((agents) => [...agents.values()]);
}
