import { compareIds } from "../../network/compareIds.ts";
import { growing } from "../table/growing.ts";
import { numbersByRow } from "../table/numbersByRow.ts";
import { recoded } from "../table/recoded.ts";
import type { Table } from "../table/Table.ts";
import { type TextCodes, textCodes } from "../table/textCodes.ts";

/** Collects who heard whom, in which world and round. */
export interface HeardCollector {
  add(source: string, target: string, world: number, round: number | undefined): void;
  readonly count: number;
  /** All messages, in the order of the log, and how many were left out since one side is no agent of the log, with examples. */
  table(
    agents: TextCodes,
    worldOf: readonly number[],
    roundOf: readonly number[] | undefined,
  ): { readonly heard: Table; readonly strangers: number; readonly names: readonly string[] };
}

/** A collector of messages. Memory: 16 bytes each. */
export function heardCollector(): HeardCollector {
  const names = textCodes();
  const source = growing((n) => new Uint32Array(n));
  const target = growing((n) => new Uint32Array(n));
  const world = growing((n) => new Uint32Array(n));
  const round = growing((n) => new Int32Array(n));
  return {
    add(from, to, w, r) {
      source.push(names.code(from));
      target.push(names.code(to));
      world.push(w);
      round.push(r ?? -1);
    },
    get count() {
      return source.count;
    },
    table(agents, worldOf, roundOf) {
      const known = names.texts.map((name) => agents.find(name) !== undefined);
      const all = Uint32Array.from({ length: source.count }, (_, k) => k);
      const kept = all.filter((k) => known[source.room[k]!]! && known[target.room[k]!]!);
      const rows = kept.length;
      const heard: Table = {
        rows,
        columns: [
          numbersByRow("world", rows, (k) => worldOf[world.room[kept[k]!]!] ?? 0),
          ...(roundOf ? [numbersByRow("round", rows, (k) => roundOf[round.room[kept[k]!]!])] : []),
          recoded("source", names.texts, source.room, kept),
          recoded("target", names.texts, target.room, kept),
        ],
      };
      const odd = names.texts.filter((_, k) => !known[k]).sort(compareIds);
      return { heard, strangers: source.count - rows, names: odd };
    },
  };
}
