import { existsSync } from "node:fs";
import { answerGiven } from "../../agents/language/answerGiven.ts";
import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import { csvText } from "../../core/csvText.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { wantText } from "../../core/wantText.ts";
import { isAct, questionOfPhase } from "../../log/journal/isAct.ts";
import { scanJournal } from "../../log/journal/scanJournal.ts";
import type { ParquetColumn } from "../../log/parquet/parquetFile.ts";
import type { Turn } from "../../log/Turn.ts";
import type { Study } from "../../study/study.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { answerColumn, answerWanted } from "../answers/answerColumns.ts";
import { readPlan } from "../keepPlan.ts";
import { runFolder } from "../runFolder.ts";

/** A run as one long table: one row for each world, agent, round and field of what was said and measured. */
interface LongTable {
  readonly columns: readonly ParquetColumn[];
  readonly rows: number;
}

type Value = string | number | boolean;

/**
 * Reads a run, complete or not, as one long table. Its columns are `world`, `round`, `agent`, `arm`, `field` (`outcome`, `said`, `answer.vote`, `ask.mood`), `value` as
 * a text, `number` where it is one (true and false are 1 and 0), `status`, and `attribute.NAME` for what the study knows of each agent. A turn that did not end well has
 * one row without a value. Cost: linear in the journal; the table is held in memory.
 *
 * @param folder of a run.
 * @throws SpillwayError when there is no run, or its files were changed.
 */
export async function longTable(folder: string): Promise<LongTable> {
  wantText("longTable", "the folder of a run", folder);
  const files = runFolder(folder);
  if (!existsSync(files.plan) || !existsSync(files.journal))
    throw new SpillwayError(
      `export: there is no run in "${folder}": wanted a folder that spillway run has written`,
    );
  const plan = readPlan(files.plan);
  const study = await readStudy(files.study, { still: true });
  const known = attributesOf(study);
  const world: number[] = [];
  const round: number[] = [];
  const [agent, arm, field, status]: [string[], string[], string[], string[]] = [[], [], [], []];
  const value: (string | undefined)[] = [];
  const number: (number | undefined)[] = [];
  const add = (turn: Turn, name: string, given: Value | undefined): void => {
    world.push(turn.world);
    round.push(turn.round);
    agent.push(turn.agent);
    arm.push(turn.arm);
    field.push(name);
    status.push(turn.status);
    value.push(given === undefined ? undefined : String(given));
    number.push(given === undefined || typeof given === "string" ? undefined : Number(given));
  };
  scanJournal(
    files.journal,
    {
      turn(turn) {
        for (const [name, given] of fieldsOf(study, turn)) add(turn, name, given);
      },
    },
    plan,
  );
  const columns: ParquetColumn[] = [
    { name: "world", kind: "whole", values: world },
    { name: "round", kind: "whole", values: round },
    { name: "agent", kind: "text", values: agent },
    { name: "arm", kind: "text", values: arm },
    { name: "field", kind: "text", values: field },
    { name: "value", kind: "text", values: value },
    { name: "number", kind: "number", values: number },
    { name: "status", kind: "text", values: status },
    ...known.map(({ name, of }): ParquetColumn => {
      const values = agent.map((id) => of.get(id));
      const numeric = [...of.values()].every((one) => typeof one === "number");
      return numeric
        ? { name, kind: "number", values: values as (number | undefined)[] }
        : { name, kind: "text", values: values.map((one) => (one === undefined ? one : String(one))) };
    }),
  ];
  return { columns, rows: world.length };
}

/** The table as CSV: what is missing is an empty field. */
export function longCsv({ columns, rows }: LongTable): string {
  const lines = (function* () {
    for (let k = 0; k < rows; k++) yield columns.map(({ values }) => values[k]);
  })();
  return csvText(
    columns.map(({ name }) => name),
    lines,
    "programs",
  );
}

function fieldsOf(study: Study, turn: Turn): (readonly [name: string, value: Value | undefined])[] {
  const { status, outcome, action } = turn;
  const asked = questionOfPhase(turn.phase);
  if (status !== "ok") return [[asked === undefined ? "outcome" : `ask.${asked}`, undefined]];
  const fields = answerGiven(turn, answerWanted(study, turn)) ?? {};
  const answers = Object.entries(fields).map(
    ([name, value]) => [answerColumn(turn, name, fields), value] as const,
  );
  if (!isAct(turn)) return answers.length > 0 ? answers : [[`ask.${asked}`, plain(action?.said)]];
  const found: (readonly [string, Value | undefined])[] = [];
  if (outcome !== undefined) found.push(["outcome", outcome]);
  if (action?.said !== undefined) found.push(["said", plain(action.said)]);
  found.push(...answers);
  return found.length > 0 ? found : [["outcome", undefined]];
}

function plain(said: Json | undefined): Value | undefined {
  if (said === undefined || typeof said === "string" || typeof said === "number" || typeof said === "boolean")
    return said;
  return canonicalJson(said);
}

/** What a study knows of its agents, a column for each name. */
function attributesOf({ model }: Study): { readonly name: string; readonly of: Map<string, Value> }[] {
  const { attributes } = model.agents.params as { readonly attributes?: unknown };
  if (!Array.isArray(attributes)) return [];
  const found = new Map<string, Map<string, Value>>();
  for (const row of attributes as readonly Readonly<Record<string, Value>>[])
    for (const [name, value] of Object.entries(row)) {
      if (name === "agent") continue;
      const column = found.get(name) ?? new Map<string, Value>();
      column.set(String(row.agent), value);
      found.set(name, column);
    }
  return [...found].map(([name, of]) => ({ name: `attribute.${name}`, of }));
}
