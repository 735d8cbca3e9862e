// Long because one pass over the fields of a log decides which checks it allows, and says which it does not.
import { few } from "../../core/few.ts";
import { shown } from "../../core/shown.ts";
import { FALSE_ALARM, type Finding } from "../Finding.ts";
import { afterFailures, failedRows } from "./afterFailures.ts";
import type { RowsAtPath, Value } from "./answerFields.ts";
import { evenChoices } from "./evenChoices.ts";
import { type FieldRole, fieldRole } from "./fieldRole.ts";
import { knownFillers } from "./knownFillers.ts";
import { repeatedDurations } from "./repeatedDurations.ts";
import { repeatedTexts } from "./repeatedTexts.ts";

export interface AnswerCheckOptions {
  /** Fields that are answers in words, durations or choices, where their names do not say it: `votes[*].comment`, or a column. */
  readonly texts?: readonly string[];
  readonly durations?: readonly string[];
  readonly choices?: readonly string[];
  /** Sentences that the program behind the log writes when a call fails, beside those that are known. */
  readonly fillers?: readonly string[];
}

interface Field {
  readonly table: RowsAtPath;
  readonly column: string;
  readonly name: string;
  readonly role: FieldRole;
  readonly values: readonly Value[];
}

/**
 * Whether answers of a log are filled in, cached or copied: texts and durations that repeat, sentences that programs fill in, choices after
 * failures, choices too even. Each check flags an honest log with a chance of at most 0.001, over all fields together; where a field has nothing
 * beside it that could show a filling, that is said.
 */
export function answerChecks(tables: readonly RowsAtPath[], options: AnswerCheckOptions = {}): Finding[] {
  const fields = tables.flatMap((table) =>
    [...table.columns].map(([column, values]): Field => {
      const name = table.path === "" ? column : `${table.path}.${column}`;
      const named = (list: readonly string[] | undefined): boolean =>
        list?.some((one) => one === name || one === column) ?? false;
      const role = named(options.texts)
        ? "text"
        : named(options.durations)
          ? "duration"
          : named(options.choices)
            ? "choice"
            : fieldRole(table.path, column, values);
      return { table, column, name, role, values };
    }),
  );
  return [
    ...fillerFindings(fields, options.fillers ?? []),
    ...textFindings(fields),
    ...durationFindings(fields),
    ...failureFindings(fields),
    ...evenFindings(fields),
    ...silentChoices(fields),
  ];
}

/** The names of fields that a user gave and the log does not have. */
export function fieldNames(tables: readonly RowsAtPath[]): string[] {
  return tables.flatMap(({ path, columns }) =>
    [...columns.keys()].map((column) => (path === "" ? column : `${path}.${column}`)),
  );
}

function fillerFindings(fields: readonly Field[], own: readonly string[]): Finding[] {
  const check = "filled-in sentences";
  const known = new Map([
    ...knownFillers.map(({ text, source }) => [text, source] as const),
    ...own.map((text) => [text.trim(), "named by --filler"] as const),
  ]);
  const found: Finding[] = [];
  let looked = 0;
  for (const { table, name, values } of fields) {
    const rows = new Map<string, number>();
    let written = false;
    for (const value of values) {
      if (typeof value !== "string") continue;
      written = true;
      const text = value.trim();
      if (known.has(text)) rows.set(text, (rows.get(text) ?? 0) + 1);
    }
    if (written) looked++;
    for (const [text, count] of rows)
      found.push({
        check,
        where: name,
        verdict: "flagged",
        rows: count,
        p: 0,
        says: `${count} of ${table.rows} rows hold ${shown(text)}, which a program writes when a call fails (${known.get(text)}): the answers beside it are the program's, so leave them out as missing`,
      });
  }
  if (found.length > 0) return found;
  if (looked === 0) return [{ check, verdict: "cannot tell", says: "the log holds no texts" }];
  return [
    {
      check,
      verdict: "clean",
      says: `none of ${known.size} sentences that programs are known to fill in stands in ${looked} field${looked === 1 ? "" : "s"} of texts; a program with others needs --filler`,
    },
  ];
}

