import type { ScoreRow, ScoreTable } from "./ScoreTable.ts";

/** What a system got on one task in one repetition: one run, whoever took part in it. */
export interface ScoreCell {
  readonly task: string;
  readonly repetition: string | undefined;
  /** Mean over teams of the mean over the agents of each; undefined where no score is known. */
  readonly values: readonly (number | undefined)[];
  /** Rows that it is made of, and how many scores are missing among them, by score. */
  readonly rows: number;
  readonly missing: readonly number[];
  /** Names that tie this run to others: its clusters and teams. */
  readonly ties: readonly string[];
}

/** The runs of each system, by task and repetition. Cost: linear in the rows. */
export function scoreCells({
  scores,
  rows,
}: ScoreTable): ReadonlyMap<string, ReadonlyMap<string, ScoreCell>> {
  const systems = new Map<string, Map<string, ScoreRow[]>>();
  for (const row of rows) {
    const runs = systems.get(row.system) ?? new Map<string, ScoreRow[]>();
    systems.set(row.system, runs);
    const key = JSON.stringify([row.task, row.repetition ?? null]);
    const own = runs.get(key);
    if (own) own.push(row);
    else runs.set(key, [row]);
  }
  return new Map(
    [...systems].map(([system, runs]) => [
      system,
      new Map([...runs].map(([key, own]) => [key, cellOf(own, scores.length)])),
    ]),
  );
}

function cellOf(rows: readonly ScoreRow[], scores: number): ScoreCell {
  const teams = new Map<string | undefined, ScoreRow[]>();
  for (const row of rows) teams.set(row.team, [...(teams.get(row.team) ?? []), row]);
  const { task, repetition } = rows[0]!;
  return {
    task,
    repetition,
    values: Array.from({ length: scores }, (_, k) =>
      meanOf([...teams.values()].map((team) => meanOf(team.map(({ values }) => values[k])))),
    ),
    rows: rows.length,
    missing: Array.from(
      { length: scores },
      (_, k) => rows.filter(({ values }) => values[k] === undefined).length,
    ),
    ties: [
      ...new Set(
        rows.flatMap(({ team, cluster }) => [
          ...(team === undefined ? [] : [`team ${team}`]),
          ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
        ]),
      ),
    ],
  };
}

/** The mean of the values that are known; undefined where none is. */
export function meanOf(values: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  let n = 0;
  for (const value of values)
    if (value !== undefined) {
      total += value;
      n++;
    }
  return n === 0 ? undefined : total / n;
}
