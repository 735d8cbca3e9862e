// Long because one pass over a log fills units, messages and what is told of both.

import { few } from "../../core/few.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantArgument } from "../../core/wantArgument.ts";
import { compareIds } from "../../network/compareIds.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { damageAllowed } from "../files/damageAllowed.ts";
import type { Table } from "../table/Table.ts";
import { type FieldReader, fieldReader, textOf } from "./fields/fieldReader.ts";
import { idOf } from "./fields/idOf.ts";
import { type FieldSpec, type MapFile, mapFile } from "./fields/MapFile.ts";
import { recordFilter } from "./fields/recordFilter.ts";
import { fieldsFound } from "./fieldsFound.ts";
import { type HeardCollector, heardCollector } from "./heardCollector.ts";
import { type HeardReader, heardReader } from "./heardReader.ts";
import { lookupTables } from "./lookupTables.ts";
import { type Numbering, roundNumbers, worldNumbers } from "./Numbering.ts";
import { outcomeReader } from "./outcomeReader.ts";
import { recordsOf } from "./records/recordsOf.ts";
import { tally } from "./tally.ts";
import { unitCollector } from "./unitCollector.ts";

export interface ImportLogOptions {
  /** The log: a file, the folder of its files where the map names one, or "-" for standard input. */
  readonly log: string;
  readonly map: MapFile;
  /** Damaged records that may be skipped, each with a note. Default 0: the first is an error. */
  readonly skipDamaged?: number;
  /** How text tables are written, where it is not as usual. */
  readonly dialect?: TableDialect;
  /** Rounds to keep, by number. Default all. */
  readonly rounds?: readonly number[];
}

/** What a map found in a log. */
export interface ImportedLog {
  /** Columns `world`, `round` (where the map has one), `agent`, `arm` (where the log says it), `outcome`, `status`, `cluster`, covariates; in the order of unit tables. */
  readonly units: Table;
  /** Columns `world`, `round`, `source`, `target`: one row for each message, in the order of the log. */
  readonly heard: Table;
  /** Records read, and for each thing that did not match, how often and where first. */
  readonly records: number;
  readonly unmatched: readonly { readonly what: string; readonly count: number; readonly first: string }[];
  /** Fields of the first records, how often they are there, and an example. */
  readonly fields: readonly { readonly name: string; readonly count: number; readonly example: string }[];
  readonly notes: readonly string[];
}

/**
 * Reads a log of another program by a map: which records are observations, of whom, when, in which arm, with what outcome, and who heard
 * whom. Records are read as a stream into columns; nothing is evaluated, no file is opened but the log and those that the map names
 * beside it, and nothing is left out without a count. Cost: linear in the log, and sorting of the units.
 *
 * @throws SpillwayError with file and line for damaged records (unless some may be skipped), for a record without unit, for an outcome
 * that is no number, for two records of one agent, world and round, and for a map that is none.
 */