function textFindings(fields: readonly Field[]): Finding[] {
  const check = "repeated texts";
  const texts = fields.filter(({ role }) => role === "text" || role === "hash");
  if (texts.length === 0)
    return [
      {
        check,
        verdict: "cannot tell",
        says: "the log has no field of free texts or of their hashes, so copied or cached answers cannot show; single words and choices repeat in honest logs",
      },
    ];
  return texts.map(({ table, name, values, role }): Finding => {
    const lengths = role === "hash" ? lengthsIn(table) : undefined;
    const found = repeatedTexts(values, FALSE_ALARM / texts.length, {
      hashes: role === "hash",
      ...(lengths ? { lengths } : {}),
    });
    const known = values.filter((value) => value !== undefined && value !== "");
    const different = new Set(known).size;
    if (found.length === 0)
      return {
        check,
        where: name,
        verdict: "clean",
        rows: 0,
        says: `${known.length} answers, ${different} different: no text occurs more often than independent answers of its length do`,
      };
    const rows = found.reduce((total, one) => total + one.rows.length, 0);
    const [first] = found;
    const within = copiesBy(
      table,
      found.map((one) => one.rows),
      name,
    );
    return {
      check,
      where: name,
      verdict: "flagged",
      rows,
      p: Math.min(
        FALSE_ALARM,
        found.reduce((least, one) => Math.min(least, one.p), 1),
      ),
      says: `${known.length} answers are ${different} different texts: ${found.length} of them stand in ${rows} rows, ${shown(first!.text)} in ${first!.rows.length}${within}. They are copied, cached or filled in, or one model answered one prompt without chance: they are one answer each, not several, and errors that count them as several are too small`,
    };
  });
}

/** A column that says how long the texts behind hashes are. */
function lengthsIn(table: RowsAtPath): readonly Value[] | undefined {
  for (const [name, values] of table.columns)
    if (/^(characters|chars|n_?chars|text_?length|length)$/i.test(name)) return values;
  return undefined;
}

const PLACES =
  /^(run|run_?id|world|session|game|game_?id|task|question|cell|model|agent|player|speaker|name|round|turn|tick|\(file\))$/i;

/** In which columns copies share a value, and over how many values they go. */
function copiesBy(table: RowsAtPath, groups: readonly (readonly number[])[], own: string): string {
  const parts: string[] = [];
  for (const [name, values] of table.columns) {
    if (name === own || !PLACES.test(name)) continue;
    const inside = new Set<Value>();
    let across = 0;
    for (const rows of groups) {
      const seen = new Map<Value, number>();
      for (const row of rows) seen.set(values[row], (seen.get(values[row]) ?? 0) + 1);
      for (const [value, count] of seen) if (value !== undefined && count > 1) inside.add(value);
      if (seen.size > 1) across++;
    }
    const all = new Set(values).size;
    parts.push(
      `${name} (several times within ${inside.size} of ${all}, ${across} text${across === 1 ? "" : "s"} over more than one)`,
    );
  }
  return parts.length === 0 ? "" : `; by ${parts.slice(0, 6).join(", ")}`;
}

function durationFindings(fields: readonly Field[]): Finding[] {
  const check = "repeated durations";
  const durations = fields.filter(({ role }) => role === "duration");
  if (durations.length === 0)
    return [{ check, verdict: "cannot tell", says: "the log does not say how long answers took" }];
  return durations.map(({ name, values }): Finding => {
    const found = repeatedDurations(values);
    if (!found)
      return {
        check,
        where: name,
        verdict: "cannot tell",
        says: "durations are fewer than 8, or so coarse that honest ones repeat as well",
      };
    const { repeats, expected, p, most, rows } = found;
    const seen = `${repeats} durations repeat an earlier one to the last digit, ${Number(expected.toPrecision(2))} expected`;
    return p <= FALSE_ALARM / durations.length
      ? {
          check,
          where: name,
          verdict: "flagged",
          rows: rows.length,
          p,
          says: `${seen}; ${most[0]} occurs ${most[1]} times: these answers were cached or copied with their durations, filled in, or ended by a time limit`,
        }
      : { check, where: name, verdict: "clean", p, says: `${seen}` };
  });
}

