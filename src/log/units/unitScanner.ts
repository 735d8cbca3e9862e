// Long because a row's rules stand together: what a field may say, what is missing, what was noted.
import { unescapeControls } from "../../core/escapeControls.ts";
import { few } from "../../core/few.ts";
import { firstLines } from "../../core/firstLines.ts";
import { labelKey } from "../../core/labelKey.ts";
import { labelNotes } from "../../core/labelNotes.ts";
import { missingMark } from "../../core/missingMark.ts";
import { type Place, SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import { compareIds } from "../../network/compareIds.ts";
import { ID_COLUMNS } from "../../network/files/parseAgents.ts";
import { wantDistinct, wrongLength } from "../../network/files/tables/csvTable.ts";
import { type NumberReader, numberReader } from "../../network/files/tables/numberReader.ts";
import { type RowScanner, rowScanner } from "../../network/files/tables/rowScanner.ts";
import type { TableDialect } from "../../network/files/tables/TableDialect.ts";
import { tableHead } from "../../network/files/tables/tableHead.ts";
import { jsonRecord } from "../../network/files/tables/textTable.ts";
import { type DamageAllowed, damageAllowed } from "../files/damageAllowed.ts";
import type { Assignments } from "./assignments.ts";
import { foreignLog } from "./foreignLog.ts";
import type { UnitRow } from "./UnitRow.ts";

export interface UnitScannerOptions {
  /** Name of the file, for error messages. */
  readonly file: string;
  readonly dialect: TableDialect;
  /** Whether columns that are none of the table's own are kept, as covariates. */
  readonly covariates: boolean;
  /** Whether a column, though kept, is told as left out. Default: none that is kept. */
  readonly leftOut?: (column: string) => boolean;
  /** Rows with a fault of their own that may be left out, each with a note. Default 0: the first is an error. */
  readonly skipDamaged?: number;
  /** Whether the table may do without a column `outcome`, because another column is taken. Default false. */
  readonly outcomeElsewhere?: boolean;
  /** Who was assigned to what, where the table does not say it; arms that it says as well are kept as the covariate `delivered`. */
  readonly assignments?: Assignments;
  /** The column of clusters, where assignments are of clusters. Default `cluster`. */
  readonly clusterColumn?: string;
  /** Whether a row is kept; all are checked. */
  readonly keep: (world: number, round: number | undefined, period: string | undefined) => boolean;
}

/** What a table of units holds. */
export interface ScannedUnits {
  /** The rows that were kept, sorted by world, round and agent. */
  readonly units: UnitRow[];
  /** All rounds of the table, with the name of the period that one of its rows has. */
  readonly rounds: ReadonlyMap<number | undefined, string | undefined>;
  /** All worlds of the table. */
  readonly worlds: ReadonlySet<number>;
  /** The probability that a row had to get its arm, where a table of assignments says it. */
  readonly chances: ReadonlyMap<UnitRow, number>;
  /** What was supposed and left out. */
  readonly notes: readonly string[];
  /** Where a row stands, or the table when none is given. */
  placeOf(unit?: Pick<UnitRow, "world" | "round" | "agent">): Place;
}

/** Reads a table of units piece by piece. */
interface UnitScanner {
  push(text: string): void;
  end(): ScannedUnits;
}

const STATUSES = ["ok", "refused", "invalid", "failed", "timeout", "missing"] as const;
const OWN = ["arm", "outcome", "world", "round", "status"] as const;
const TRUTHS: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
]);
/** Characters that are looked at before it is decided what the text is. */
const HEAD = 1 << 20;
/** Different texts of covariates that are looked for among those before. */
const MOST_ONCE = 1 << 16;

/**
 * Reads a table of units of any length: every row is checked, only those wanted are kept, and each different text once. Memory grows by
 * 4 bytes for each row, and by about 100 for each row kept.
 *
 * @throws SpillwayError with file and line, as {@link parseUnits} says.
 */
