import { numberColumn, textColumn } from "../../log/table/Table.ts";
import type { Symbols } from "../../measures/Measure.ts";
import type { MeasuredData } from "./MeasuredData.ts";

/** What assignments make of the rows of a run's table. */
interface AssignedRows {
  /** The column `arm` or `condition`, under these assignments of the worlds. */
  column(name: string, assignments: readonly ArrayLike<number>[]): Symbols;
}

/**
 * How the rows of a run's table follow from its assignments; a reason where arms are not those of the plan, because they change over rounds.
 */
export function rowsOfAssignment(data: MeasuredData): AssignedRows | { readonly because: string } {
  const { prepared, plan } = data.run!;
  const { network, law, study } = prepared;
  const arm = textColumn(data.table, "arm");
  const agent = textColumn(data.table, "agent");
  const world = numberColumn(data.table, "world");
  const numberOf = new Map(network.ids.map((id, i) => [id, i]));
  const agents = Int32Array.from(agent.codes, (code) => numberOf.get(agent.texts[code]!) ?? -1);
  const known = new Uint8Array(data.table.rows).fill(1);
  for (let row = 0; row < data.table.rows; row++) {
    const drawn = plan.assignments[world.values[row]!]?.[agents[row]!];
    if (drawn === undefined || law.arms[drawn] !== arm.texts[arm.codes[row]!])
      return { because: "arms of the journal are not those of the plan: the null would draw others" };
  }
  const expose = study.data.expose.forArms?.(law.arms) ?? study.data.expose;
  return {
    column(name, assignments) {
      const texts = name === "arm" ? law.arms : expose.conditions;
      const of = assignments.map((one) => (name === "arm" ? one : expose.of(network, Uint8Array.from(one))));
      return {
        texts,
        known,
        codes: Uint32Array.from(agents, (i, row) => of[world.values[row]!]![i]!),
      };
    },
  };
}
