import { compareIds } from "../../network/compareIds.ts";
import { growing } from "../table/growing.ts";
import type { Table } from "../table/Table.ts";
import { tableBuilder } from "../table/tableBuilder.ts";
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
      const builder = tableBuilder([
        { name: "world", kind: "number" },
        ...(roundOf ? [{ name: "round", kind: "number" as const }] : []),
        { name: "source", kind: "text" },
        { name: "target", kind: "text" },
      ]);
      let strangers = 0;
      for (let k = 0; k < source.count; k++) {
        const [from, to] = [source.room[k]!, target.room[k]!];
        if (!known[from] || !known[to]) {
          strangers++;
          continue;
        }
        builder.add([
          worldOf[world.room[k]!] ?? 0,
          ...(roundOf ? [round.room[k]! < 0 ? undefined : roundOf[round.room[k]!]] : []),
          names.texts[from],
          names.texts[to],
        ]);
      }
      const odd = names.texts.filter((_, k) => !known[k]).sort(compareIds);
      return { heard: builder.build(), strangers, names: odd };
    },
  };
}
