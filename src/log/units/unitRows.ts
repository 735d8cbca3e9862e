import { unescapeControls } from "../../core/escapeControls.ts";
import { few } from "../../core/few.ts";
import { firstLines } from "../../core/firstLines.ts";
import { labelNotes } from "../../core/labelNotes.ts";
import { missingMark } from "../../core/missingMark.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { compareIds } from "../../network/compareIds.ts";
import { ID_COLUMNS } from "../../network/files/parseAgents.ts";
import { wantDistinct, wrongLength } from "../../network/files/tables/csvTable.ts";
import type { NumberReader } from "../../network/files/tables/numberReader.ts";
import type { DamageAllowed } from "../files/damageAllowed.ts";
import type { ScannedUnits, UnitScannerOptions } from "./ScannedUnits.ts";
import { sortedUnits } from "./sortedUnits.ts";
import type { UnitRow } from "./UnitRow.ts";
import { OWN_COLUMNS, type UnitColumns, unitColumns } from "./unitColumns.ts";
import { unitFields } from "./unitFields.ts";

/** Different texts of covariates that are looked for among those before. */
const MOST_ONCE = 1 << 16;

/** Rows that are given one by one. */
export interface UnitRows {
  row(cells: string[], line: number): void;
  record(record: Map<string, string>, line: number): void;
  end(): ScannedUnits;
}

/**
 * The rows below a header, checked one by one. A row's rules stand together: who it is of, what it says, whether it was there before.
 *
 * @throws SpillwayError with file and line for a row that says what it may not.
 */
export function unitRows(
  header: string[],
  options: UnitScannerOptions,
  numbers: NumberReader,
  delimiter: string,
  headLine: number,
  damage: DamageAllowed,
): UnitRows {
  const { file, dialect, covariates, leftOut = () => !covariates, keep, assignments } = options;
  const missing = new Set(dialect.missing ?? []);
  const fault = (message: string, line: number): SpillwayError =>
    new SpillwayError(`units: ${message}`, { place: { file, line } });
  const fields = unitFields(numbers, missing, file);
  let found: UnitColumns | undefined;
  let shift = 0;
  let index: string | undefined;
  const columns = (line: number): UnitColumns => {
    if (found !== undefined) return found;
    found = unitColumns(header, {
      ...{ file, delimiter, line: headLine || line, clusterColumn: options.clusterColumn },
      ...{ armElsewhere: assignments !== undefined, outcomeElsewhere: options.outcomeElsewhere === true },
    });
    index = found.index ?? index;
    return found;
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
  let sorted = true;
  let lastRound: number | undefined;
  let lastWorld: number | undefined;

  const take = (cells: readonly string[], line: number): void => {
    const { at: where, extra } = found ?? columns(line);
    const cell = (c: number): string => (c < 0 ? "" : unescapeControls(cells[c + shift] ?? ""));
    const agent = cell(where.agent);
    if (agent === "") throw fault("an agent needs an id, got an empty field", line);
    let code = agents.get(agent);
    if (code === undefined) {
      code = texts.push(agent) - 1;
      agents.set(agent, code);
    }
    const logged = cell(where.arm);
    const world = fields.whole("world", cell(where.world), line) ?? 0;
    const round = fields.whole("round", cell(where.round), line);
    const cluster = where.cluster < 0 ? undefined : cell(where.cluster);
    const assigned = assignments?.of({ agent, cluster, world, round }, { file, line });
    const armText = assigned?.arm ?? logged;
    if (armText === "") throw fault(`agent ${shown(agent)} needs an arm, got an empty field`, line);
    let arm = arms.get(armText);
    if (arm === undefined) {
      arm = armText;
      arms.set(arm, arm);
    }
    const outcome = fields.outcome(cell(where.outcome), line);
    const status = fields.status(cell(where.status), line);
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
    list: UnitColumns["extra"],
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
    row(cells, line) {
      if (count === 0 && shift === 0 && cells.length === header.length + 1 && /^"?[01]"?$/.test(cells[0]!)) {
        // R writes a field more in each row than in the header: the number of the row.
        shift = 1;
        index = "";
      }
      columns(line);
      damage.attempt(() => {
        if (cells.length !== header.length + shift)
          throw wrongLength(header, cells.length - shift, delimiter, "units", { file, line });
        take(cells, line);
      });
    },
    record(record, line) {
      for (const name of record.keys()) {
        if (header.includes(name)) continue;
        header.push(name);
        found = undefined;
      }
      wantDistinct(
        header,
        { who: "units", file, columns: [...ID_COLUMNS, ...OWN_COLUMNS], knows: () => true },
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
      if (fields.truths()) told.push("outcomes true and false were read as 1 and 0");
      for (const [what, { count: times, line }] of [...marks].slice(0, 12))
        told.push(
          `${what} (${times === 1 ? "" : `${times} times, first `}at ${file}:${line}) was kept as a text; if it marks a missing value, say so: --missing ${what.split(" in column ")[0]!.slice(1, -1)}`,
        );
      const unused = (found?.extra ?? []).flatMap(([name]) =>
        name !== "period" && leftOut(name) ? [shown(name)] : [],
      );
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
