import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantText } from "../../core/wantText.ts";
import { csvTable } from "../../network/files/tables/csvTable.ts";
import { numberReader } from "../../network/files/tables/numberReader.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";

/** Who was assigned to what, apart from what came of it. */
export interface Assignments {
  /** Whether rows are of clusters, not of agents. */
  readonly byCluster: boolean;
  /**
   * The arm of an agent in a world and round, and the probability that it had to get that arm, where the table says it.
   *
   * @throws SpillwayError when the table does not say it.
   */
  of(
    unit: {
      readonly agent: string;
      readonly cluster: string | undefined;
      readonly world: number;
      readonly round: number | undefined;
    },
    place: Place,
  ): { readonly arm: string; readonly probability?: number };
  /** Whether every row has a probability. */
  readonly withProbabilities: boolean;
}

interface Row {
  readonly from: number;
  readonly arm: string;
  readonly probability: number | undefined;
  readonly place: Place;
}

const AGENT = ["agent", "unit", "id", "node"];
const COLUMNS = [...AGENT, "cluster", "world", "from-round", "arm", "probability"];

/**
 * Reads a table of assignments: `agent` or `cluster`, `arm`, and where they matter `world` (empty: every world), `from-round` (the arm holds from
 * this round until a later row; empty: from the first) and `probability` (of the arm that was assigned, above 0 and at most 1).
 *
 * @throws SpillwayError with file and line for a column that is absent or unknown, an empty agent or arm, a number that is none, and for
 * two rows of one agent, world and round.
 */
export function parseAssignments(text: string, file: string, dialect: TableDialect = {}): Assignments {
  wantText("parseAssignments", "the content of a file", text);
  const table = csvTable(
    text,
    { who: "assignments", file, columns: COLUMNS, knows: (names) => names.includes("arm") },
    dialect,
  );
  const plain = table.header.map((name) => name.trim().toLowerCase().replaceAll(/[_ ]/g, "-"));
  const fault = (message: string, place: Place): SpillwayError =>
    new SpillwayError(`assignments: ${message}`, { place });
  const odd = plain.find((name) => !COLUMNS.includes(name));
  if (odd !== undefined)
    throw fault(
      `there is no column ${shown(odd)}: they are agent or cluster, world, from-round, arm, probability`,
      table.place(-1),
    );
  const agentAt = AGENT.map((name) => plain.indexOf(name)).find((c) => c >= 0) ?? -1;
  const clusterAt = plain.indexOf("cluster");
  if (agentAt < 0 === clusterAt < 0)
    throw fault(
      `wanted a column agent or a column cluster, got ${agentAt < 0 ? "neither" : "both"}`,
      table.place(-1),
    );
  if (!plain.includes("arm")) throw fault('the table needs a column "arm"', table.place(-1));
  const byCluster = clusterAt >= 0;
  const what = byCluster ? "cluster" : "agent";
  const numbers = numberReader(table.delimiter, dialect);
  const rows = new Map<string, Row[]>();
  let probabilities = 0;
  table.rows.forEach((cells, k) => {
    const place = table.place(k);
    const cell = (name: string): string => cells[plain.indexOf(name)] ?? "";
    const whole = (name: string): number | undefined => {
      const value = cell(name);
      if (value === "") return undefined;
      if (!/^\d{1,9}$/.test(value))
        throw fault(`${name} must be a whole number from 0, got ${shown(value)}`, place);
      return Number(value);
    };
    const id = cells[byCluster ? clusterAt : agentAt]!;
    const arm = cell("arm");
    if (id === "" || arm === "") throw fault(`wanted ${what} and arm, got an empty field`, place);
    const world = whole("world");
    const from = whole("from-round") ?? 0;
    const said = cell("probability");
    const probability = said === "" ? undefined : numbers.read(said);
    if (said !== "" && !(probability !== undefined && probability > 0 && probability <= 1))
      throw fault(`probability must be above 0 and at most 1, got ${shown(said)}`, place);
    if (probability !== undefined) probabilities++;
    const key = keyOf(world, id);
    const list = rows.get(key) ?? [];
    rows.set(key, list);
    const twice = list.find((one) => one.from === from);
    if (twice)
      throw fault(
        `${what} ${shown(id)} is assigned twice from round ${from}, first in line ${twice.place.line}`,
        place,
      );
    list.push({ from, arm, probability, place });
  });
  if (rows.size === 0) throw fault("there are no rows below the header", { file });
  for (const list of rows.values()) list.sort((a, b) => a.from - b.from);
  return {
    byCluster,
    withProbabilities: probabilities === table.rows.length,
    of({ agent, cluster, world, round }, place) {
      const id = byCluster ? cluster : agent;
      if (id === undefined || id === "")
        throw fault(`rows are of clusters, and agent ${shown(agent)} has none: give a column cluster`, place);
      const list = rows.get(keyOf(world, id)) ?? rows.get(keyOf(undefined, id));
      if (!list)
        throw fault(
          `${file} has no row of ${what} ${shown(id)}${world === 0 ? "" : ` in world ${world}`}`,
          place,
        );
      const found = list.findLast(({ from }) => from <= (round ?? 0));
      if (!found)
        throw fault(
          `${what} ${shown(id)} has no arm in round ${round}: the first from-round of it is ${list[0]!.from}`,
          place,
        );
      return {
        arm: found.arm,
        ...(found.probability === undefined ? {} : { probability: found.probability }),
      };
    },
  };
}

const keyOf = (world: number | undefined, id: string): string => `${world ?? ""}\n${id}`;
