// Long because what a table calls its columns is found out here, once for all formats.
import { few } from "../core/few.ts";
import { type Place, SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { suggest } from "../core/suggest.ts";
import { damageAllowed } from "../log/files/damageAllowed.ts";
import { fieldNames } from "../log/maps/fields/fieldOf.ts";
import { fieldPath } from "../log/maps/fields/fieldPath.ts";
import { recordsOf } from "../log/maps/records/recordsOf.ts";
import { numberReader } from "../network/files/tables/numberReader.ts";
import type { TableDialect } from "../network/files/tables/TableDialect.ts";
import { inspectScores, isInspectLog } from "./inspectScores.ts";
import type { ScoreRow, ScoreTable } from "./ScoreTable.ts";

export interface ReadScoresOptions {
  readonly dialect?: TableDialect;
  /** Damaged rows that may be skipped, each with a note. Default 0. */
  readonly skipDamaged?: number;
  /** Fields with the system, the task, the seed or epoch, the team and the cluster. Default: the usual names. */
  readonly system?: string;
  readonly task?: string;
  readonly repetition?: string;
  readonly team?: string;
  readonly cluster?: string;
  /** Fields with scores. Default: the usual names; of Inspect all scorers. */
  readonly scores?: readonly string[];
}

const USUAL = {
  system: [
    "system",
    "model",
    "arm",
    "condition",
    "method",
    "treatment",
    "variant",
    "agent_system",
    "solver",
    "cell",
  ],
  task: [
    "task",
    "task_id",
    "item",
    "item_id",
    "question",
    "question_id",
    "problem",
    "problem_id",
    "instance",
    "instance_id",
    "sample_id",
    "example_id",
    "case",
    "id",
    "world",
    "run",
  ],
  repetition: ["seed", "epoch", "repetition", "rep", "replicate", "trial", "iteration"],
  team: ["team", "team_id"],
  cluster: [],
} as const;
const SCORES = [
  "score",
  "value",
  "outcome",
  "correct",
  "accuracy",
  "success",
  "reward",
  "passed",
  "win_rate",
  "resolved",
];

interface Found {
  readonly fields: unknown;
  readonly place: Place;
}

/**
 * Scores out of tables (CSV, TSV, JSON, JSONL, SQLite, Parquet) and logs of Inspect (JSON), one file or several together.
 *
 * @throws SpillwayError with file and line for what cannot be read, for a field that is not there, and for a score that is no number.
 */
export async function readScores(
  files: readonly string[],
  options: ReadScoresOptions = {},
): Promise<ScoreTable & { readonly notes: readonly string[] }> {
  const { dialect = {}, skipDamaged = 0 } = options;
  const damage = damageAllowed(skipDamaged);
  const records: Found[] = [];
  let inspect = 0;
  for (const file of files) {
    if (/\.eval$/i.test(file))
      throw new SpillwayError(
        "compare: a log of Inspect in its own format: write it as JSON first (inspect log convert --to json)",
        { place: { file } },
      );
    for await (const batch of recordsOf(file, {}, { who: "compare", damage, dialect }))
      for (const { fields, place } of batch) {
        const log = isInspectLog(fields);
        if (log) inspect++;
        if (!log) records.push({ fields, place });
        else for (const row of inspectScores(fields, place)) records.push({ fields: row, place });
      }
  }
  if (records.length === 0)
    throw new SpillwayError("compare: the table has no rows", { place: { file: files[0]! } });
  const names = [...new Set(records.slice(0, 1000).flatMap(({ fields }) => fieldNames(fields)))];
  const first = { file: files[0]! };
  const notes: string[] = [];
  const taken = new Set<string>();
  const column = (
    what: keyof typeof USUAL,
    needed: boolean,
  ): ((fields: unknown) => string | undefined) | undefined => {
    const named = options[what];
    const usual = inspect > 0 ? inspectName(what, records) : undefined;
    const name =
      named ??
      usual ??
      USUAL[what].find((one) => !taken.has(one) && names.some((other) => other.toLowerCase() === one));
    if (name === undefined) {
      if (!needed) return undefined;
      throw new SpillwayError(
        `compare: no field tells the ${what}: name it with --${what}; the fields are ${few(names)}`,
        { place: first },
      );
    }
    const written =
      names.find((one) => one === name) ?? names.find((one) => one.toLowerCase() === name) ?? name;
    const path = fieldPath(written, "compare");
    if (!records.some(({ fields }) => path.first(fields) !== undefined))
      throw new SpillwayError(
        `compare: there is no field ${shown(name)}${suggest(name, names)} for the ${what}; the fields are ${few(names)}`,
        { place: first },
      );
    taken.add(written.toLowerCase());
    if (named === undefined) notes.push(`${what} ${written}`);
    return (fields) => {
      const value = path.first(fields);
      return value === undefined ? undefined : textOf(value);
    };
  };
  const system = column("system", true)!;
  const task = column("task", true)!;
  const repetition = column("repetition", false);
  // A world that stands for the task is where its agents hear one another.
  const team = column("team", false) ?? (taken.has("world") || taken.has("run") ? task : undefined);
  const cluster = options.cluster === undefined ? undefined : column("cluster", true);
  const scores = scoresOf(options.scores, names, inspect > 0, first);
  const paths = scores.map((name) => fieldPath(name, "compare"));
  scores.forEach((name, k) => {
    if (!records.some(({ fields }) => paths[k]!.first(fields) !== undefined))
      throw new SpillwayError(
        `compare: no row has a ${shown(name)}${suggest(name, names)}; the fields are ${few(names)}`,
        { place: first },
      );
  });
  const numbers = numberReader(dialect.delimiter ?? "", dialect);
  const tasks =
    inspect > 0
      ? new Set(records.map(({ fields }) => fieldPath("task", "compare").first(fields)))
      : new Set();
  const rows: ScoreRow[] = [];
  for (const { fields, place } of records)
    damage.attempt(() => {
      const wanted = (what: string, value: string | undefined): string => {
        if (value !== undefined) return value;
        throw new SpillwayError(`compare: this row has no ${what}`, { place });
      };
      const sample = wanted("task", task(fields));
      const group =
        options.task === undefined && tasks.size > 1 ? fieldPath("task", "compare").first(fields) : undefined;
      rows.push({
        system: wanted("system", system(fields)),
        task: group === undefined ? sample : `${textOf(group)}/${sample}`,
        ...optional("repetition", repetition?.(fields)),
        ...optional("team", team?.(fields)),
        ...optional("cluster", cluster && wanted("cluster", cluster(fields))),
        values: paths.map((path, k) => {
          const value = path.first(fields);
          if (
            value === undefined ||
            (typeof value === "string" && (dialect.missing ?? []).includes(value.trim()))
          )
            return undefined;
          const number =
            typeof value === "number"
              ? value
              : typeof value === "boolean"
                ? Number(value)
                : typeof value === "string"
                  ? (numbers.read(value.trim()) ?? truth(value))
                  : undefined;
          if (number !== undefined && Number.isFinite(number)) return number;
          throw new SpillwayError(
            `compare: ${scores[k]} must be a number, true or false, got ${shown(value)}${typeof value === "string" ? `${numbers.advice(value)}: if it marks a missing score, say --missing ${value.slice(0, 20)}` : ""}`,
            { place },
          );
        }),
      });
    });
  return {
    scores,
    rows,
    notes: [
      ...(notes.length > 0 ? [`columns known by their names: ${notes.join(", ")}`] : []),
      ...damage.notes(),
    ],
  };
}

function scoresOf(
  named: readonly string[] | undefined,
  names: readonly string[],
  inspect: boolean,
  place: Place,
): readonly string[] {
  if (named !== undefined && named.length > 0)
    return named.map((one) =>
      inspect && !names.includes(one) && names.includes(`score.${one}`) ? `score.${one}` : one,
    );
  const found = inspect
    ? names.filter((name) => name.startsWith("score."))
    : names.filter((name) => SCORES.includes(name.toLowerCase()));
  if (found.length === 0)
    throw new SpillwayError(
      `compare: no field is a score: name it with --score; the fields are ${few(names)}`,
      { place },
    );
  if (!inspect && found.length > 1)
    throw new SpillwayError(
      `compare: ${found.join(", ")} may each be the score: name one or several with --score`,
      { place },
    );
  return found;
}

/** What tells the systems of several logs of Inspect apart, and their samples. */
function inspectName(what: keyof typeof USUAL, records: readonly Found[]): string | undefined {
  if (what === "task") return "id";
  if (what === "repetition") return "epoch";
  if (what !== "system") return undefined;
  const varies = (name: string): boolean => {
    const path = fieldPath(name, "compare");
    return new Set(records.map(({ fields }) => textOf(path.first(fields) ?? ""))).size > 1;
  };
  return ["model", "solver", "eval.solver_args", "eval.task_args", "eval.run_id"].find(varies) ?? "model";
}

const optional = <Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [K in Name]?: string } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]?: string });

const textOf = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value).trim();

const truth = (text: string): number | undefined =>
  /^true$/i.test(text.trim()) ? 1 : /^false$/i.test(text.trim()) ? 0 : undefined;
