import { canonicalJson, type Json } from "../../core/canonicalJson.ts";
import type { Turn } from "../../log/Turn.ts";
import type { Table } from "../../log/table/Table.ts";
import { type Cell, tableBuilder } from "../../log/table/tableBuilder.ts";

/**
 * Turns by columns: `world`, `round`, `agent`, `arm`, `outcome`, `status`, `said`, `state`, and `answer.` and the name of each field of an answer. What is a number or true or false in
 * every turn is a column of numbers; texts stay as they are, and anything else is a text of JSON. A turn that did not end well has no outcome.
 */
export function turnTable(turns: readonly Turn[]): Table {
  const fields = [...new Set(turns.flatMap(({ answer }) => Object.keys(answer ?? {})))];
  const free: readonly (readonly [name: string, read: (turn: Turn) => Json | undefined])[] = [
    ["said", ({ action }) => action?.said],
    ["state", ({ action }) => action?.state],
    ...fields.map(
      (field) =>
        [
          `answer.${field}`,
          ({ answer }: Turn) => (answer && Object.hasOwn(answer, field) ? answer[field] : undefined),
        ] as const,
    ),
  ];
  const columns = free.map(([name, read]) => {
    const numeric = turns.every((turn) => isNumber(read(turn)));
    return { name, read, kind: numeric ? ("number" as const) : ("text" as const) };
  });
  const builder = tableBuilder([
    { name: "world", kind: "number" },
    { name: "round", kind: "number" },
    { name: "agent", kind: "text" },
    { name: "arm", kind: "text" },
    { name: "outcome", kind: "number" },
    { name: "status", kind: "text" },
    ...columns,
  ]);
  for (const turn of turns) {
    const { world, round, agent, arm, outcome, status } = turn;
    const more = columns.map(({ read, kind }): Cell => {
      const value = read(turn) ?? undefined;
      if (value === undefined) return undefined;
      if (kind === "number") return Number(value);
      return typeof value === "string" ? value : canonicalJson(value);
    });
    builder.add([world, round, agent, arm, status === "ok" ? outcome : undefined, status, ...more]);
  }
  return builder.build();
}

const isNumber = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  typeof value === "boolean" ||
  (typeof value === "number" && Number.isFinite(value));
