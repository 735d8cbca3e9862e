import { SpillwayError } from "../../core/SpillwayError.ts";
import type { DamageAllowed } from "../files/damageAllowed.ts";
import { fieldNames, fieldOf } from "./fields/fieldOf.ts";
import { fieldPath } from "./fields/fieldPath.ts";
import { type FieldReader, fieldReader, type Lookups, textOf } from "./fields/fieldReader.ts";
import type { FieldSpec, HeardSpec, RecordsSpec } from "./fields/MapFile.ts";
import { type RecordFilter, recordFilter } from "./fields/recordFilter.ts";
import { recordsOf } from "./records/recordsOf.ts";

/** Reads whom agents heard. */
export interface HeardReader {
  /** Other records than those of the units; undefined for theirs. */
  readonly records: RecordsSpec | undefined;
  readonly where: RecordFilter;
  readonly to: FieldReader | undefined;
  readonly round: FieldReader | undefined;
  readonly world: FieldReader | undefined;
  /** Whom the agent of a record heard; undefined for a message without a sender. */
  senders(record: unknown, agent: string, world: number, round: number | undefined): Iterable<unknown>;
  /** Pairs that a record tells by itself, whoever's it is; undefined where it tells of one agent. */
  pairs: ((record: unknown) => Iterable<readonly [source: string, target: string]>) | undefined;
  /** Reads what stands in other files. */
  prepare(): Promise<void>;
  /** Pairs that all records together tell. */
  end(): Iterable<readonly [source: string, target: string, world: number, round: number | undefined]>;
}

/** Pairs that groups may make, at most. */
const MOST_PAIRS = 20_000_000;

/** @throws SpillwayError for a path, pattern or formula that is none, and when what is read is no mapping from agents to lists */
export function heardReader(
  spec: HeardSpec,
  who: string,
  lookups: Lookups,
  log: string,
  damage: DamageAllowed,
): HeardReader {
  const read = (name: string, field: FieldSpec | undefined): FieldReader | undefined =>
    field === undefined ? undefined : fieldReader(field, `${who}: ${name}`, lookups);
  const { together, adjacency, each, ids } = spec;
  const from = read("from", spec.from);
  if ([together, adjacency, from].filter((one) => one !== undefined).length !== 1)
    throw new SpillwayError(`${who}: wanted one of from, together and adjacency`);
  const where = recordFilter(spec.where, `${who}: where`);
  const base = {
    records: spec.records,
    where: each === undefined ? where : () => undefined,
    to: read("to", spec.to),
    round: read("round", spec.round),
    world: read("world", spec.world),
    pairs: undefined,
    prepare: async () => {},
    senders: () => [],
    end: () => [],
  };
  if (together) return { ...base, ...groupReader(together, who) };
  if (adjacency !== undefined) return { ...base, ...mappingReader(adjacency, ids, who, log, damage) };
  const list = each === undefined ? undefined : fieldPath(each, who);
  return {
    ...base,
    senders: list
      ? function* (record) {
          for (const value of list.all(record))
            for (const entry of Array.isArray(value) ? value : [value]) {
              if (where(entry) !== undefined) continue;
              const source = from!(entry);
              if (Array.isArray(source)) yield* source;
              else yield source;
            }
        }
      : (record) => {
          const source = from!(record);
          return Array.isArray(source) ? source : [source];
        },
  };
}

/** Groups in which everybody hears everybody. */
function groupReader(together: readonly string[], who: string): Pick<HeardReader, "senders" | "end"> {
  const fields = together.map((one) => fieldPath(one, who));
  const groups = new Map<string, { world: number; round: number | undefined; members: Set<string> }>();
  return {
    senders(record, agent, world, round) {
      const key = JSON.stringify([world, round, ...fields.map((field) => textOf(field.first(record) ?? ""))]);
      const group = groups.get(key) ?? { world, round, members: new Set<string>() };
      groups.set(key, group);
      group.members.add(agent);
      return [];
    },
    *end() {
      let pairs = 0;
      for (const { members } of groups.values()) pairs += members.size * (members.size - 1);
      if (pairs > MOST_PAIRS)
        throw new SpillwayError(
          `${who}: the groups make ${pairs.toLocaleString("en")} pairs, more than ${MOST_PAIRS.toLocaleString("en")}: leave heard out of the map, and say the groups by cluster`,
        );
      for (const { world, round, members } of groups.values())
        for (const source of members)
          for (const target of members) if (source !== target) yield [source, target, world, round];
    },
  };
}

/** A network that a record holds as a mapping from each agent to a list. */
function mappingReader(
  adjacency: string,
  ids: HeardSpec["ids"],
  who: string,
  log: string,
  damage: DamageAllowed,
): Pick<HeardReader, "pairs" | "prepare"> {
  const path = fieldPath(adjacency, who);
  const inside = fieldPath("*", who);
  const names: string[] = [];
  const named = (key: unknown): string => {
    const text = textOf(key);
    if (!ids) return text;
    const name = /^\d{1,9}$/.test(text) ? names[Number(text)] : undefined;
    if (name === undefined)
      throw new SpillwayError(
        `${who}: the mapping has a number ${text}, and ${ids.file} ${names.length} rows`,
      );
    return name;
  };
  return {
    *pairs(record) {
      const mapping = path.first(record);
      if (mapping === undefined) return;
      // A text is read as JSON where a path leads into it.
      const entries =
        fieldNames(mapping).length > 0
          ? fieldNames(mapping).map((key) => [key, fieldOf(mapping, key)] as const)
          : [...inside.found(mapping)];
      for (const [key, list] of entries) {
        if (!Array.isArray(list))
          throw new SpillwayError(`${who}: wanted a list for each agent at ${adjacency}`);
        for (const source of list) yield [named(source), named(key)];
      }
    },
    async prepare() {
      if (!ids) return;
      const column = fieldPath(ids.column, who);
      for await (const batch of recordsOf(log, { file: ids.file }, { who, damage }))
        for (const { fields } of batch) names.push(textOf(column.first(fields) ?? ""));
    },
  };
}
