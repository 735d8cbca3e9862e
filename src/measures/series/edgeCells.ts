import type { NotMeasured } from "../Measure.ts";
import type { Panel } from "./Panel.ts";
import type { TransferHistory } from "./transferColumns.ts";

/** Counts the cells of the transfer of one edge after the other. */
interface EdgeCells {
  /** Plug-in transfer entropy in bits, and records, of each edge, for these codes of the source. */
  of(source: ArrayLike<number>): { readonly value: Float64Array; readonly n: Uint32Array };
}

/** Cells of the table of an edge, at most. */
const MOST_CELLS = 1 << 12;

/**
 * Tables for the transfer of edges. What a target has at each record (its next value and its past) is coded once; a draw of the source codes the
 * past of each agent once, and an edge only counts pairs of the two.
 */
export function edgeCells(
  source: Panel,
  target: Panel,
  edges: readonly (readonly [number, number])[],
  { k, l, delay }: TransferHistory,
): EdgeCells | NotMeasured {
  const { agents, rounds, worlds = 1 } = source;
  const pasts = source.symbols ** l;
  const states = target.symbols ** (k + 1);
  if (!(pasts * states <= MOST_CELLS))
    return {
      because: `histories of ${k} and ${l} values with ${target.symbols} and ${source.symbols} symbols make a table of ${pasts * states} cells for each edge: use shorter ones, or fewer symbols`,
    };
  const first = Math.max(k, l + delay - 1);
  const steps = Math.max(0, rounds - first);
  if (steps === 0) return { because: `wanted more than ${first} rounds, got ${rounds}` };
  const size = worlds * steps;
  // The present value of the target stands last, so that its past is the code divided by the number of symbols.
  const told = lagged(target, target.codes, [...Array.from({ length: k }, (_, j) => 1 + j), 0]);
  const sourceLags = Array.from({ length: l }, (_, j) => delay + j);
  const log = new Float64Array(size + 1);
  for (let count = 2; count <= size; count++) log[count] = count * Math.log2(count);
  const words = Math.ceil(size / 32);
  const toldBits = bits(told, states, size);
  const symbols = target.symbols;
  const ends = Uint32Array.from(edges.flat());
  return {
    of(codes) {
      const past = lagged(source, codes, sourceLags);
      const pastBits = bits(past, pasts, size);
      const withPast = new Uint32Array(pasts);
      const value = new Float64Array(edges.length);
      const counted = new Uint32Array(edges.length);
      for (let e = 0; e < edges.length; e++) {
        const row = ends[2 * e]! * pasts * words;
        const column = ends[2 * e + 1]! * states * words;
        // H(Y,Z) + H(X,Z) − H(Z) − H(X,Y,Z) as sums of counts times their logarithms.
        let sum = 0;
        let n = 0;
        for (let before = 0; before < states; before += symbols) {
          withPast.fill(0);
          let all = 0;
          for (let y = before; y < before + symbols; y++) {
            const b = column + y * words;
            let both = 0;
            for (let x = 0; x < pasts; x++) {
              const count = common(pastBits, row + x * words, toldBits, b, words);
              if (count === 0) continue;
              sum += log[count]!;
              both += count;
              withPast[x]! += count;
            }
            sum -= log[both]!;
            all += both;
          }
          for (let x = 0; x < pasts; x++) sum -= log[withPast[x]!]!;
          sum += log[all]!;
          n += all;
        }
        counted[e] = n;
        value[e] = n === 0 ? 0 : Math.max(0, sum / n);
      }
      return { value, n: counted };
    },
  };

  /** The joint code of some rounds of each agent at each step, told by how far they lie back; a code that no other has where one of them is missing. */
  function lagged({ symbols }: Panel, codes: ArrayLike<number>, lags: readonly number[]): Uint32Array {
    const missing = symbols ** lags.length;
    const found = new Uint32Array(agents * worlds * steps);
    let at = 0;
    for (let agent = 0; agent < agents; agent++)
      for (let world = 0; world < worlds; world++) {
        const start = (world * agents + agent) * rounds + first;
        for (let step = 0; step < steps; step++, at++) {
          let code = 0;
          for (let j = 0; j < lags.length; j++) {
            const symbol = codes[start + step - lags[j]!]!;
            if (symbol === symbols) {
              code = missing;
              break;
            }
            code = code * symbols + symbol;
          }
          found[at] = code;
        }
      }
    return found;
  }
}

/** For each agent and code, which of its records have the code: one bit for each record, 32 to a word. */
function bits(codes: Uint32Array, kinds: number, size: number): Int32Array {
  const words = Math.ceil(size / 32);
  const found = new Int32Array((codes.length / size) * kinds * words);
  for (let at = 0, agent = 0; at < codes.length; agent++)
    for (let r = 0; r < size; r++, at++) {
      const code = codes[at]!;
      // A missing value has no bit.
      if (code < kinds) found[(agent * kinds + code) * words + (r >> 5)]! |= 1 << (r & 31);
    }
  return found;
}

/** How many bits two rows of words have in common (population count of Wegner and others: sums of pairs, fours and bytes). */
function common(a: Int32Array, from: number, b: Int32Array, start: number, words: number): number {
  let count = 0;
  for (let w = 0; w < words; w++) {
    let v = a[from + w]! & b[start + w]!;
    v -= (v >>> 1) & 0x55555555;
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
    count += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