export async function importLog(options: ImportLogOptions): Promise<ImportedLog> {
  wantArgument("importLog", "options", options, { fields: ["log"] });
  const { log, skipDamaged = 0, dialect = {}, rounds } = options;
  const checked = mapFile.safeParse(options.map);
  if (!checked.success) throw new SpillwayError(`map: ${checked.error.issues[0]?.message ?? "it is none"}`);
  const map = checked.data;
  const who = `map ${map.name ?? "(unnamed)"}`;
  if (map.unit === undefined) throw new SpillwayError(`${who}: wanted unit: the field that names the agent`);
  if (map.outcome === undefined)
    throw new SpillwayError(
      `${who}: the log does not say by itself what the outcome is: name its field with --outcome, or outcome in a map of your own`,
    );
  const damage = damageAllowed(skipDamaged);
  const lookups = lookupTables(log, who, damage);
  const unit = fieldReader(map.unit, `${who}: unit`, lookups.find);
  const reader = (name: string, spec: FieldSpec | undefined): FieldReader | undefined =>
    spec === undefined ? undefined : fieldReader(spec, `${who}: ${name}`, lookups.find, unit);
  const where = recordFilter(map.where, `${who}: where`);
  const [world, round, arm, cluster] = [
    reader("world", map.world),
    reader("round", map.round),
    reader("arm", map.arm),
    reader("cluster", map.cluster),
  ];
  const outcome = outcomeReader(map, who, (spec) => reader("outcome", spec)!);
  const columns = [
    ...(cluster ? [["cluster", cluster] as const] : []),
    ...Object.entries(map.covariates ?? {}).map(([name, spec]) => [name, reader(name, spec)!] as const),
  ];
  const own = columns.find(
    ([name], k) => OWN.includes(name) || columns.findIndex(([other]) => other === name) !== k,
  );
  if (own)
    throw new SpillwayError(
      `${who}: a covariate may not be called ${shown(own[0])}: that is a column of the table`,
    );
  const warnings = (map.warn ?? []).map(({ where: spec, say }) => ({
    passes: recordFilter(spec, `${who}: warn`),
    say,
    count: 0,
  }));
  const worldOf = worldNumbers();
  const rank =
    typeof map.round === "object" &&
    !Array.isArray(map.round) &&
    (map.round as { rank?: boolean }).rank === true;
  const roundOf = roundNumbers(rank, who);
  const kept = rounds === undefined ? undefined : new Set(rounds);
  const unmatched = tally();
  const found = fieldsFound();
  const collected = unitCollector(
    map.take ?? "one",
    outcome.counts,
    columns.map(([name]) => name),
    who,
  );
  const messages = heardCollector();
  const heard = [
    ...[map.heard ?? []].flat().map((spec) => heardReader(spec, `${who}: heard`, lookups.find, log, damage)),
    ...(map.partner === undefined
      ? []
      : [heardReader({ from: map.partner }, `${who}: partner`, lookups.find, log, damage)]),
  ];
  const inside = heard.filter((one) => one.records === undefined);
  await lookups.fill();
  for (const one of heard) await one.prepare();
  let records = 0;
  const context: Context = {
    ...{ who, unit, world, round, worldOf, roundOf },
    whoUnit: `${who}: unit`,
    whoWorld: `${who}: world`,
    whoSender: `${who}: sender`,
  };
  const placed = (
    work: (fields: unknown, place: Place) => void,
    fields: unknown,
    place: Place,
    number: number | undefined,
  ): void => {
    try {
      work(fields, place);
    } catch (error) {
      if (!(error instanceof SpillwayError)) throw error;
      damage.skip(
        error.place
          ? error
          : new SpillwayError(`${error.message}${number === undefined ? "" : ` (record ${number})`}`, {
              place,
              cause: error,
            }),
      );
    }
  };
  const [whoArm, none] = [`${who}: arm`, [] as const];
  const observe = (fields: unknown, place: Place): void => {
    const when = moment(fields, context);
    if (when.agent === undefined)
      throw new SpillwayError(
        `${who}: the record names no unit (${specText(map.unit)}): leave such records out with where, or name another field`,
      );
    if (kept && !rank && !kept.has(Number(when.roundText))) {
      unmatched.add("in another round than those asked for", place);
      return;
    }
    const armValue = arm?.(fields);
    const measured = outcome.read(fields);
    if (measured.outcome === undefined) unmatched.add("without an outcome: kept as missing", place);
    if (arm && armValue === undefined) unmatched.add("without an arm", place);
    collected.add({
      outcome: measured.outcome,
      status: measured.status,
      world: when.world,
      round: when.round ?? 0,
      agent: when.agent,
      arm: armValue === undefined ? undefined : idOf(armValue, whoArm),
      more:
        columns.length === 0
          ? none
          : columns.map(([, read]) => {
              const value = read(fields);
              return value === undefined ? undefined : textOf(value);
            }),
    });
    for (const one of inside) hear(one, fields, when, messages, unmatched, place, context);
  };
  for await (const batch of recordsOf(log, map.records ?? {}, { who, damage, dialect }))
    for (const { fields, place, number } of batch) {
      records++;
      found.add(fields);
      const because = where(fields);
      if (because !== undefined) {
        unmatched.add(because, place);
        continue;
      }
      for (const one of warnings) if (one.passes(fields) === undefined) one.count++;
      placed(observe, fields, place, number);
    }
  if (collected.rows === 0)
    throw new SpillwayError(
      `${who}: no record of ${records} is an observation: ${few(unmatched.list().map(({ what, count }) => `${count} ${what}`)) || "all were damaged"}`,
      { place: { file: log } },
    );
  for (const one of heard) {
    if (one.records === undefined) continue;
    for await (const batch of recordsOf(log, one.records, { who, damage, dialect }))
      for (const { fields, place, number } of batch)
        placed(
          () => {
            if (one.where(fields) !== undefined) return;
            if (one.pairs) {
              for (const [source, target] of one.pairs(fields))
                messages.add(source, target, worldOf.code(one.world?.(fields) ?? 0), undefined);
              return;
            }
            hear(
              one,
              fields,
              moment(fields, { ...context, unit: one.to ?? unit, world: one.world, round: one.round }),
              messages,
              unmatched,
              place,
              context,
            );
          },
          fields,
          place,
          number,
        );
  }
  for (const one of heard) for (const [source, target, w, r] of one.end()) messages.add(source, target, w, r);
  const [worlds, roundsOf] = [worldOf.numbers(), roundOf.numbers()];
  const units = collected.table(worlds.of, round ? roundsOf.of : undefined);
  const told = messages.table(collected.agents, worlds.of, round ? roundsOf.of : undefined);
  const arms = collected.arms();
  const notes = [
    ...damage.notes(),
    ...worlds.notes,
    ...roundsOf.notes,
    ...warnings.flatMap(({ count, say }) => (count === 0 ? [] : [`${count} of ${records} records: ${say}`])),
    ...(told.strangers > 0
      ? [
          `${told.strangers} messages are of or to ${told.names.length} who are no agents of the log (${few(
            told.names.map((name) => shown(name)),
            3,
          )}): they are in no table`,
        ]
      : []),
    ...(arms.some && arms.without !== undefined
      ? [`some rows have no arm, the first of agent ${shown(arms.without)}`]
      : []),
    ...(arms.some
      ? []
      : [
          "the log does not say who was treated: give a table of assignments with --assignments, here or to estimate",
        ]),
  ];
  return { units, heard: told.heard, records, unmatched: unmatched.list(), fields: found.list(), notes };
}

