import type { NotMeasured } from "../Measure.ts";
import type { Panel } from "./Panel.ts";
import type { TransferHistory } from "./transferColumns.ts";

/** Counts the cells of the transfer of one edge after the other. */
interface EdgeCells {
  /** Plug-in transfer entropy in bits, and records, of each edge, for these codes of the source. */
  of(
    source: ArrayLike<number>,
    edges: readonly (readonly [number, number])[],
  ): { readonly value: Float64Array; readonly n: Uint32Array };
}

/** Cells of the table of an edge, at most. */
const MOST_CELLS = 1 << 20;

/**
 * Tables for the transfer of edges. What a target has at each record (its next value and its past) is coded once; a draw of the source codes the
 * past of each agent once, and an edge only counts pairs of the two.
 */
export function edgeCells(
  source: Panel,
  target: Panel,
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
  const told = lagged(target, target.codes, steps, (t) => [
    ...Array.from({ length: k }, (_, j) => first + t - 1 - j),
    first + t,
  ]);
  const log = new Float64Array(size + 1);
  for (let count = 2; count <= size; count++) log[count] = count * Math.log2(count);
  return {
    of(codes, edges) {
      const past = lagged(source, codes, steps, (t) =>
        Array.from({ length: l }, (_, j) => first + t - delay - j),
      );
      const joint = new Uint32Array(pasts * states + 1);
      const withPast = new Uint32Array((pasts * states) / target.symbols);
      const ofTarget = new Uint32Array(states);
      const ofPast = new Uint32Array(states / target.symbols);
      const value = new Float64Array(edges.length);
      const counted = new Uint32Array(edges.length);
      for (const [e, [from, to]] of edges.entries()) {
        joint.fill(0);
        withPast.fill(0);
        ofTarget.fill(0);
        ofPast.fill(0);
        const [a, b] = [from * size, to * size];
        for (let r = 0; r < size; r++) {
          const x = past[a + r]!;
          const y = told[b + r]!;
          // A missing value is counted in a cell that is not read.
          joint[x < pasts && y < states ? x * states + y : pasts * states]!++;
        }
        // H(Y,Z) + H(X,Z) − H(Z) − H(X,Y,Z) as sums of counts times their logarithms.
        let sum = 0;
        for (let x = 0, cell = 0; x < pasts; x++)
          for (let y = 0; y < states; y++, cell++) {
            const count = joint[cell]!;
            if (count === 0) continue;
            sum += log[count]!;
            ofTarget[y]! += count;
            withPast[Math.floor(cell / target.symbols)]! += count;
          }
        for (const count of withPast) sum -= log[count]!;
        for (let y = 0; y < states; y++) {
          sum -= log[ofTarget[y]!]!;
          ofPast[Math.floor(y / target.symbols)]! += ofTarget[y]!;
        }
        for (const count of ofPast) sum += log[count]!;
        const n = size - joint[pasts * states]!;
        counted[e] = n;
        value[e] = n === 0 ? 0 : Math.max(0, sum / n);
      }
      return { value, n: counted };
    },
  };

  /** The joint code of some rounds of each agent at each step; a code that no other has where one of them is missing. */
  function lagged(
    { symbols }: Panel,
    codes: ArrayLike<number>,
    count: number,
    at: (step: number) => readonly number[],
  ): Uint32Array {
    const missing = symbols ** at(0).length;
    const found = new Uint32Array(agents * worlds * count);
    const offsets = Array.from({ length: count }, (_, step) => at(step));
    for (let agent = 0; agent < agents; agent++)
      for (let world = 0; world < worlds; world++) {
        const start = (world * agents + agent) * rounds;
        const into = (agent * worlds + world) * count;
        for (let step = 0; step < count; step++) {
          let code = 0;
          for (const round of offsets[step]!) {
            const symbol = codes[start + round]!;
            if (symbol === symbols) {
              code = missing;
              break;
            }
            code = code * symbols + symbol;
          }
          found[into + step] = code;
        }
      }
    return found;
  }
}
