import { SpillwayError } from "../../core/SpillwayError.ts";
import { type EntropyEstimator, entropyOfCounts } from "../entropies/entropyOfCounts.ts";
import type { Distribution } from "../Measure.ts";
import { joinCodes } from "./joinCodes.ts";

/** A sum of joint entropies: each term is a factor and the places of the variables whose joint entropy it multiplies. */
export type EntropyTerms = readonly (readonly [factor: number, of: readonly number[]])[];

/** A sum of entropies in bits, estimated from records. */
interface Estimated {
  readonly value: number;
  readonly plugIn: number;
  /** Product of the numbers of different values of each column. */
  readonly cells: number;
}

/**
 * A sum of joint entropies, each estimated from the counts of its own cells, in bits. Cost: linear in records for each term.
 *
 * @param columns codes of the records of each variable, all of one length above 0.
 */
export function estimatedTerms(
  terms: EntropyTerms,
  columns: readonly Uint32Array[],
  estimator: EntropyEstimator,
): Estimated {
  const size = columns[0]!.length;
  const alphabets = columns.map((column) => joinCodes([column], size).cells);
  let value = 0;
  let plugIn = 0;
  for (const [factor, of] of terms) {
    const counts = countsOf(of.map((place) => columns[place]!));
    const alphabet = of.reduce((all, place) => all * alphabets[place]!, 1);
    plugIn += factor * entropyOfCounts(counts, "plug-in");
    value += factor * entropyOfCounts(counts, estimator, Math.max(alphabet, counts.length));
  }
  return { value, plugIn, cells: alphabets.reduce((all, one) => all * one, 1) };
}

/** Records in each cell. */
export function countsOf(columns: readonly Uint32Array[]): number[] {
  const { codes, cells } = joinCodes(columns, columns[0]!.length);
  const counts = new Float64Array(cells);
  for (const code of codes) counts[code]!++;
  return Array.from(counts);
}

/** The same sum at each record: −log₂ of the share of its own cell in place of the entropy, in bits. */
export function localTerms(terms: EntropyTerms, columns: readonly Uint32Array[]): Float64Array {
  const size = columns[0]!.length;
  const values = new Float64Array(size);
  for (const [factor, of] of terms) {
    const { codes, cells } = joinCodes(
      of.map((place) => columns[place]!),
      size,
    );
    const counts = new Float64Array(cells);
    for (const code of codes) counts[code]!++;
    for (let r = 0; r < size; r++) values[r]! += factor * Math.log2(size / counts[codes[r]!]!);
  }
  return values;
}

/** The same sum for a distribution that is known, in bits. */
export function exactTerms(terms: EntropyTerms, table: ExactTable): number {
  return terms.reduce((all, [factor, of]) => all + factor * exactEntropy(table, of), 0);
}

/** A known distribution as columns of codes, without outcomes of probability 0. */
interface ExactTable {
  readonly columns: readonly Uint32Array[];
  readonly mass: Float64Array;
}

function exactEntropy({ columns, mass }: ExactTable, of: readonly number[]): number {
  const { codes, cells } = joinCodes(
    of.map((place) => columns[place]!),
    mass.length,
  );
  const shares = new Float64Array(cells);
  for (const [r, code] of codes.entries()) shares[code]! += mass[r]!;
  let value = 0;
  for (const share of shares) value -= share * Math.log2(share);
  return value;
}

/** Rounding that the sum of probabilities may have. */
const ROUNDING = 1e-9;

/**
 * A distribution as columns of codes.
 *
 * @throws SpillwayError when it has another number of variables than `wanted`, or is none.
 */
export function exactTable(who: string, wanted: number, distribution: Distribution): ExactTable {
  const { outcomes, probabilities } = distribution;
  if (outcomes.length !== probabilities.length || outcomes.length === 0)
    throw new SpillwayError(
      `${who}: wanted a probability for each outcome, got ${outcomes.length} outcomes and ${probabilities.length} probabilities`,
    );
  const short = outcomes.find((outcome) => outcome.length !== wanted);
  if (short)
    throw new SpillwayError(
      `${who}: wanted ${wanted} variable${wanted === 1 ? "" : "s"} in each outcome, got ${short.length}`,
    );
  const bad = probabilities.find((p) => !(p >= 0 && p <= 1 + ROUNDING));
  const total = probabilities.reduce((all, p) => all + p, 0);
  if (bad !== undefined || !(Math.abs(total - 1) <= ROUNDING))
    throw new SpillwayError(
      `${who}: probabilities must be from 0 to 1 and add up to 1, got ${bad ?? `a sum of ${total}`}`,
    );
  const kept = outcomes.flatMap((_, r) => (probabilities[r]! > 0 ? [r] : []));
  const columns = Array.from({ length: wanted }, (_, place) => {
    const code = new Map<string | number, number>();
    return Uint32Array.from(kept, (r) => {
      const value = outcomes[r]![place]!;
      const found = code.get(value) ?? code.size;
      code.set(value, found);
      return found;
    });
  });
  return { columns, mass: Float64Array.from(kept, (r) => probabilities[r]! / total) };
}