const OWN = ["world", "round", "agent", "arm", "outcome", "status"];

interface Context {
  readonly who: string;
  /** What begins errors of single fields, made once for all rows. */
  readonly whoUnit: string;
  readonly whoWorld: string;
  readonly whoSender: string;
  readonly unit: FieldReader;
  readonly world: FieldReader | undefined;
  readonly round: FieldReader | undefined;
  readonly worldOf: Numbering;
  readonly roundOf: Numbering;
}

/** Of whom a record is, and when; worlds and rounds by their codes. */
interface Moment {
  readonly agent: string | undefined;
  readonly world: number;
  readonly round: number | undefined;
  readonly roundText: string;
}

function moment(fields: unknown, context: Context): Moment {
  const { who, whoUnit, whoWorld, unit, world, round, worldOf, roundOf } = context;
  const id = unit(fields);
  const when = round?.(fields);
  if (round !== undefined && when === undefined) throw new SpillwayError(`${who}: the record has no round`);
  const where = world?.(fields);
  return {
    agent: id === undefined ? undefined : idOf(id, whoUnit),
    world: worldOf.code(where === undefined ? 0 : idOf(where, whoWorld)),
    round: when === undefined ? undefined : roundOf.code(when),
    roundText: when === undefined ? "" : String(when),
  };
}

function hear(
  one: HeardReader,
  fields: unknown,
  { agent, world, round }: Moment,
  messages: HeardCollector,
  unmatched: ReturnType<typeof tally>,
  place: Place,
  { whoSender }: Context,
): void {
  if (agent === undefined) {
    unmatched.add("heard: without a hearer", place);
    return;
  }
  if (one.records === undefined && one.where(fields) !== undefined) return;
  for (const source of one.senders(fields, agent, world, round)) {
    if (source === undefined) unmatched.add("heard: without a sender that can be told", place);
    else messages.add(idOf(source, whoSender), agent, world, round);
  }
}

function specText(spec: FieldSpec | undefined): string {
  return typeof spec === "string" ? spec : Array.isArray(spec) ? spec.join(", ") : shown(spec);
}

/** Who heard whom, each pair once, with the number of messages, sorted by source and target. Cost: O(messages + pairs log pairs). */
export function countedEdges(heard: Table): (readonly [source: string, target: string, messages: number])[] {
  const [source, target] = ["source", "target"].map((name) =>
    heard.columns.find((column) => column.name === name),
  );
  if (source?.kind !== "text" || target?.kind !== "text") return [];
  const counts = new Map<number, number>();
  for (let k = 0; k < heard.rows; k++) {
    const key = source.codes[k]! * target.texts.length + target.codes[k]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, count]) => {
      const to = key % target.texts.length;
      return [source.texts[(key - to) / target.texts.length]!, target.texts[to]!, count] as const;
    })
    .sort(([a, b], [c, d]) => compareIds(a, c) || compareIds(b, d));
}

/** The different pairs of a table of messages, as edges of a network: `[source, target]`, sorted. */
export function heardEdges(heard: Table): (readonly [string, string])[] {
  wantArgument("heardEdges", "a table of messages", heard, { fields: ["columns"] });
  return countedEdges(heard).map(([source, target]) => [source, target]);
}
