import { SpillwayError } from "../core/SpillwayError.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Symbols } from "./Measure.ts";

/** Settings of {@link symbolsOf}. */
interface SymbolsOptions {
  /** Numbers of records in each run, in their order. Default: all records are one run. */
  readonly runs?: readonly number[];
}

/**
 * A variable of texts or numbers, for measures: each different value is a symbol, and numbers are kept as numbers beside it. Undefined and
 * null are missing.
 *
 * @throws SpillwayError for a number that is not finite, for texts among numbers, and for runs that do not add up to the records.
 */
export function symbolsOf(
  given: readonly (string | number | null | undefined)[],
  options: SymbolsOptions = {},
): Symbols {
  wantArgument("symbolsOf", "a series", given, { fields: ["length"] });
  const codes = new Uint32Array(given.length);
  const known = new Uint8Array(given.length);
  const first = given.find((value) => value !== undefined && value !== null);
  const values = typeof first === "number" ? new Float64Array(given.length) : undefined;
  const code = new Map<string | number, number>();
  for (const [r, value] of given.entries()) {
    if (value === undefined || value === null) continue;
    if (typeof value !== typeof first)
      throw new SpillwayError(
        `symbolsOf: values must all be numbers or all be texts, got a ${typeof value} at ${r}`,
      );
    if (typeof value === "number" && !Number.isFinite(value))
      throw new SpillwayError(
        `symbolsOf: numbers must be finite, got ${value} at ${r}: leave out what is missing`,
      );
    // −0 and 0 are one number.
    const plain = value === 0 ? 0 : value;
    const known1 = code.get(plain) ?? code.size;
    code.set(plain, known1);
    codes[r] = known1;
    known[r] = 1;
    if (values) values[r] = value as number;
  }
  const runs = options.runs && startsOf(options.runs, given.length);
  return {
    codes,
    texts: Array.from(code.keys(), String),
    known,
    ...(values ? { values } : {}),
    ...(runs ? { runs } : {}),
  };
}

function startsOf(lengths: readonly number[], records: number): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  let all = 0;
  for (const [k, length] of lengths.entries()) {
    if (!Number.isInteger(length) || length < 0)
      throw new SpillwayError(
        `symbolsOf: runs must be whole numbers of records, got ${length} for run ${k + 1}`,
      );
    all += length;
    starts[k + 1] = all;
  }
  if (all !== records)
    throw new SpillwayError(
      `symbolsOf: runs must add up to the ${records} records, got ${all}: give the number of records of each run`,
    );
  return starts;
}
