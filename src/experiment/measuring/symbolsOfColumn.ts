import { SpillwayError } from "../../core/SpillwayError.ts";
import type { Column } from "../../log/table/Table.ts";
import type { Symbols } from "../../measures/Measure.ts";
import { symbolsOf } from "../../measures/symbolsOf.ts";

/**
 * A column of a table as a variable of measures.
 *
 * @param bins classes of numbers, with about as many records in each. Default: each different number is its own class.
 */
export function symbolsOfColumn(column: Column, bins?: number): Symbols {
  if (column.kind === "text") return column;
  const { values, known } = column;
  const plain = symbolsOf(Array.from(values, (value, r) => (known[r] === 1 ? value : undefined)));
  // A column without a value has no first one to say that it holds numbers.
  const symbols = plain.values ? plain : { ...plain, values };
  if (bins === undefined) return symbols;
  const sorted = Array.from(values.filter((_, r) => known[r] === 1)).sort((a, b) => a - b);
  const cuts = [
    ...new Set(
      Array.from({ length: bins - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / bins)]!),
    ),
  ];
  if (cuts.some((cut) => cut === undefined))
    throw new SpillwayError(`measure: column ${column.name} has no value to make classes of`);
  const codes = Uint32Array.from(values, (value) => cuts.filter((cut) => value >= cut).length);
  const texts = Array.from({ length: cuts.length + 1 }, (_, k) =>
    k === 0 ? `below ${cuts[0]}` : `from ${cuts[k - 1]}`,
  );
  return { codes, texts, known: symbols.known, values };
}

/** The values of a variable at some rows; −1 stands for none. */
export function gathered(symbols: Symbols, rows: Int32Array): Symbols {
  const { codes, texts, known, values } = symbols;
  return {
    texts,
    codes: Uint32Array.from(rows, (row) => (row < 0 ? 0 : codes[row]!)),
    known: Uint8Array.from(rows, (row) => (row < 0 ? 0 : known[row]!)),
    ...(values ? { values: Float64Array.from(rows, (row) => (row < 0 ? 0 : values[row]!)) } : {}),
  };
}
