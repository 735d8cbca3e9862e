import { few } from "../../../core/few.ts";
import { compileFormula } from "../../../core/formula/compileFormula.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import { shown } from "../../../core/shown.ts";
import { readWeight } from "../../../network/files/readWeight.ts";
import { linearPattern } from "../pattern/linearPattern.ts";
import { fieldOf } from "./fieldOf.ts";
import { fieldPath, likeName } from "./fieldPath.ts";
import type { FieldRule, FieldSpec } from "./MapFile.ts";
import { recordFilter } from "./recordFilter.ts";

/** Reads one value of a record; undefined when it has none. */
export type FieldReader = (record: unknown) => unknown;

/** Tables that values are looked up in, by their key; given when the map is read, filled before its records are. */
export type Lookups = (rule: NonNullable<FieldRule["lookup"]>) => (key: string) => string | undefined;

const NUMBERS = "[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?";

/**
 * A reader of what a map says of one value.
 *
 * @param who begins the error messages: `map langfuse: outcome`.
 * @param own reads what is looked up where the map does not say.
 * @throws SpillwayError for a path, pattern or formula that is none; when it reads, for a text with several numbers, for several fields
 * of which one was wanted, and for a formula whose numbers are none.
 */
export function fieldReader(spec: FieldSpec, who: string, lookups: Lookups, own?: FieldReader): FieldReader {
  if (typeof spec === "number") return () => spec;
  const rule: FieldRule = typeof spec === "string" || !("length" in spec) ? ruleOf(spec) : { field: spec };
  const read = sourceOf(rule, who, own);
  const steps: ((value: unknown) => unknown)[] = [];
  if (rule.pattern !== undefined) {
    const pattern = linearPattern(rule.pattern, who);
    steps.push((value) => {
      const found = pattern.exec(textOf(value));
      return found?.[1] ?? found?.[0];
    });
  }
  if (rule.every !== undefined) {
    const pattern = linearPattern(rule.every, who);
    steps.push((value) => [...pattern.all(textOf(value))].map(([whole, first]) => first ?? whole));
  }
  if (rule.number !== undefined) steps.push((value) => numberIn(textOf(value), who));
  if (rule.lookup !== undefined) {
    const find = lookups(rule.lookup);
    steps.push((value) => find(textOf(value)));
  }
  if (rule.names !== undefined || rule.otherwise !== undefined) {
    const names = new Map(Object.entries(rule.names ?? {}));
    steps.push((value) => names.get(textOf(value)) ?? rule.otherwise ?? value);
  }
  if (steps.length === 0) return read;
  return (record) => {
    let value = read(record);
    for (const step of steps) {
      if (value === undefined) return undefined;
      value = step(value);
    }
    return value === "" ? undefined : value;
  };
}

const ruleOf = (spec: string | FieldRule): FieldRule => (typeof spec === "string" ? { field: spec } : spec);

function sourceOf(rule: FieldRule, who: string, own: FieldReader | undefined): FieldReader {
  const { field, only, value, formula, event } = rule;
  const given = Object.entries({
    field,
    only,
    value,
    formula,
    number: rule.number,
    count: rule.count,
  }).filter(([, one]) => one !== undefined);
  if (given.length > 1)
    throw new SpillwayError(
      `${who}: wanted one of field, only, number, value, formula and count, got ${few(given.map(([name]) => name))}`,
    );
  if (value !== undefined) return () => value;
  if (only !== undefined)
    return onlyField(only, rule.except ?? [], new Set(Object.keys(rule.names ?? {})), who);
  if (formula !== undefined) return formulaOf(formula, rule.with ?? {}, who);
  const paths = [field ?? rule.number ?? rule.lookup?.by ?? []].flat().map((path) => fieldPath(path, who));
  if (paths.length === 0 && rule.lookup && own) return own;
  if (paths.length === 0)
    throw new SpillwayError(`${who}: wanted a path, or one of field, only, number, value, formula and count`);
  const first = (record: unknown): unknown => {
    for (const path of paths) {
      const found = path.first(record);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const [alone] = paths;
  const plain = paths.length === 1 ? alone!.first : first;
  if (event === undefined) return plain;
  const passes = recordFilter(rule.where, who);
  return (record) => {
    const events = fieldOf(record, "events");
    if (!Array.isArray(events)) return undefined;
    const found = events.find(
      (one) => fieldOf(one, "name") === event && passes(one) === undefined,
    ) as unknown;
    return found === undefined ? undefined : plain(found);
  };
}

/** The one field with a number that a path with a star finds: the same in all records. */
function onlyField(
  like: string,
  except: readonly string[],
  words: ReadonlySet<string>,
  who: string,
): FieldReader {
  const path = fieldPath(like, who);
  let known: string | undefined;
  return (record) => {
    const found = [...path.found(record)].filter(
      ([name, value]) =>
        !except.some((one) => likeName(name, one)) &&
        (isNumber(value) || (typeof value === "string" && words.has(value))),
    );
    const names = found.map(([name]) => name);
    const other = names.find((name) => name !== (known ?? names[0]));
    if (other !== undefined)
      throw new SpillwayError(
        `${who}: several fields may be meant (${few([known ?? names[0]!, other])}): say which, as in --outcome ${known ?? names[0]}`,
      );
    if (found.length > 0) known = names[0];
    return found[0]?.[1];
  };
}

const isNumber = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "string" && readWeight(value.trim()) !== undefined);

function formulaOf(formula: string, names: Readonly<Record<string, string>>, who: string): FieldReader {
  const inputs = Object.entries(names).map(([name, path]) => [name, fieldPath(path, who)] as const);
  const compiled = compileFormula(
    formula,
    inputs.map(([name]) => name),
    who,
  );
  return (record) => {
    const values: number[] = [];
    for (const [name, path] of inputs) {
      const value = path.first(record);
      if (value === undefined) return undefined;
      const number = typeof value === "boolean" ? Number(value) : readWeight(String(value));
      if (number === undefined || !Number.isFinite(number))
        throw new SpillwayError(`${who}: ${name} must be a number in the formula, got ${shown(value)}`);
      values.push(number);
    }
    return compiled(values);
  };
}

const number = linearPattern(NUMBERS, "number");

/** The number in a text; undefined when there is none. */
function numberIn(text: string, who: string): number | undefined {
  const plain = readWeight(text.trim());
  if (plain !== undefined) return plain;
  const found = new Set<string>();
  for (const [one] of number.all(text)) if (found.add(one!).size > 1) break;
  if (found.size > 1)
    throw new SpillwayError(
      `${who}: the text holds several numbers (${few([...found])}): say with a pattern which is meant`,
    );
  const [only] = found;
  return only === undefined ? undefined : readWeight(only);
}

/** A value as the text that patterns and tables of names look at. */
export function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
}