export function unitScanner(options: UnitScannerOptions): UnitScanner {
  const { file, dialect } = options;
  const notes: string[] = [];
  const damage = damageAllowed(options.skipDamaged);
  let head: string | undefined = "";
  let lines: RowScanner | undefined;
  let rows: UnitRows | undefined;
  const begin = (text: string): void => {
    const foreign = foreignLog(text, file);
    if (foreign !== undefined) throw new SpillwayError(`units: ${foreign}`, { place: { file } });
    if (/^\uFEFF?\s*\{/.test(text)) {
      lines = jsonLines(file, damage, (record, line) => {
        rows ??= unitRows([], options, numberReader(",", dialect), ",", line, damage);
        rows.record(record, line);
      });
      lines.push(text.replace(/^\uFEFF/, ""));
      return;
    }
    const reader = {
      who: "units",
      file,
      columns: [...ID_COLUMNS, ...OWN],
      knows: (names: readonly string[]) =>
        names.includes("outcome") && names.some((name) => ID_COLUMNS.includes(name)),
    };
    const found = tableHead(text, reader, dialect);
    const { delimiter, skipped } = found;
    notes.push(...found.notes);
    lines = rowScanner({
      who: "units",
      file,
      delimiter,
      firstLine: text.slice(0, skipped).split(/\r\n|\n|\r/).length,
      ...(options.skipDamaged ? { onFault: (error: SpillwayError) => damage.skip(error) } : {}),
      onRow(fields, line) {
        if (rows !== undefined) return rows.row(fields, line);
        wantDistinct(fields, reader, { file, line });
        rows = unitRows(fields, options, numberReader(delimiter, dialect), delimiter, line, damage);
      },
    });
    lines.push(text.slice(skipped));
  };
  return {
    push(text) {
      if (head === undefined) return lines!.push(text);
      head += text;
      if (head.length < HEAD) return;
      begin(head);
      head = undefined;
    },
    end() {
      if (head !== undefined) begin(head);
      lines!.end();
      if (rows === undefined)
        throw new SpillwayError("units: the file is empty: wanted a header line and rows below it", {
          place: { file },
        });
      const found = rows.end();
      return { ...found, notes: [...notes, ...damage.notes(), ...found.notes] };
    },
  };
}

/** Lines of JSON that come in pieces. */
function jsonLines(
  file: string,
  damage: DamageAllowed,
  onRecord: (record: Map<string, string>, line: number) => void,
): RowScanner {
  let rest = "";
  let line = 0;
  const take = (text: string): void => {
    line++;
    if (text.trim() === "") return;
    let record: Map<string, string> | undefined;
    damage.attempt(() => {
      record = jsonRecord(text, "units", { file, line });
    });
    if (record) onRecord(record, line);
  };
  return {
    push(text) {
      const all = (rest + text).split("\n");
      rest = all.pop()!;
      for (const one of all) take(one);
    },
    end() {
      take(rest);
      rest = "";
    },
  };
}

interface UnitRows {
  row(fields: string[], line: number): void;
  record(record: Map<string, string>, line: number): void;
  end(): ScannedUnits;
}

/** The rows below a header, checked one by one. */
function unitRows(
  header: string[],
  options: UnitScannerOptions,
  numbers: NumberReader,
  delimiter: string,
  headLine: number,
  damage: DamageAllowed,
): UnitRows {
  const { file, dialect, covariates, leftOut = () => !covariates, keep, assignments } = options;
  const names = new Map<string, number>();
  header.forEach((name, c) => {
    if (!names.has(labelKey(name))) names.set(labelKey(name), c);
  });
  const missing = new Set(dialect.missing ?? []);
  const fault = (message: string, line: number): SpillwayError =>
    new SpillwayError(`units: ${message}`, { place: { file, line } });
  let at: Readonly<Record<(typeof OWN)[number] | "agent" | "period", number>> | undefined;
  let extra: readonly (readonly [string, number])[] = [];
  let shift = 0;
  let clusterAt = -1;
  let index: string | undefined;
  const columns = (line: number): NonNullable<typeof at> => {
    if (at !== undefined) return at;
    const agent = ID_COLUMNS.find((name) => names.has(name)) ?? "agent";
    for (const name of [agent, "arm", "outcome"]) {
      if (names.has(name) || (name === "arm" && assignments)) continue;
      if (name === "outcome" && options.outcomeElsewhere) continue;
      const near = suggest(name, header.slice(0, 12));
      throw fault(
        `the table needs a column "${name}"${near}${separatedHint(header, delimiter)}`,
        headLine || line,
      );
    }
    const column = (name: string): number => names.get(name) ?? -1;
    at = {
      agent: column(agent),
      arm: column("arm"),
      outcome: column("outcome"),
      world: column("world"),
      round: column("round"),
      status: column("status"),
      period: header.indexOf("period"),
    };
    clusterAt = header.indexOf(options.clusterColumn ?? "cluster");
    const used = Object.entries(at).flatMap(([name, c]) => (name === "period" ? [] : [c]));
    extra = header.flatMap((name, c) => (used.includes(c) ? [] : [[name, c] as const]));
    const [first] = extra;
    if (first?.[1] === 0 && /^(?:Unnamed: 0(?:\.\d+)?)?$/.test(first[0])) {
      index = first[0];
      extra = extra.slice(1);
    }
    return at;
  };
  if (header.length > 0) columns(headLine);

  const agents = new Map<string, number>();
  const texts: string[] = [];
  const arms = new Map<string, string>();
  const lines = firstLines();
  const rounds = new Map<number | undefined, string | undefined>();
  const worlds = new Set<number>();
  const chances = new Map<UnitRow, number>();
  const units: UnitRow[] = [];
  const codes: number[] = [];
  const marks = new Map<string, { count: number; line: number }>();
  let count = 0;
  let truths = 0;
  let plain = 0;
  let sorted = true;
  let lastRound: number | undefined;
  let lastWorld: number | undefined;

  const whole = (name: string, text: string, line: number): number | undefined => {
    if (text === "" || missing.has(text)) return undefined;
    if (text === "0") return 0;
    const value = numbers.read(text);
    if (value === undefined || !Number.isSafeInteger(value) || value < 0)
      throw fault(`${name} must be a whole number of at least 0, got ${shown(text)}${markHint(text)}`, line);
    return value;
  };
  const outcomeOf = (text: string, line: number): number | undefined => {
    if (text === "" || missing.has(text)) return undefined;
    const value = numbers.read(text);
    const truth = value === undefined ? TRUTHS.get(text.toLowerCase()) : undefined;
    if (truth === undefined && value === undefined)
      throw fault(
        `outcome must be a number, got ${shown(text)}${numbers.advice(text) || outcomeHint(text)}`,
        line,
      );
    const other = truth === undefined ? truths : plain;
    if (other > 0)
      throw fault(
        `outcome must be a number or true and false throughout, got ${shown(text)} beside the other in line ${other}`,
        line,
      );
    if (truth !== undefined) truths ||= line;
    else plain ||= line;
    return value ?? truth;
  };
  const take = (cells: readonly string[], line: number): void => {
    const where = at ?? columns(line);
    const cell = (c: number): string => (c < 0 ? "" : unescapeControls(cells[c + shift] ?? ""));
    const agent = cell(where.agent);
    if (agent === "") throw fault("an agent needs an id, got an empty field", line);
    let code = agents.get(agent);
    if (code === undefined) {
      code = texts.push(agent) - 1;
      agents.set(agent, code);
    }
    const logged = cell(where.arm);
    const world = whole("world", cell(where.world), line) ?? 0;
    const round = whole("round", cell(where.round), line);
    const cluster = clusterAt < 0 ? undefined : cell(clusterAt);
    const assigned = assignments?.of({ agent, cluster, world, round }, { file, line });
    const armText = assigned?.arm ?? logged;
    if (armText === "") throw fault(`agent ${shown(agent)} needs an arm, got an empty field`, line);
    let arm = arms.get(armText);
    if (arm === undefined) {
      arm = armText;
      arms.set(arm, arm);
    }
    const outcome = outcomeOf(cell(where.outcome), line);
    const statusText = cell(where.status);
    const status =
      statusText === "" || missing.has(statusText) ? undefined : STATUSES.find((one) => one === statusText);
    if (status === undefined && statusText !== "" && !missing.has(statusText))
      throw fault(
        `status must be one of ${STATUSES.join(", ")}, got ${shown(statusText)}${markHint(statusText)}`,
        line,
      );
    if (outcome !== undefined && status !== undefined && status !== "ok")
      throw fault(
        `agent ${shown(agent)} has an outcome and the status ${status}: only ok has an outcome`,
        line,
      );
    const period = where.period < 0 ? undefined : cell(where.period);
    const earlier = lines.seen(world, round, code, line);
    if (earlier !== 0) {
      const when = `world ${world}${round === undefined ? "" : `, round ${round}`}`;
      throw fault(`agent ${shown(agent)} stands twice in ${when}, first in line ${earlier}`, line);
    }
    if (round !== lastRound || count === 0) {
      lastRound = round;
      if (!rounds.has(round)) rounds.set(round, period);
    }
    if (world !== lastWorld) {
      lastWorld = world;
      worlds.add(world);
    }
    count++;
    if (!keep(world, round, period)) return;
    const kept = covariates && extra.length > 0 ? covariatesOf(extra, cell, line) : undefined;
    const more = assigned && where.arm >= 0 && logged !== "" ? { ...kept, delivered: onceOf(logged) } : kept;
    const { length } = units;
    const before = units[length - 1];
    sorted &&=
      before === undefined ||
      (before.world - world ||
        (before.round ?? -1) - (round ?? -1) ||
        (codes[length - 1] === code ? 0 : compareIds(before.agent, agent))) <= 0;
    // Millions of rows: their keys are set one by one, so that all have one shape.
    const row: { -readonly [Key in keyof UnitRow]: UnitRow[Key] } = { world } as UnitRow;
    if (round !== undefined) row.round = round;
    row.agent = texts[code]!;
    row.arm = arm;
    if (outcome !== undefined) row.outcome = outcome;
    if (status !== undefined) row.status = status;
    else if (outcome === undefined) row.status = "missing";
    if (more !== undefined) row.covariates = more;
    units.push(row);
    if (assigned?.probability !== undefined) chances.set(row, assigned.probability);
    codes.push(code);
  };
  // What many rows say is kept once, and not with the piece of the file that it was read from.
  const once = new Map<string, string>();
  const onceOf = (text: string): string => {
    const known = once.get(text);
    if (known !== undefined) return known;
    if (once.size < MOST_ONCE) once.set(text, text);
    return text;
  };
  const covariatesOf = (
    list: typeof extra,
    cell: (c: number) => string,
    line: number,
  ): Record<string, string> =>
    Object.fromEntries(
      list.map(([name, c]) => {
        const text = cell(c);
        if (missing.has(text)) return [name, ""];
        if (text !== "" && !leftOut(name) && missingMark(text)) {
          const known = marks.get(`${shown(text)} in column ${shown(name)}`);
          if (known) known.count++;
          else marks.set(`${shown(text)} in column ${shown(name)}`, { count: 1, line });
        }
        // Numbers that are read later, without the dialect of the table.
        return [name, onceOf(leftOut(name) ? text : numbers.plain(text))];
      }),
    );

  return {
    row(fields, line) {
      if (
        count === 0 &&
        shift === 0 &&
        fields.length === header.length + 1 &&
        /^"?[01]"?$/.test(fields[0]!)
      ) {
        // R writes a field more in each row than in the header: the number of the row.
        shift = 1;
        index = "";
      }
      columns(line);
      damage.attempt(() => {
        if (fields.length !== header.length + shift)
          throw wrongLength(header, fields.length - shift, delimiter, "units", { file, line });
        take(fields, line);
      });
    },
    record(record, line) {
      for (const name of record.keys()) {
        if (header.includes(name)) continue;
        header.push(name);
        if (!names.has(labelKey(name))) names.set(labelKey(name), header.length - 1);
        at = undefined;
      }
      wantDistinct(
        header,
        { who: "units", file, columns: [...ID_COLUMNS, ...OWN], knows: () => true },
        { file, line },
      );
      columns(line);
      damage.attempt(() => {
        take(
          header.map((name) => record.get(name) ?? ""),
          line,
        );
      });
    },
    end() {
      if (count === 0)
        throw new SpillwayError("units: there are no rows below the header", { place: { file } });
      const told: string[] = [...numbers.notes()];
      if (index !== undefined)
        told.push(
          `the first column, ${index === "" ? "without a name" : shown(index)}, was left out: it only numbers the rows`,
        );
      if (truths > 0) told.push("outcomes true and false were read as 1 and 0");
      for (const [what, { count: times, line }] of [...marks].slice(0, 12))
        told.push(
          `${what} (${times === 1 ? "" : `${times} times, first `}at ${file}:${line}) was kept as a text; if it marks a missing value, say so: --missing ${what.split(" in column ")[0]!.slice(1, -1)}`,
        );
      const unused = extra.flatMap(([name]) => (name !== "period" && leftOut(name) ? [shown(name)] : []));
      if (unused.length > 0) {
        told.push(
          `column${unused.length === 1 ? "" : "s"} ${few(unused)} of the units ${unused.length === 1 ? "was" : "were"} left out (${file}${headLine > 0 ? `:${headLine}` : ""})`,
        );
      }
      told.push(...labelNotes("agents", texts), ...labelNotes("arms", arms.keys()));
      return {
        units: sorted ? units : sortedUnits(units, codes, texts),
        rounds,
        worlds,
        chances,
        notes: told,
        placeOf(unit) {
          const code = unit && agents.get(unit.agent);
          return code === undefined
            ? { file }
            : { file, line: lines.seen(unit!.world, unit!.round, code, 0) };
        },
      };
    },
  };
}

/** Rows in the one order of unit rows; agents are compared once, not at every comparison of rows. */
function sortedUnits(
  units: readonly UnitRow[],
  codes: readonly number[],
  texts: readonly string[],
): UnitRow[] {
  const order = texts.map((_, code) => code).sort((a, b) => compareIds(texts[a]!, texts[b]!));
  const rank = new Uint32Array(texts.length);
  order.forEach((code, k) => {
    rank[code] = k;
  });
  const rows = Uint32Array.from(units, (_, k) => k);
  rows.sort((a, b) => {
    const [one, other] = [units[a]!, units[b]!];
    return (
      one.world - other.world ||
      (one.round ?? -1) - (other.round ?? -1) ||
      rank[codes[a]!]! - rank[codes[b]!]!
    );
  });
  return Array.from(rows, (k) => units[k]!);
}

const markHint = (text: string): string =>
  missingMark(text) ? `: if it marks a missing value, say so: --missing ${text.slice(0, 20)}` : "";

/** What to do about an outcome that is no number. */
export const outcomeHint = (text: string): string =>
  `: write an empty field for a missing outcome${missingMark(text) ? `, or say what marks one: --missing ${text.slice(0, 20)}` : ""}`;

function separatedHint(header: readonly string[], delimiter: string): string {
  const sign = header.length === 1 ? /[;|\t]/.exec(header[0]!)?.[0] : undefined;
  return sign === undefined || sign === delimiter
    ? ""
    : `: fields seem to be separated by ${shown(sign)}: say so with --delimiter`;
}
