import { SpillwayError } from "../../core/SpillwayError.ts";
import { type Column, findColumn, type Table } from "../table/Table.ts";
import { tableBuilder } from "../table/tableBuilder.ts";
import type { Assignments } from "./assignments.ts";

/**
 * A table of units with the arms that were assigned. Arms that the log itself tells become the column `delivered`, which is compared with
 * them; probabilities become the column `probability`.
 *
 * @throws SpillwayError for a unit that the assignments do not have, and for a table with columns of those names.
 */
export function withAssignments(table: Table, assignments: Assignments, file: string): Table {
  const at = (name: string): Column | undefined => findColumn(table, name);
  const taken = ["delivered", "probability"].find((name) => at(name) !== undefined);
  if (taken !== undefined)
    throw new SpillwayError(
      `assignments: the units have a column ${taken} of their own: rename it in the map`,
    );
  const [agent, arm, cluster, world, round] = [
    at("agent"),
    at("arm"),
    at("cluster"),
    at("world"),
    at("round"),
  ];
  const text = (column: Column | undefined, row: number): string | undefined =>
    column?.kind === "text" && column.known[row] === 1 ? column.texts[column.codes[row]!] : undefined;
  const number = (column: Column | undefined, row: number): number | undefined =>
    column?.kind === "number" && column.known[row] === 1 ? column.values[row] : undefined;
  const { columns, rows } = table;
  const place = columns.findIndex(({ name }) => name === "agent") + 1;
  const rest = columns.filter((column) => column !== arm);
  const builder = tableBuilder([
    ...rest.slice(0, place),
    { name: "arm", kind: "text" },
    ...rest.slice(place),
    ...(arm ? [{ name: "delivered", kind: "text" as const }] : []),
    ...(assignments.withProbabilities ? [{ name: "probability", kind: "number" as const }] : []),
  ]);
  for (let row = 0; row < rows; row++) {
    const cells = rest.map((column) => (column.kind === "text" ? text(column, row) : number(column, row)));
    const given = assignments.of(
      {
        agent: text(agent, row)!,
        cluster: text(cluster, row),
        world: number(world, row) ?? 0,
        round: number(round, row),
      },
      { file },
    );
    builder.add([
      ...cells.slice(0, place),
      given.arm,
      ...cells.slice(place),
      ...(arm ? [text(arm, row)] : []),
      ...(assignments.withProbabilities ? [given.probability] : []),
    ]);
  }
  return builder.build();
}
