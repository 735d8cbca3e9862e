import { compileFormula } from "../../../core/formula/compileFormula.ts";
import { readWeight } from "../../../network/files/readWeight.ts";
import { linearPattern } from "../pattern/linearPattern.ts";
import { fieldPath } from "./fieldPath.ts";
import type { FieldTest, FilterSpec } from "./MapFile.ts";

/** Why a record does not pass, or undefined when it does. */
export type RecordFilter = (record: unknown) => string | undefined;

/**
 * A filter of records: each path with what its value must be. Values are compared as texts, so 2 in JSON and "2" in a table are the same;
 * a path with `[*]` passes when one of its values does.
 *
 * @throws SpillwayError for a path, pattern or formula that is none.
 */
export function recordFilter(spec: FilterSpec | undefined, who: string): RecordFilter {
  const tests = Object.entries(spec ?? {}).map(([name, given]) => {
    const path = fieldPath(name, who);
    const wanted = isTest(given) ? given : { is: given };
    const holds = valueTest(wanted, `${who}: ${name}`);
    const words = `where ${name} is not as wanted`;
    return (record: unknown): string | undefined => {
      let any = false;
      for (const value of path.all(record)) {
        any = true;
        if (holds(value)) return undefined;
      }
      return !any && holds(undefined) ? undefined : words;
    };
  });
  return (record) => {
    for (const test of tests) {
      const because = test(record);
      if (because !== undefined) return because;
    }
    return undefined;
  };
}

const isTest = (given: FilterSpec[string]): given is FieldTest =>
  typeof given === "object" && !Array.isArray(given);

function valueTest({ is, not, like, formula, there }: FieldTest, who: string): (value: unknown) => boolean {
  const among = (list: FieldTest["is"]): ReadonlySet<string> | undefined =>
    list === undefined ? undefined : new Set([list].flat().map(String));
  const [yes, no] = [among(is), among(not)];
  const pattern = like === undefined ? undefined : linearPattern(like, who);
  const compiled = formula === undefined ? undefined : compileFormula(formula, ["value"], who);
  return (value) => {
    const there_ = value !== undefined && value !== null;
    if (there !== undefined && there !== there_) return false;
    if (!there_) return yes === undefined && pattern === undefined && compiled === undefined;
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    if (yes && !yes.has(text)) return false;
    if (no?.has(text)) return false;
    if (pattern && pattern.exec(text) === undefined) return false;
    if (!compiled) return true;
    const number = readWeight(text);
    return number !== undefined && Number.isFinite(number) && compiled([number]) !== 0;
  };
}