function failureFindings(fields: readonly Field[]): Finding[] {
  const check = "choices after failures";
  const choices = fields.filter(({ role }) => role === "choice");
  const pairs = choices.flatMap((choice) =>
    fields.flatMap((field) => {
      if (field.table !== choice.table) return [];
      const failed = failedRows(field.column, field.values, field.table.rows);
      const found = failed && afterFailures(choice.values, failed);
      return found ? [{ choice, field, found }] : [];
    }),
  );
  if (pairs.length === 0)
    return [
      {
        check,
        verdict: "cannot tell",
        says: "no field says which calls failed or were tried again while a choice stands beside it, so coins and fixed values in place of answers cannot show there",
      },
    ];
  return pairs.map(({ choice, field, found }): Finding => {
    const shares = few(found.shares.map(([value, share]) => `${shown(value)} ${Math.round(100 * share)} %`));
    const where = `${choice.name} by ${field.name}`;
    if (found.p > FALSE_ALARM / pairs.length)
      return {
        check,
        where,
        verdict: "clean",
        p: found.p,
        says: `${found.failed} choices stand beside a failure, and are like all others (${shares})`,
      };
    const like = {
      coin: "are as even as a coin",
      constant: "are one value nearly always",
      other: "differ from all others",
    }[found.like];
    return {
      check,
      where,
      verdict: "flagged",
      rows: found.failed,
      p: found.p,
      says: `${found.failed} choices beside a failure ${like} (${shares}): the program seems to have answered, so count them as missing`,
    };
  });
}

function evenFindings(fields: readonly Field[]): Finding[] {
  const check = "answers too even";
  const choices = fields.flatMap(({ name, values, role }) => {
    const found = role === "choice" ? evenChoices(values) : undefined;
    return found ? [{ name, ...found }] : [];
  });
  if (choices.length === 0)
    return [
      {
        check,
        verdict: "cannot tell",
        says: "the log has no choices, or fewer than 20 for each alternative",
      },
    ];
  return choices.map(({ name, p, counts }): Finding => {
    const shares = few([...counts].map(([value, count]) => `${shown(value)} ${count}`));
    return p <= FALSE_ALARM / choices.length
      ? {
          check,
          where: name,
          verdict: "flagged",
          p,
          rows: [...counts.values()].reduce((a, b) => a + b, 0),
          says: `${shares}: more even than independent draws of equally likely alternatives are; a list in turn was filled in, or a quota`,
        }
      : { check, where: name, verdict: "clean", p, says: `${shares}: not more even than chance allows` };
  });
}

/** Choices without a text or duration beside them: no filling of these can be seen. */
function silentChoices(fields: readonly Field[]): Finding[] {
  return fields.flatMap(({ table, name, values, role }): Finding[] => {
    if (role !== "choice") return [];
    const beside = fields.filter((field) => field.table === table);
    const count = values.filter((value) => value !== undefined && value !== "").length;
    const texts = beside.filter((field) => field.role === "text" || field.role === "hash");
    const durations = beside.filter((field) => field.role === "duration");
    const failures = beside.some((field) => failedRows(field.column, field.values, table.rows) !== undefined);
    if (texts.length + durations.length === 0 && !failures)
      return [
        {
          check: "choices that were filled in",
          where: name,
          verdict: "cannot tell",
          rows: count,
          says: `${count} choices stand without a text, a duration or a status: an answer of the program's own cannot be told from an agent's`,
        },
      ];
    if (failures) return [];
    return [
      {
        check: "choices that were filled in",
        where: name,
        verdict: "cannot tell",
        rows: count,
        says: `a choice that the program made would show by what stands beside it (${few([...texts, ...durations].map(({ column }) => column))}), where that was filled in, too; a filling that leaves them as they are cannot be told from an agent's choice`,
      },
    ];
  });
}
