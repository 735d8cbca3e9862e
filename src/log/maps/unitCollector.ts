import { firstLines } from "../../core/firstLines.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { compareIds } from "../../network/compareIds.ts";
import type { TurnStatus } from "../Turn.ts";
import { growing } from "../table/growing.ts";
import { numbersByRow } from "../table/numbersByRow.ts";
import { recoded } from "../table/recoded.ts";
import type { Table } from "../table/Table.ts";
import { type TextCodes, textCodes } from "../table/textCodes.ts";
import type { MapFile } from "./fields/MapFile.ts";

/** What one record says of a unit; rounds and worlds by their codes. */
interface UnitRecord {
  readonly world: number;
  readonly round: number;
  readonly agent: string;
  readonly arm?: string | undefined;
  readonly outcome?: number | undefined;
  readonly status: TurnStatus | "missing";
  readonly more: readonly (string | undefined)[];
}

/** Collects records of units into columns: one row for each agent, world and round. */
interface UnitCollector {
  readonly agents: TextCodes;
  readonly rows: number;
  add(record: UnitRecord): void;
  /** Adds to the count of a row that {@link add} made or makes. */
  table(worldOf: readonly number[], roundOf: readonly number[] | undefined): Table;
  /** Whether any row has an arm, and the first agent without one. */
  arms(): { readonly some: boolean; readonly without?: string };
}

const STATUSES = ["ok", "refused", "invalid", "failed", "timeout", "missing"] as const;

/**
 * A collector of units. Memory: 30 bytes a row, 4 more for each further column, and each text once.
 *
 * @param take what is done with several records of one agent, world and round.
 * @param names further columns.
 * @throws SpillwayError when a record is added: for the second of one agent, world and round where one is wanted, and for two arms.
 */
export function unitCollector(
  take: NonNullable<MapFile["take"]>,
  counts: boolean,
  names: readonly string[],
  who: string,
): UnitCollector {
  const agents = textCodes();
  const arms = textCodes();
  const texts = names.map(() => textCodes());
  const rowOf = firstLines();
  const world = growing((n) => new Uint32Array(n));
  const round = growing((n) => new Uint32Array(n));
  const agent = growing((n) => new Uint32Array(n));
  const arm = growing((n) => new Int32Array(n));
  const outcome = growing((n) => new Float64Array(n));
  const seen = growing((n) => new Uint32Array(n));
  const status = growing((n) => new Uint8Array(n));
  const more = names.map(() => growing((n) => new Int32Array(n)));
  const codeOf = (codes: TextCodes, text: string | undefined): number =>
    text === undefined ? -1 : codes.code(text);
  const again = (row: number, record: UnitRecord): void => {
    const armCode = codeOf(arms, record.arm);
    if (armCode >= 0 && arm.room[row]! >= 0 && armCode !== arm.room[row])
      throw new SpillwayError(
        `${who}: agent ${shown(record.agent)} has two arms in one round, ${shown(arms.texts[arm.room[row]!])} and ${shown(record.arm)}`,
      );
    if (arm.room[row]! < 0) arm.room[row] = armCode;
    if (take === "one" && !counts)
      throw new SpillwayError(
        `${who}: agent ${shown(record.agent)} has several records in one world and round: leave out those that are no outcomes with where, or say what to do with --take first, last, mean or sum`,
      );
    const value = record.outcome;
    if (take === "first" && !counts) {
      if (seen.room[row] !== 0 || value === undefined) return;
    }
    if (take === "last" && !counts) {
      outcome.room[row] = value ?? 0;
      seen.room[row] = value === undefined ? 0 : 1;
      status.room[row] = STATUSES.indexOf(record.status);
      return;
    }
    if (value === undefined) return;
    outcome.room[row]! += value;
    seen.room[row]!++;
    status.room[row] = 0;
  };
  return {
    agents,
    get rows() {
      return world.count;
    },
    add(record) {
      const code = agents.code(record.agent);
      const known = rowOf.seen(record.world, record.round, code, world.count + 1);
      if (known !== 0) return again(known - 1, record);
      world.push(record.world);
      round.push(record.round);
      agent.push(code);
      arm.push(codeOf(arms, record.arm));
      outcome.push(record.outcome ?? 0);
      seen.push(record.outcome === undefined ? 0 : 1);
      status.push(STATUSES.indexOf(record.status));
      more.forEach((column, k) => {
        column.push(codeOf(texts[k]!, record.more[k]));
      });
    },
    arms() {
      let without: string | undefined;
      for (let row = 0; row < arm.count && without === undefined; row++)
        if (arm.room[row]! < 0) without = agents.texts[agent.room[row]!];
      return { some: arms.texts.length > 0, ...(without === undefined ? {} : { without }) };
    },
    table(worldOf, roundOf) {
      const rank = ranks(agents.texts);
      // By agent, then round, then world: each keeps the order of those before.
      let order = Uint32Array.from({ length: world.count }, (_, k) => k);
      order = sortedBy(order, (row) => rank[agent.room[row]!]!, rank.length);
      const [rounds, worlds] = [roundOf && places(roundOf), places(worldOf)];
      if (rounds) order = sortedBy(order, (row) => rounds[round.room[row]!]!, rounds.length);
      order = sortedBy(order, (row) => worlds[world.room[row]!]!, worlds.length);
      const rows = order.length;
      // A ready map asks for columns that this log may not have at all.
      const said = [...names.keys()].filter((k) => texts[k]!.texts.length > 0);
      const averaged = take === "mean" && !counts;
      return {
        rows,
        columns: [
          numbersByRow("world", rows, (k) => worldOf[world.room[order[k]!]!]!),
          ...(roundOf ? [numbersByRow("round", rows, (k) => roundOf[round.room[order[k]!]!]!)] : []),
          recoded("agent", agents.texts, agent.room, order),
          ...(arms.texts.length > 0 ? [recoded("arm", arms.texts, arm.room, order)] : []),
          numbersByRow("outcome", rows, (k) => {
            const [count, value] = [seen.room[order[k]!]!, outcome.room[order[k]!]!];
            if (count === 0) return undefined;
            const number = averaged ? value / count : value;
            if (Number.isFinite(number)) return number;
            throw new SpillwayError(`table: column outcome must hold finite numbers, got ${number}`);
          }),
          recoded("status", STATUSES, status.room, order),
          ...said.map((k) => recoded(names[k]!, texts[k]!.texts, more[k]!.room, order)),
        ],
      };
    },
  };
}

/** Rows by a whole number below `size`, those with the same number in their order. */
function sortedBy(rows: Uint32Array, key: (row: number) => number, size: number): Uint32Array<ArrayBuffer> {
  const from = new Uint32Array(size + 1);
  for (const row of rows) from[key(row) + 1]!++;
  for (let k = 0; k < size; k++) from[k + 1]! += from[k]!;
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[from[key(row)]!++] = row;
  return sorted;
}

/** The place of each number among all different ones. */
function places(numbers: readonly number[]): Uint32Array {
  const place = new Map([...new Set(numbers)].sort((a, b) => a - b).map((number, k) => [number, k]));
  return Uint32Array.from(numbers, (number) => place.get(number)!);
}

/** The place of each text in the order of ids. */
function ranks(texts: readonly string[]): Uint32Array {
  const rank = new Uint32Array(texts.length);
  [...texts.keys()]
    .sort((a, b) => compareIds(texts[a]!, texts[b]!))
    .forEach((code, k) => {
      rank[code] = k;
    });
  return rank;
}
